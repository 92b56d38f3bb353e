/** Layer normalisation of panels, row by row (population variance, eps 1e-5), and the way back through it. */
import { madd } from '../../evaluate/wasm/kernels/simd-math';
import { laneMask, sumLanes } from './lanes';

const EPSILON: f32 = 1e-5;

/**
 * standard = (x − mean) / deviation, 0 in the columns beyond `width`; inverse[row] = 1 / deviation; y = standard·gain + shift.
 * @param y @param standard @param x panels of `rows` rows; y may be x
 */
export function normalise(y: usize, standard: usize, inverse: usize, x: usize, gain: usize, shift: usize, width: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  const end = <usize>((width + 7) >> 3) * stride;
  const share: f32 = <f32>1 / <f32>width;
  const m0 = laneMask(width, 0), m1 = laneMask(width, 4);
  const last = end - stride;
  for (let r: usize = 0; r < stride; r += 32) {
    let a = f32x4.splat(0), b = a;
    // What lies beyond the width is zero.
    for (let k = r; k < end; k += stride) a = f32x4.add(a, v128.load(x + k)), b = f32x4.add(b, v128.load(x + k, 16));
    const mean = f32x4.splat(sumLanes(f32x4.add(a, b)) * share);
    a = f32x4.splat(0), b = a;
    for (let k = r; k < end; k += stride) {
      let u = f32x4.sub(v128.load(x + k), mean), v = f32x4.sub(v128.load(x + k, 16), mean);
      if (k >= last) u = v128.and(u, m0), v = v128.and(v, m1);
      v128.store(standard + k, u), v128.store(standard + k, v, 16);
      a = madd(u, u, a), b = madd(v, v, b);
    }
    const scale: f32 = <f32>1 / sqrt<f32>(sumLanes(f32x4.add(a, b)) * share + EPSILON);
    store<f32>(inverse + (r >> 3), scale);
    const s = f32x4.splat(scale);
    let g = gain, h = shift;
    for (let k = r; k < end; k += stride) {
      const u = f32x4.mul(v128.load(standard + k), s), v = f32x4.mul(v128.load(standard + k, 16), s);
      v128.store(standard + k, u), v128.store(standard + k, v, 16);
      v128.store(y + k, madd(u, v128.load(g), v128.load(h))), v128.store(y + k, madd(v, v128.load(g, 16), v128.load(h, 16)), 16);
      g += 32, h += 32;
    }
  }
}

/** Gradients of gain and shift, [panels][8]: Σ d·standard and Σ d over the rows. */
export function normalGradient(gains: usize, shifts: usize, d: usize, standard: usize, panels: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  for (let p = 0; p < panels; p++) {
    let g0 = f32x4.splat(0), g1 = g0, s0 = g0, s1 = g0;
    const end = d + stride;
    for (; d < end; d += 32) {
      const u = v128.load(d), v = v128.load(d, 16);
      g0 = madd(u, v128.load(standard), g0), g1 = madd(v, v128.load(standard, 16), g1);
      s0 = f32x4.add(s0, u), s1 = f32x4.add(s1, v);
      standard += 32;
    }
    v128.store(gains, g0), v128.store(gains, g1, 16), v128.store(shifts, s0), v128.store(shifts, s1, 16);
    gains += 32, shifts += 32;
  }
}

/** d by the output becomes d by the input, in place: inverse · (e − mean(e) − standard·mean(e·standard)), e = d·gain. */
export function throughNormal(d: usize, standard: usize, inverse: usize, gain: usize, width: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  const end = <usize>((width + 7) >> 3) * stride;
  const share: f32 = <f32>1 / <f32>width;
  const m0 = laneMask(width, 0), m1 = laneMask(width, 4);
  const last = end - stride;
  for (let r: usize = 0; r < stride; r += 32) {
    let a = f32x4.splat(0), b = a, p = a, q = a;
    let g = gain;
    for (let k = r; k < end; k += stride) {
      const u = f32x4.mul(v128.load(d + k), v128.load(g)), v = f32x4.mul(v128.load(d + k, 16), v128.load(g, 16));
      v128.store(d + k, u), v128.store(d + k, v, 16);
      a = f32x4.add(a, u), b = f32x4.add(b, v);
      p = madd(u, v128.load(standard + k), p), q = madd(v, v128.load(standard + k, 16), q);
      g += 32;
    }
    const mean = f32x4.splat(sumLanes(f32x4.add(a, b)) * share);
    const along = f32x4.splat(sumLanes(f32x4.add(p, q)) * share);
    const s = v128.load32_splat(inverse + (r >> 3));
    for (let k = r; k < end; k += stride) {
      let u = f32x4.sub(f32x4.sub(v128.load(d + k), mean), f32x4.mul(v128.load(standard + k), along));
      let v = f32x4.sub(f32x4.sub(v128.load(d + k, 16), mean), f32x4.mul(v128.load(standard + k, 16), along));
      if (k >= last) u = v128.and(u, m0), v = v128.and(v, m1);
      v128.store(d + k, f32x4.mul(u, s)), v128.store(d + k, f32x4.mul(v, s), 16);
    }
  }
}
