/** Activations and their slopes, over whole panels. Numbers of activations are the caller's (step.ts). */
import { cdf4, exp4, gelu4, madd, tanh4 } from '../../evaluate/wasm/kernels/simd-math';

export const RELU: i32 = 0;
export const TANH: i32 = 1;
export const GELU: i32 = 2;

/** to = activation(from), `bytes` of either; they may be the same. */
export function activate(to: usize, from: usize, bytes: usize, activation: i32): void {
  const zero = f32x4.splat(0);
  if (activation == RELU) for (let k: usize = 0; k < bytes; k += 16) v128.store(to + k, f32x4.pmax(v128.load(from + k), zero));
  else if (activation == TANH) for (let k: usize = 0; k < bytes; k += 16) v128.store(to + k, tanh4(v128.load(from + k)));
  else if (activation == GELU) for (let k: usize = 0; k < bytes; k += 16) v128.store(to + k, gelu4(v128.load(from + k)));
  else if (to != from) memory.copy(to, from, bytes);
}

/**
 * d = d · activation′, in place.
 * @param source what the activation gave (the rectifier, tanh) or was given (GELU)
 */
export function timesSlope(d: usize, source: usize, bytes: usize, activation: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (activation == RELU) {
    for (let k: usize = 0; k < bytes; k += 16) v128.store(d + k, v128.and(v128.load(d + k), f32x4.gt(v128.load(source + k), zero)));
  } else if (activation == TANH) {
    for (let k: usize = 0; k < bytes; k += 16) {
      const h = v128.load(source + k);
      v128.store(d + k, f32x4.mul(v128.load(d + k), f32x4.sub(one, f32x4.mul(h, h))));
    }
  } else if (activation == GELU) {
    for (let k: usize = 0; k < bytes; k += 16) v128.store(d + k, f32x4.mul(v128.load(d + k), geluSlope(v128.load(source + k))));
  }
}

/** Φ(x) + x·φ(x). */
@inline function geluSlope(x: v128): v128 {
  const density = f32x4.mul(f32x4.splat(0.3989422804014327), exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))));
  return madd(x, density, cdf4(x));
}
