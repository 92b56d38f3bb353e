/** Sums over the lanes of a register, and masks of the columns that a last panel really has. */

@inline export function sumLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

@inline export function maxLanes(v: v128): f32 {
  const pairs = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0);
}

/** All bits in the lanes of the last panel's columns `first` to `first` + 3 that lie below `width`. */
@inline export function laneMask(width: i32, first: i32): v128 {
  const used = ((width - 1) & 7) + 1 - first;
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(used));
}
