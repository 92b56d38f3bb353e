import { RidgelineError } from './errors.ts';

/**
 * The error for bytes that came from outside and break a rule: names the file, the place in it ('byte 8', 'row 3, column 2';
 * '' for the whole file) and the rule, with what to do.
 */
export function badFile(file: string, place: string, rule: string, received?: unknown): RidgelineError {
  const where = place === '' ? shownName(file) : `${shownName(file)}, ${place}`;
  return new RidgelineError('bad-file', `${where}: ${rule}`, { argument: 'file', received });
}

/** A file's or a tensor's name as a message shows it: control characters escaped, at most 120 characters. */
export function shownName(name: string): string {
  const plain = escaped(name);
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}

/** Text from outside with characters that are not seen, or that turn what follows around, as escapes: \n, \u{202e}. Joiners stay: scripts and emoji need them. */
export function escaped(text: string): string {
  return text.replace(
    /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu,
    (character) => SHORT[character] ?? `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}

const SHORT: Readonly<Partial<Record<string, string>>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
