import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components';
import { Icon } from '../Icon.tsx';
import './Field.css';
import '../Menu.css';
import './Select.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly note?: string;
  readonly disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  /** At hand where the pointer rests on the label. */
  readonly hint?: string;
  /** Hides the visible label; it is still read aloud. */
  readonly bare?: boolean;
}

/** One of a few, in a list that opens. */
export function Select<Value extends string>({ label, value, choices, onChange, hint, bare = false }: SelectProps<Value>) {
  return (
    <AriaSelect
      className={bare ? 'select' : 'field select'}
      value={value}
      onChange={(key) => {
        const choice = choices.find((entry) => entry.value === key);
        if (choice !== undefined && choice.value !== value) onChange(choice.value);
      }}
    >
      <Label className={bare ? 'visually-hidden' : 'field-label'} title={hint}>
        {label}
      </Label>
      <Button className="input select-button">
        <SelectValue className="select-value">{choices.find((choice) => choice.value === value)?.label ?? value}</SelectValue>
        <Icon name="down" />
      </Button>
      <Popover className="popover" offset={2}>
        <ListBox className="menu-list">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} isDisabled={choice.disabled ?? false} className="menu-item">
              <span className="menu-mark">{choice.value === value && <Icon name="check" />}</span>
              <span>
                {choice.label}
                {choice.note !== undefined && <span className="menu-note">{choice.note}</span>}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
