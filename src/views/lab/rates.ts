/** Learning rates as a person writes them: '0.005, 0.02 0.1'. A sentence where they cannot be read. */
export function parseRates(text: string): number[] | string {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const rates = words.map(Number);
  if (words.length === 0 || words.length > 8) return 'Give one to eight learning rates.';
  if (rates.some((rate) => !(rate >= 1e-8 && rate <= 100))) return 'Each from 1e-8 to 100.';
  return new Set(rates).size === rates.length ? rates : 'Give each once.';
}
