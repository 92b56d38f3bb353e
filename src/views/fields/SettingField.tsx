import type { ChoiceSetting, FlagSetting, NumberSetting } from '../../base/setting.ts';
import { NumberField } from '../../ui/fields/NumberField.tsx';
import { Select } from '../../ui/fields/Select.tsx';
import { Switch } from '../../ui/fields/Switch.tsx';

interface Field<Setting, Value> {
  readonly setting: Setting;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

interface NumberProps extends Field<NumberSetting, number> {
  /** Where there is less than the setting allows, such as examples at this site. */
  readonly most?: number;
  /** In place of the setting's own. */
  readonly note?: string;
}

interface ChoiceProps<T extends string> extends Field<ChoiceSetting<T>, T> {
  /** Where not every word fits. */
  readonly offered?: readonly T[];
}

type FlagProps = Field<FlagSetting, boolean>;

/** The field of a setting, with its words and its bounds: a number, one of a choice, or a switch. */
export function SettingField(props: NumberProps | FlagProps): React.JSX.Element;
export function SettingField<T extends string>(props: ChoiceProps<T>): React.JSX.Element;
export function SettingField(props: NumberProps | ChoiceProps<string> | FlagProps) {
  if (isNumber(props)) return <NumberSettingField {...props} />;
  return isChoice(props) ? <ChoiceSettingField {...props} /> : <FlagSettingField {...props} />;
}

function NumberSettingField({ setting, value, onChange, most = setting.max, note = noteOf(setting) }: NumberProps) {
  const { label, explanation, min, max, whole, excluded, gap } = setting;
  return (
    <NumberField
      label={label}
      hint={explanation}
      min={min}
      max={Math.min(max, most)}
      whole={whole}
      excluded={excluded}
      gap={gap}
      value={value}
      onCommit={onChange}
      {...(note === '' ? {} : { note })}
    />
  );
}

function ChoiceSettingField({ setting, value, onChange, offered }: ChoiceProps<string>) {
  const choices = offered === undefined ? setting.choices : setting.choices.filter((choice) => offered.includes(choice.value));
  return <Select label={setting.label} hint={setting.explanation} value={value} choices={choices} onChange={onChange} />;
}

function FlagSettingField({ setting, value, onChange }: FlagProps) {
  return <Switch label={setting.label} hint={setting.explanation} on={value} onChange={onChange} />;
}

/** 'epochs; 0: none'. */
function noteOf({ unit, note = '' }: NumberSetting): string {
  return [unit, note].filter((words) => words !== '').join('; ');
}

type Props = NumberProps | ChoiceProps<string> | FlagProps;

function isNumber(props: Props): props is NumberProps {
  return props.setting.kind === 'number';
}

function isChoice(props: Props): props is ChoiceProps<string> {
  return props.setting.kind === 'choice';
}
