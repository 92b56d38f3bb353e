/** Patches of plain JSON: keys left out stay as they are, arrays and tagged variants of another kind are replaced whole. */
import { isPlainObject } from '../base/check.ts';

/** `base` with `patch` laid over it. Neither is changed. The result is not validated. */
export function withPatch(base: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch) || !isPlainObject(base) || changesKind(base, patch)) return patch === undefined ? base : patch;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    // A link or a script may name the key '__proto__'; it must stay an ordinary (then refused) key.
    Object.defineProperty(result, key, {
      value: withPatch(Object.hasOwn(base, key) ? base[key] : undefined, value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}

/** Dotted paths of the leaves that a patch sets, sorted: what an edit touched. */
export function touched(patch: unknown, prefix = ''): string[] {
  if (!isPlainObject(patch)) return [prefix];
  return Object.entries(patch)
    .flatMap(([key, value]) => touched(value, prefix === '' ? key : `${prefix}.${key}`))
    .sort();
}

function changesKind(base: Record<string, unknown>, patch: Record<string, unknown>): boolean {
  return ['kind', 'id'].some((tag) => tag in base && tag in patch && base[tag] !== patch[tag]);
}
