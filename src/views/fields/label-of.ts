import type { ChoiceSetting } from '../../base/setting.ts';

/** The label of one of a choice's words. */
export function labelOf<T extends string>({ choices }: ChoiceSetting<T>, value: T): string {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
