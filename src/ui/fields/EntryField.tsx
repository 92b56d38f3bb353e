import { FieldError, Input, Label, TextField as AriaTextField } from 'react-aria-components';
import './Field.css';

export interface EntryFieldProps {
  readonly label: string;
  readonly value: string;
  /** At every key. */
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
  /** What is wrong with the text, in words; null where it is right. */
  readonly fault: string | null;
}

/** The one field of a small dialog: focused with its text selected when the dialog opens, finished by Enter. */
export function EntryField({ label, value, onChange, onEnter, fault }: EntryFieldProps) {
  return (
    // The dialog was opened to write in this field.
    <AriaTextField className="field" value={value} onChange={onChange} isInvalid={fault !== null} validationBehavior="aria" autoFocus>
      <Label className="field-label">{label}</Label>
      <Input
        className="input"
        spellCheck={false}
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter();
        }}
      />
      <FieldError className="field-error">{fault}</FieldError>
    </AriaTextField>
  );
}
