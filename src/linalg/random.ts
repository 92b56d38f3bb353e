/**
 * Seeded random numbers (pure-rand's xoroshiro128+). A stream is named by a seed and a list of keys, hashed together, so that
 * what one consumer draws never depends on what another drew before it.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (Box-Muller, both halves used). */
  normal(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** A uniformly random permutation of 0..n-1 (Fisher-Yates). */
  permutation(n: number): Int32Array;
}

/** A stream of its own for (seed, keys): `seededRandom(7, 'order', epoch)`. Any safe integer seed, 0 included. */
export function seededRandom(seed: number, ...keys: readonly (string | number)[]): Random {
  const generator = xoroshiro128plus(hashKeys(seed, keys));
  const next = (): number => generator.next() >>> 0;
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  let spare: number | null = null;
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const below = (bound: number): number => Math.floor(uniform() * bound);
  const permutation = (n: number): Int32Array => {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = below(i + 1);
      const held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  };
  return { uniform, normal, below, permutation };
}

/** MurmurHash3-like mixing of the seed and the keys into 32 bits. */
function hashKeys(seed: number, keys: readonly (string | number)[]): number {
  const text = `${seed}|${keys.map((key) => `${typeof key}:${key}`).join('|')}`;
  let h = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0xcc9e2d51);
    h = (h << 15) | (h >>> 17);
    h = Math.imul(h, 0x1b873593);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
