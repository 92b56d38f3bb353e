/** docs/scripting.md as a test reads it: its calls, their keys, and what its cells say of values. */
import { readDocument, tableUnder } from './documents.ts';

const text = readDocument('docs/scripting.md');

/** A call as the document has it: `curve({ a, b }, options)`. */
export interface DocumentedCall {
  readonly name: string;
  /** 'blob', '{}' for the object of keys, 'options', ... */
  readonly parameters: readonly string[];
  readonly keys: readonly string[];
  readonly gives: string;
}

export function documentedCalls(): DocumentedCall[] {
  return tableUnder(text, 'Calls').map(([signature, gives]) => {
    const match = /^`(\w+)(?:\((.*)\))?`$/.exec(signature);
    if (match === null) throw new Error(`'${signature}' is no call.`);
    const inside = match.at(2) ?? '';
    const keys = /\{(.*)\}/.exec(inside)?.[1] ?? '';
    const parameters = inside.replace(/\{.*\}/, '{}').split(', ');
    return { name: match[1], parameters: parameters.filter((word) => word !== ''), keys: words(keys), gives };
  });
}

export interface DocumentedKey {
  readonly key: string;
  readonly value: string;
  readonly standard: string;
}

export function documentedKeys(title: string): DocumentedKey[] {
  return tableUnder(text, title).map(([key, value, standard]) => ({ key: unquoted(key), value, standard }));
}

/** The words of a cell that lists words and nothing else (an explanation may follow a colon). */
export function choicesOf(value: string): string[] | null {
  const [list] = value.split(/[:,] (?!`)/);
  return /^`'[^`]*'`(?:(?:, | or )`'[^`]*'`)*$/.test(list) ? [...list.matchAll(/`'([^`]*)'`/g)].map(([, word]) => word) : null;
}

/** Values at and beyond the bounds of 'whole number from 2 to 2001', 'number above 0 to 100', 'number from 0 to below 1'. */
export function boundsOf(value: string): { inside: number[]; outside: unknown[] } | null {
  const match = /^(whole )?number (from|above) ([−\d.]+) to (below )?([−\d.]+)/.exec(value);
  if (match === null) return null;
  const [, , start, low, , high] = match;
  const [whole, below] = [match.at(1) !== undefined, match.at(4) !== undefined];
  const [least, most] = [low, high].map((bound) => Number(bound.replace(/\.$/, '').replace('−', '-')));
  const inside = [...(start === 'from' ? [least] : []), ...(below ? [] : [most])];
  const beyond = [least - 1, most + 1, ...(start === 'above' ? [least] : []), ...(below ? [most] : [])];
  return { inside, outside: [...beyond, ...(whole ? [least + 0.5] : []), NaN, 'many'] };
}

/** The value of a cell such as `25`, `'test'` or `[0, 1]`; undefined where it holds none. */
export function literal(cell: string): unknown {
  const code = /^`([^`]*)`$/.exec(cell)?.[1];
  if (code === undefined) return undefined;
  return JSON.parse(/^'[^']*'$/.test(code) ? code.replaceAll("'", '"') : code) as unknown;
}

export function words(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

export function unquoted(cell: string): string {
  return cell.replaceAll('`', '');
}

/** The keys that a message lists: 'Valid keys: a, b.' */
export function listedKeys(message: string): string[] {
  const [, list = ''] = /valid keys(?: are|:) ([^.]*)/i.exec(message) ?? [];
  return words(list).sort();
}

/** { 'a.b': value } of all paths that are listed; what is not listed is gone through. */
export function leaves(value: object, listed: ReadonlySet<string>, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]: [string, unknown]): [string, unknown][] => {
      const path = `${prefix}${key}`;
      const deeper = typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !listed.has(path);
      return deeper ? Object.entries(leaves(entry, listed, `${path}.`)) : [[path, entry]];
    }),
  );
}

/** { a: { b: value } } of 'a.b'. */
export function nested(path: string, value: unknown): Readonly<Record<string, unknown>> {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Readonly<Record<string, unknown>>;
}
