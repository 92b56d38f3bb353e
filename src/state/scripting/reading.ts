/** Reads the argument of one call of `window.ridgeline`: unknown keys reject and list the valid ones, what is left out takes its default. */
import { plainObject, refuseUnknownKeys, text, type Check } from '../../base/check.ts';

export type Given = Readonly<Record<string, unknown>>;

export const checkId = text(100);

/** The argument as an object with these keys only. Left out where every key has a default. */
export function given(argument: unknown, keys: readonly string[], optional = false): Given {
  const value = argument === undefined && optional ? {} : plainObject(argument, '');
  refuseUnknownKeys(value, keys, '');
  return value;
}

export function taken<T>(value: Given, key: string, check: Check<T>, standard: T): T {
  return value[key] === undefined ? standard : check(value[key], key);
}

export function required<T>(value: Given, key: string, check: Check<T>): T {
  return check(value[key], key);
}
