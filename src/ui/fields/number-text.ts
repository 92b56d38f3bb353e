/** Numbers as a person types them (0.05, 5e-4). */
import { describeRange, isWithin, type Range } from '../../base/check.ts';

/** The number of a text; NaN where it is none. */
export function typedNumber(text: string): number {
  return text.trim() === '' ? NaN : Number(text.trim());
}

/** What is wrong with the text, in words; null where it is a number of the range. */
export function numberFault(text: string, range: Range): string | null {
  return isWithin(typedNumber(text), range) ? null : `Give ${describeRange(range)}.`;
}
