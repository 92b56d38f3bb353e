/** Reads a link's pairs one by one, noting what was wrong and what was used instead, and which pairs nobody asked for. */
import { RidgelineError } from '../../base/errors.ts';
import type { Codec, Field } from './codec.ts';
import { settingLabel } from './labels.ts';
import { shortened } from './text.ts';

const MOST_PROBLEMS = 12;

export interface LinkPair {
  readonly key: string;
  readonly text: string;
}

export class LinkReader {
  private readonly left: Map<string, string>;
  private readonly found: string[];

  constructor(pairs: ReadonlyMap<string, string>, problems: readonly string[]) {
    this.left = new Map(pairs);
    this.found = [...problems];
  }

  /** The text of a key, which counts as read; null where the link does not hold it. */
  text(key: string): string | null {
    const value = this.left.get(key);
    this.left.delete(key);
    return value ?? null;
  }

  /** A setting; its default where it is missing or wrong. */
  value<T>(key: string, codec: Codec<T>, standard: T): T {
    const text = this.text(key);
    return text === null
      ? standard
      : this.attempt(
          () => codec.read(text, key),
          () => standard,
          `${this.shown(codec, standard)} was used`,
          { key, text },
        );
  }

  /** The object with the fields that the link holds under a prefix. */
  fields<Owner extends object>(fields: readonly Field<Owner>[], standard: Owner, prefix = ''): Owner {
    const result = { ...standard };
    for (const { key, property, codec } of fields) result[property] = this.value(prefix + key, codec, standard[property]);
    return result;
  }

  /** The result; where reading throws, the fallback, and a problem. @param pair what was read, where it is one pair of the link */
  attempt<T>(read: () => T, fallback: () => T, instead: string, pair: LinkPair | null = null): T {
    try {
      return read();
    } catch (error) {
      this.problem(`${messageOf(error, pair)} Instead, ${instead}.`);
      return fallback();
    }
  }

  problem(text: string): void {
    this.found.push(text);
  }

  /** Everything that was wrong, bounded; keys that nobody read last. */
  problems(): string[] {
    const unknown = [...this.left.keys()].map(shortened);
    const all =
      unknown.length === 0
        ? this.found
        : [
            ...this.found,
            `Unknown in the link and ignored: ${unknown.slice(0, 8).join(', ')}${unknown.length > 8 ? ` and ${unknown.length - 8} more` : ''}.`,
          ];
    return all.length <= MOST_PROBLEMS ? all : [...all.slice(0, MOST_PROBLEMS), `And ${all.length - MOST_PROBLEMS} more.`];
  }

  private shown<T>(codec: Codec<T>, value: T): string {
    return `'${codec.write(value)}'`;
  }
}

/** With the setting's label before the key that the message names. What a check says of a part is told of the pair, as the link has it. */
function messageOf(error: unknown, pair: LinkPair | null): string {
  if (!(error instanceof RidgelineError)) return error instanceof Error ? error.message : String(error);
  const { argument, wanted, message } = error;
  const label = argument === null ? null : settingLabel(argument);
  const ofPart = pair !== null && wanted !== null && argument !== null && argument !== pair.key && argument.startsWith(pair.key);
  const told = ofPart ? `${pair.key}=${shortened(pair.text)} is not understood: a part of it must be ${wanted}.` : message;
  return label === null ? told : `${label}: ${told}`;
}
