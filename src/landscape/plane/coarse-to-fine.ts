/** In which order a plane's points are computed: every so-many-th cell first, then finer by twos, so that a whole picture is there soon. */

/** A coarse picture has at least about this many cells a side. */
const COARSEST = 5;
const WIDEST_STRIDE = 8;

/** Strides between the cells of one level after another, down to 1: powers of two. @param side cells along the shorter axis */
export function coarseToFine(side: number): number[] {
  let stride = WIDEST_STRIDE;
  while (stride > 1 && (side - 1) / stride + 1 < COARSEST) stride /= 2;
  const strides: number[] = [];
  for (; stride >= 1; stride /= 2) strides.push(stride);
  return strides;
}
