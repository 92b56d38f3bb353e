import type { ChoiceSetting } from '../../base/setting.ts';
import { Segmented } from '../../ui/fields/Segmented.tsx';

export interface SegmentedSettingProps<T extends string> {
  readonly setting: ChoiceSetting<T>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A choice of a few short words, all of them in sight, with the setting's words. */
export function SegmentedSetting<T extends string>({ setting, value, onChange }: SegmentedSettingProps<T>) {
  return <Segmented label={setting.label} value={value} segments={setting.choices} onChange={onChange} />;
}
