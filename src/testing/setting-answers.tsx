/** What the check of a setting, and the controls that panels draw of it, answer to a value: for tests that compare them. */
import type { ReactElement } from 'react';
import { RidgelineError } from '../base/errors.ts';
import type { ChoiceSetting, FlagSetting, NumberSetting } from '../base/setting.ts';
import { Select, type SelectProps } from '../ui/fields/Select.tsx';
import { Switch, type SwitchProps } from '../ui/fields/Switch.tsx';
import { TextField, type TextFieldProps } from '../ui/fields/TextField.tsx';
import { SettingField } from '../views/fields/SettingField.tsx';

export const REFUSED = Symbol('refused');

/** Of no setting's kind, or of another's. */
export const OTHER_TYPES: readonly unknown[] = [null, true, '3', 'no such word', '', 3, [3], {}];

/** What is read, or REFUSED where reading rejects with a RidgelineError. */
export function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof RidgelineError) return REFUSED;
    throw error;
  }
}

/** The smallest step beside a bound that the setting tells apart. */
export function stepBeside({ whole }: NumberSetting, bound: number): number {
  return whole ? 1 : Math.max(Math.abs(bound), 1e-6) * 1e-6;
}

/** At every bound and on both sides of it, zero, fractions, what is no number. */
export function numbersFor(setting: NumberSetting): readonly unknown[] {
  const { min, max, gap } = setting;
  const bounds = gap > 0 ? [min, max, gap, -gap] : [min, max];
  const near = bounds.flatMap((bound) => [bound - stepBeside(setting, bound), bound, bound + stepBeside(setting, bound)]);
  return [...near, 0, min + 0.5, 1.5, NaN, Infinity, -Infinity, ...OTHER_TYPES.filter((value) => typeof value !== 'number')];
}

/** What the setting's field would commit for a value of its kind; REFUSED where it would not. */
export function enteredInField(setting: NumberSetting | ChoiceSetting<string> | FlagSetting, value: unknown): unknown {
  let committed: unknown = REFUSED;
  const keep = (next: unknown): void => {
    committed = next;
  };
  const control = controlOf(setting, keep);
  if (control.type === TextField) {
    const { check, onCommit } = control.props as TextFieldProps;
    if (check?.(String(value)) === null) onCommit(String(value));
  } else if (control.type === Select) {
    const { choices, onChange } = control.props as SelectProps<string>;
    const choice = choices.find((entry) => entry.value === value);
    if (choice !== undefined) onChange(choice.value);
  } else {
    (control.props as SwitchProps).onChange(value as boolean);
  }
  return committed;
}

function controlOf(setting: NumberSetting | ChoiceSetting<string> | FlagSetting, onChange: (value: unknown) => void): ReactElement {
  let element: ReactElement =
    setting.kind === 'number'
      ? SettingField({ setting, value: setting.standard, onChange })
      : setting.kind === 'choice'
        ? SettingField({ setting, value: setting.standard, onChange })
        : SettingField({ setting, value: setting.standard, onChange });
  // Down to the control: none of the components between has state.
  while (![TextField, Select, Switch].includes(element.type as never)) element = (element.type as (props: unknown) => ReactElement)(element.props);
  return element;
}
