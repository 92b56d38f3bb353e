import type { Seeds } from '../../nn/training.ts';

const MOST = 24;

/** "1, 2, 3/7": one network each; a/b is initialisation a, data order b. */
export function seedText(seeds: readonly Seeds[]): string {
  return seeds.map(({ init, order }) => (init === order ? String(init) : `${init}/${order}`)).join(', ');
}

/** The seeds a text names, or what is wrong with it in words. */
export function parseSeeds(text: string): Seeds[] | string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.length === 0) return 'Give at least one seed.';
  if (words.length > MOST) return `At most ${MOST} networks at once.`;
  const seeds: Seeds[] = [];
  for (const word of words) {
    const match = /^(\d{1,9})(?:\/(\d{1,9}))?$/.exec(word);
    if (match === null) return `“${word.slice(0, 20)}” is no seed: write whole numbers, or 1/2 for initialisation 1 and data order 2.`;
    const init = Number(match[1]);
    seeds.push({ init, order: (match[2] as string | undefined) === undefined ? init : Number(match[2]) });
  }
  return seeds;
}

/** "64, 64" as widths, or what is wrong with it in words. Empty: a linear model. */
export function parseWidths(text: string, most: { layers: number; width: number }): number[] | string {
  const words = text.split(/[\s,;×x]+/).filter((word) => word !== '');
  if (words.length > most.layers) return `At most ${most.layers} hidden layers.`;
  const widths = words.map(Number);
  const wrong = words.find((_, i) => !Number.isInteger(widths[i]) || widths[i] < 1 || widths[i] > most.width);
  return wrong === undefined ? widths : `“${wrong.slice(0, 20)}” is no width: whole numbers from 1 to ${most.width}.`;
}
