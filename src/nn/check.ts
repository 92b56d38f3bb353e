/** Checks of values that come from outside: each throws a RidgelineError that names the argument, what was received and the rule. */
import { RidgelineError } from '../base/errors.ts';

/** The value as a plain record whose keys are all among `keys`. */
export function checkRecord<K extends string>(value: unknown, argument: string, keys: readonly K[]): Partial<Record<K, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new RidgelineError('invalid-argument', `${argument} must be an object with the keys ${keys.join(', ')}; received ${describe(value)}.`, {
      argument,
      received: value,
    });
  }
  for (const key of Object.keys(value)) {
    if (!(keys as readonly string[]).includes(key)) {
      throw new RidgelineError('unknown-key', `${argument} has no key "${key.slice(0, 60)}"; the valid keys are ${keys.join(', ')}.`, {
        argument: `${argument}.${key.slice(0, 60)}`,
        received: key.slice(0, 60),
      });
    }
  }
  return value;
}

/** The value where it is one of `options`; the fallback where it is undefined. */
export function checkOption<T extends string>(value: unknown, argument: string, options: readonly T[], fallback: T): T {
  if (value === undefined) return fallback;
  const found = options.find((option) => option === value);
  if (found === undefined) {
    throw new RidgelineError('invalid-argument', `${argument} must be one of ${options.join(', ')}; received ${describe(value)}.`, {
      argument,
      received: value,
    });
  }
  return found;
}

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** The minimum itself is refused. */
  readonly above?: boolean;
  /** The maximum itself is refused. */
  readonly below?: boolean;
}

/** The value where it is a number of the range. */
export function checkNumber(value: unknown, argument: string, range: Range): number {
  const { min, max, integer = false, above = false, below = false } = range;
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!integer || Number.isInteger(value)) &&
    (above ? value > min : value >= min) &&
    (below ? value < max : value <= max);
  if (!fits) {
    const rule = `${integer ? 'a whole number' : 'a number'} ${above ? 'above' : 'from'} ${min} ${below ? 'and below' : 'to'} ${max}`;
    throw new RidgelineError('invalid-argument', `${argument} must be ${rule}; received ${describe(value)}.`, { argument, received: value });
  }
  return value;
}

/** The value where it can seed a stream: any safe integer. */
export function checkSeed(value: unknown, argument: string): number {
  return checkNumber(value, argument, { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, integer: true });
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : `a value of type ${typeof value}`;
}
