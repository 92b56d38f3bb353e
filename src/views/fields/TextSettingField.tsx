import type { OtherSetting } from '../../base/setting.ts';
import { TextField } from '../../ui/fields/TextField.tsx';

export interface TextSettingFieldProps<T> {
  readonly setting: OtherSetting<T>;
  /** The value as a person writes it. */
  readonly text: string;
  /** The value of a text, or what is wrong with it in words. No value is a string. */
  readonly parse: (text: string) => T | string;
  readonly onChange: (value: T) => void;
}

/** The field of a setting that is typed as a list, with its words. */
export function TextSettingField<T extends object>({ setting, text, parse, onChange }: TextSettingFieldProps<T>) {
  const { label, note, explanation } = setting;
  return (
    <TextField
      label={label}
      hint={explanation}
      value={text}
      {...(note === undefined ? {} : { note })}
      check={(typed) => {
        const parsed = parse(typed);
        return typeof parsed === 'string' ? parsed : null;
      }}
      onCommit={(typed) => {
        const parsed = parse(typed);
        if (typeof parsed !== 'string') onChange(parsed);
      }}
    />
  );
}
