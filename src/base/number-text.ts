/** The number that a text in a link names; NaN where it names none, which every numeric check refuses. */
export function asNumber(text: string): number {
  return /^-?\d/.test(text) && text.length <= 32 ? Number(text) : NaN;
}
