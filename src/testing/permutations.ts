/** What tests do with permutations of hidden units. */

/** q with q[p[i]] = i: applying p, then q, is the identity. */
export function invertPermutation(p: Int32Array): Int32Array {
  const inverse = new Int32Array(p.length);
  for (let i = 0; i < p.length; i++) inverse[p[i]] = i;
  return inverse;
}

/** Applying `first`, then `second`: i ↦ first[second[i]]. */
export function composePermutations(first: Int32Array, second: Int32Array): Int32Array {
  return second.map((i) => first[i]);
}
