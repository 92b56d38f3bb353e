import { RATE_BOUNDS } from '../../state/figures/sensitivity.ts';

const { min, max, most } = RATE_BOUNDS;

/** Learning rates as a person writes them: '0.005, 0.02 0.1'. A sentence where they cannot be read. */
export function parseRates(text: string): number[] | string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const rates = words.map(Number);
  if (words.length === 0 || words.length > most) return 'Give one to eight learning rates.';
  if (rates.some((rate) => !(rate >= min && rate <= max))) return `Each from ${min} to ${max}.`;
  return new Set(rates).size === rates.length ? rates : 'Give each once.';
}
