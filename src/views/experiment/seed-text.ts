/** Lists as a person types them in the experiment's fields; what a link or a script would refuse is refused here. */
import type { Seeds } from '../../nn/training.ts';
import { SETTINGS } from '../../state/settings.ts';
import { refusalOf } from '../fields/refusal.ts';

/** "1, 2, 3/7": one network each; a/b is initialisation a, data order b. */
export function seedText(seeds: readonly Seeds[]): string {
  return SETTINGS.seeds.write(seeds).replaceAll(',', ', ');
}

/** The seeds a text names, or what is wrong with it in words. */
export function parseSeeds(text: string): readonly Seeds[] | string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.length === 0) return 'Give at least one seed.';
  const wrong = words.find((word) => refusalOf(() => SETTINGS.seeds.read(word, 'seed')) !== null);
  if (wrong !== undefined) return `“${wrong.slice(0, 20)}” is no seed: write whole numbers, or 1/2 for initialisation 1 and data order 2.`;
  const read = (): readonly Seeds[] => SETTINGS.seeds.read(words.join(','), SETTINGS.seeds.label);
  return refusalOf(read) ?? read();
}

/** "64, 64" as widths, or what is wrong with it in words. Empty: a linear model. */
export function parseWidths(text: string): readonly number[] | string {
  const { hidden } = SETTINGS.architecture;
  const words = text.split(/[\s,;×x]+/).filter((word) => word !== '');
  const widths = words.map((word) => (Number.isNaN(Number(word)) ? word : Number(word)));
  const check = (): readonly number[] => hidden.check(widths, hidden.label);
  return refusalOf(check) ?? check();
}
