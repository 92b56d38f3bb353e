/**
 * One step of an optimiser over all parameters, as training/optimizer.ts defines it, in float32. Momenta below 1e-30 become 0: those of
 * silent neurons would shrink into subnormal numbers, with which processors are a hundred times slower.
 */
import { madd } from '../../evaluate/wasm/kernels/simd-math';

const LEAST: f32 = 1e-30;
const EPSILON: f32 = 1e-8;

/** Sum of squares in float64; not finite where an entry is not. `bytes` a multiple of 16. */
export function sumOfSquares(g: usize, bytes: usize): f64 {
  let a = f64x2.splat(0), b = a;
  for (let k: usize = 0; k < bytes; k += 16) {
    const v = v128.load(g + k);
    const u = f64x2.promote_low_f32x4(v), w = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1));
    a = f64x2.add(a, f64x2.mul(u, u)), b = f64x2.add(b, f64x2.mul(w, w));
  }
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Whether every entry is finite. `bytes` a multiple of 32. */
export function allFinite(g: usize, bytes: usize): bool {
  const zero = f32x4.splat(0);
  let a = zero, b = zero, c = zero, d = zero;
  let k: usize = 0;
  // Zero, but NaN where an entry is not finite.
  for (; k + 64 <= bytes; k += 64) {
    a = madd(v128.load(g + k), zero, a), b = madd(v128.load(g + k, 16), zero, b);
    c = madd(v128.load(g + k, 32), zero, c), d = madd(v128.load(g + k, 48), zero, d);
  }
  if (k < bytes) a = madd(v128.load(g + k), zero, a), b = madd(v128.load(g + k, 16), zero, b);
  return i32x4.all_true(f32x4.eq(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), zero));
}

@inline function normal(v: v128): v128 {
  return v128.and(v, f32x4.ge(f32x4.abs(v), f32x4.splat(LEAST)));
}

/** The gradient, scaled to its clipped norm, with L2 decay. */
@inline function pull(g: v128, p: v128, scale: v128, decay: v128): v128 {
  return madd(decay, p, f32x4.mul(scale, g));
}

/** p ← p − rate·v, v ← momentum·v + g; without momentum p ← p − rate·g. */
export function sgd(p: usize, g: usize, velocity: usize, bytes: usize, scale: f32, decay: f32, rate: f32, momentum: f32, moving: bool): void {
  const s = f32x4.splat(scale), l = f32x4.splat(decay), r = f32x4.splat(-rate), mu = f32x4.splat(momentum);
  for (let k: usize = 0; k < bytes; k += 16) {
    const at = v128.load(p + k);
    let step = pull(v128.load(g + k), at, s, l);
    if (moving) {
      step = normal(madd(mu, v128.load(velocity + k), step));
      v128.store(velocity + k, step);
    }
    v128.store(p + k, madd(r, step, at));
  }
}

/** Adam: `size` = rate / (1 − β₁ᵗ), `scale2` = 1 / √(1 − β₂ᵗ), `shrink` = 1 − rate·decay where decay is decoupled, else 1. */
export function adam(
  p: usize, g: usize, mean: usize, square: usize, bytes: usize,
  scale: f32, decay: f32, size: f32, beta1: f32, beta2: f32, scale2: f32, shrink: f32,
): void {
  const s = f32x4.splat(scale), l = f32x4.splat(decay), r = f32x4.splat(-size), w = f32x4.splat(shrink), c = f32x4.splat(scale2);
  const b1 = f32x4.splat(beta1), o1 = f32x4.splat(<f32>1 - beta1), b2 = f32x4.splat(beta2), o2 = f32x4.splat(<f32>1 - beta2);
  const eps = f32x4.splat(EPSILON);
  for (let k: usize = 0; k < bytes; k += 16) {
    const at = v128.load(p + k);
    const step = pull(v128.load(g + k), at, s, l);
    const m = normal(madd(b1, v128.load(mean + k), f32x4.mul(o1, step)));
    const v = madd(b2, v128.load(square + k), f32x4.mul(o2, f32x4.mul(step, step)));
    v128.store(mean + k, m), v128.store(square + k, v);
    v128.store(p + k, madd(r, f32x4.div(m, madd(f32x4.sqrt(v), c, eps)), f32x4.mul(w, at)));
  }
}

/** RMSprop: s ← αs + (1 − α)g², d = g / (√s + ε), with momentum b ← μb + d. */
export function rmsprop(
  p: usize, g: usize, square: usize, buffer: usize, bytes: usize,
  scale: f32, decay: f32, rate: f32, momentum: f32, alpha: f32, moving: bool,
): void {
  const s = f32x4.splat(scale), l = f32x4.splat(decay), r = f32x4.splat(-rate), mu = f32x4.splat(momentum);
  const a = f32x4.splat(alpha), o = f32x4.splat(<f32>1 - alpha), eps = f32x4.splat(EPSILON);
  for (let k: usize = 0; k < bytes; k += 16) {
    const at = v128.load(p + k);
    const pulled = pull(v128.load(g + k), at, s, l);
    const v = madd(a, v128.load(square + k), f32x4.mul(o, f32x4.mul(pulled, pulled)));
    v128.store(square + k, v);
    let step = f32x4.div(pulled, f32x4.add(f32x4.sqrt(v), eps));
    if (moving) {
      step = normal(madd(mu, v128.load(buffer + k), step));
      v128.store(buffer + k, step);
    }
    v128.store(p + k, madd(r, step, at));
  }
}
