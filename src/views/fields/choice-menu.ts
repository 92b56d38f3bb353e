import type { ChoiceSetting } from '../../base/setting.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';

/**
 * A choice as a group of a menu, with the setting's words; the chosen one is checked.
 * @param order of the words, where it is not the setting's own
 */
export function choiceMenu<T extends string>(
  setting: ChoiceSetting<T>,
  chosen: T,
  onChange: (value: T) => void,
  order: readonly T[] = setting.choices.map(({ value }) => value),
): MenuGroup {
  const entries = order.flatMap((word) =>
    setting.choices
      .filter(({ value }) => value === word)
      .map(({ value, ...words }) => ({ id: value, ...words, checked: value === chosen, onAction: () => onChange(value) })),
  );
  return { title: setting.label, entries };
}
