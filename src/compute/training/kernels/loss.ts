/** Cross-entropy of logits in panels: its sum, its derivative, and how many predictions are right. */
import { exp4, log4 } from '../../evaluate/wasm/kernels/simd-math';
import { laneMask, maxLanes, sumLanes } from './lanes';

@inline function logOf(x: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(x)), 0);
}

/**
 * Sum of the losses of `count` examples; d (panels of `rows` rows, zero beyond count) gets the derivative of their mean. NaN where a
 * logit is not finite.
 * @param d may be z
 */
export function softmaxLoss(d: usize, z: usize, labels: usize, outputs: i32, count: i32, rows: i32): f64 {
  const stride = <usize>rows << 5;
  const end = <usize>((outputs + 7) >> 3) * stride;
  const last = end - stride;
  const m0 = laneMask(outputs, 0), m1 = laneMask(outputs, 4);
  const none = f32x4.splat(-Infinity);
  let total: f64 = 0;
  for (let e = 0; e < count; e++) {
    const r = <usize>e << 5;
    let top = none, odd = f32x4.splat(0);
    for (let k = r; k < end; k += stride) {
      let u = v128.load(z + k), v = v128.load(z + k, 16);
      // Zero, but NaN where a logit is not finite.
      odd = f32x4.add(odd, f32x4.add(f32x4.sub(u, u), f32x4.sub(v, v)));
      if (k >= last) u = v128.bitselect(u, none, m0), v = v128.bitselect(v, none, m1);
      top = f32x4.pmax(u, f32x4.pmax(v, top));
    }
    const largest = maxLanes(top);
    const label = load<i32>(labels + (<usize>e << 2));
    const own = z + r + <usize>(label >> 3) * stride + (<usize>(label & 7) << 2);
    const margin = largest - load<f32>(own);
    const m = f32x4.splat(largest);
    let sum = f32x4.splat(0);
    for (let k = r; k < end; k += stride) {
      let u = exp4(f32x4.sub(v128.load(z + k), m)), v = exp4(f32x4.sub(v128.load(z + k, 16), m));
      if (k >= last) u = v128.and(u, m0), v = v128.and(v, m1);
      v128.store(d + k, u), v128.store(d + k, v, 16);
      sum = f32x4.add(sum, f32x4.add(u, v));
    }
    const whole = sumLanes(sum);
    const s = f32x4.splat(<f32>1 / (whole * <f32>count));
    for (let k = r; k < end; k += stride) v128.store(d + k, f32x4.mul(v128.load(d + k), s)), v128.store(d + k, f32x4.mul(v128.load(d + k, 16), s), 16);
    const at = own - z + d;
    store<f32>(at, load<f32>(at) - <f32>1 / <f32>count);
    total += <f64>(margin + logOf(whole) + sumLanes(odd));
  }
  clearRows(d, end, count, rows);
  return total;
}

/** As softmaxLoss, of one logit, positive for class 1: softplus(∓z). */
export function logisticLoss(d: usize, z: usize, labels: usize, count: i32, rows: i32): f64 {
  const share: f32 = <f32>1 / <f32>count;
  let total: f64 = 0;
  for (let e = 0; e < count; e++) {
    const r = <usize>e << 5;
    const label = load<i32>(labels + (<usize>e << 2));
    const logit = load<f32>(z + r);
    const against = label == 1 ? -logit : logit;
    // e^−|z|: never overflows.
    const u = f32x4.extract_lane(exp4(f32x4.splat(-abs<f32>(logit))), 0);
    const w: f32 = <f32>1 + u;
    // log(1 + u) with the rounding of 1 + u taken back.
    const log1p = logOf(w) + (u - (w - <f32>1)) / w;
    const likely = <f32>1 / w;
    const probability = logit < 0 ? u * likely : likely;
    memory.fill(d + r, 0, 32);
    store<f32>(d + r, (probability - <f32>label) * share);
    total += <f64>(max<f32>(against, 0) + log1p + (logit - logit));
  }
  clearRows(d, <usize>rows << 5, count, rows);
  return total;
}

/** Zero in the rows from `count` on. */
function clearRows(d: usize, bytes: usize, count: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  for (let k: usize = 0; k < bytes; k += stride) memory.fill(d + k + (<usize>count << 5), 0, <usize>(rows - count) << 5);
}

/** How many of `count` examples are told right: the largest logit, ties to the lowest class; one logit: class 1 above 0. */
export function rightOnes(z: usize, labels: usize, outputs: i32, count: i32, rows: i32): i32 {
  const stride = <usize>rows << 5;
  let right = 0;
  for (let e = 0; e < count; e++) {
    const row = z + (<usize>e << 5);
    let best = 0;
    let top = load<f32>(row);
    if (outputs == 1) best = top > 0 ? 1 : 0;
    for (let j = 1; j < outputs; j++) {
      const value = load<f32>(row + <usize>(j >> 3) * stride + (<usize>(j & 7) << 2));
      if (value > top) (top = value), (best = j);
    }
    if (best == load<i32>(labels + (<usize>e << 2))) right++;
  }
  return right;
}
