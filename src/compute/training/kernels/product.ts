/**
 * Products of matrices in panels of eight columns: [panels][rows][8] floats, so that a row of eight is two registers, four
 * columns of the left operand one cache line, and nothing is copied or transposed but the weights on the way back.
 */
import { madd } from '../../evaluate/wasm/kernels/simd-math';

/** What becomes of a product's tile before it is stored. */
export const PLAIN: i32 = 0;
/** Rectified. */
export const RECTIFIED: i32 = 1;
/** Zero where `mask` is not above zero: the derivative of the rectifier. */
export const MASKED: i32 = 2;

/**
 * y = x·w + bias, four rows by eight columns at a time.
 * @param y @param mask panels of `rows` rows @param x panels of `rows` rows, `depth` columns
 * @param w `panels` panels of [depth][8] @param bias [panels][8], or 0 for none @param depth a multiple of 4 @param rows a multiple of 4
 */
export function product(y: usize, x: usize, w: usize, bias: usize, depth: i32, panels: i32, rows: i32, finish: i32, mask: usize): void {
  const stride = <usize>rows << 5;
  const panel = <usize>depth << 5;
  const zero = f32x4.splat(0);
  // Four columns further lie 16 bytes on, four more in the next panel.
  const near: usize = 16, far: usize = stride - 16;
  for (let p = 0; p < panels; p++) {
    let b0 = zero, b1 = zero;
    if (bias) b0 = v128.load(bias), b1 = v128.load(bias, 16), bias += 32;
    const end = w + panel;
    for (let r: usize = 0; r < stride; r += 128) {
      let a00 = b0, a01 = b1, a10 = b0, a11 = b1, a20 = b0, a21 = b1, a30 = b0, a31 = b1;
      let a = x + r;
      let jump = near, other = far;
      for (let at = w; at < end; at += 128) {
        let u = v128.load(at), v = v128.load(at, 16);
        let s = v128.load32_splat(a);
        a00 = madd(s, u, a00), a01 = madd(s, v, a01);
        s = v128.load32_splat(a, 32);
        a10 = madd(s, u, a10), a11 = madd(s, v, a11);
        s = v128.load32_splat(a, 64);
        a20 = madd(s, u, a20), a21 = madd(s, v, a21);
        s = v128.load32_splat(a, 96);
        a30 = madd(s, u, a30), a31 = madd(s, v, a31);
        u = v128.load(at, 32), v = v128.load(at, 48);
        s = v128.load32_splat(a, 4);
        a00 = madd(s, u, a00), a01 = madd(s, v, a01);
        s = v128.load32_splat(a, 36);
        a10 = madd(s, u, a10), a11 = madd(s, v, a11);
        s = v128.load32_splat(a, 68);
        a20 = madd(s, u, a20), a21 = madd(s, v, a21);
        s = v128.load32_splat(a, 100);
        a30 = madd(s, u, a30), a31 = madd(s, v, a31);
        u = v128.load(at, 64), v = v128.load(at, 80);
        s = v128.load32_splat(a, 8);
        a00 = madd(s, u, a00), a01 = madd(s, v, a01);
        s = v128.load32_splat(a, 40);
        a10 = madd(s, u, a10), a11 = madd(s, v, a11);
        s = v128.load32_splat(a, 72);
        a20 = madd(s, u, a20), a21 = madd(s, v, a21);
        s = v128.load32_splat(a, 104);
        a30 = madd(s, u, a30), a31 = madd(s, v, a31);
        u = v128.load(at, 96), v = v128.load(at, 112);
        s = v128.load32_splat(a, 12);
        a00 = madd(s, u, a00), a01 = madd(s, v, a01);
        s = v128.load32_splat(a, 44);
        a10 = madd(s, u, a10), a11 = madd(s, v, a11);
        s = v128.load32_splat(a, 76);
        a20 = madd(s, u, a20), a21 = madd(s, v, a21);
        s = v128.load32_splat(a, 108);
        a30 = madd(s, u, a30), a31 = madd(s, v, a31);
        a += jump;
        const next = other; other = jump; jump = next;
      }
      if (finish == RECTIFIED) {
        a00 = f32x4.pmax(a00, zero), a01 = f32x4.pmax(a01, zero), a10 = f32x4.pmax(a10, zero), a11 = f32x4.pmax(a11, zero);
        a20 = f32x4.pmax(a20, zero), a21 = f32x4.pmax(a21, zero), a30 = f32x4.pmax(a30, zero), a31 = f32x4.pmax(a31, zero);
      } else if (finish == MASKED) {
        const m = mask + r;
        a00 = v128.and(a00, f32x4.gt(v128.load(m), zero)), a01 = v128.and(a01, f32x4.gt(v128.load(m, 16), zero));
        a10 = v128.and(a10, f32x4.gt(v128.load(m, 32), zero)), a11 = v128.and(a11, f32x4.gt(v128.load(m, 48), zero));
        a20 = v128.and(a20, f32x4.gt(v128.load(m, 64), zero)), a21 = v128.and(a21, f32x4.gt(v128.load(m, 80), zero));
        a30 = v128.and(a30, f32x4.gt(v128.load(m, 96), zero)), a31 = v128.and(a31, f32x4.gt(v128.load(m, 112), zero));
      }
      const to = y + r;
      v128.store(to, a00), v128.store(to, a01, 16), v128.store(to, a10, 32), v128.store(to, a11, 48);
      v128.store(to, a20, 64), v128.store(to, a21, 80), v128.store(to, a30, 96), v128.store(to, a31, 112);
    }
    y += stride, mask += stride, w = end;
  }
}

/**
 * g = xᵀ·d, four rows by eight columns at a time.
 * @param g `panels` panels of [depth][8] @param x @param d panels of `rows` rows @param depth a multiple of 4 @param rows an even number
 */
export function weightGradient(g: usize, x: usize, d: usize, depth: i32, panels: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  const zero = f32x4.splat(0);
  for (let p = 0; p < panels; p++) {
    const end = d + stride;
    for (let f = 0; f < depth; f += 4) {
      let a = x + <usize>(f >> 3) * stride + (<usize>(f & 4) << 2);
      let a00 = zero, a01 = zero, a10 = zero, a11 = zero, a20 = zero, a21 = zero, a30 = zero, a31 = zero;
      for (let at = d; at < end; at += 64) {
        let u = v128.load(at), v = v128.load(at, 16);
        let s = v128.load32_splat(a);
        a00 = madd(s, u, a00), a01 = madd(s, v, a01);
        s = v128.load32_splat(a, 4);
        a10 = madd(s, u, a10), a11 = madd(s, v, a11);
        s = v128.load32_splat(a, 8);
        a20 = madd(s, u, a20), a21 = madd(s, v, a21);
        s = v128.load32_splat(a, 12);
        a30 = madd(s, u, a30), a31 = madd(s, v, a31);
        u = v128.load(at, 32), v = v128.load(at, 48);
        s = v128.load32_splat(a, 32);
        a00 = madd(s, u, a00), a01 = madd(s, v, a01);
        s = v128.load32_splat(a, 36);
        a10 = madd(s, u, a10), a11 = madd(s, v, a11);
        s = v128.load32_splat(a, 40);
        a20 = madd(s, u, a20), a21 = madd(s, v, a21);
        s = v128.load32_splat(a, 44);
        a30 = madd(s, u, a30), a31 = madd(s, v, a31);
        a += 64;
      }
      v128.store(g, a00), v128.store(g, a01, 16), v128.store(g, a10, 32), v128.store(g, a11, 48);
      v128.store(g, a20, 64), v128.store(g, a21, 80), v128.store(g, a30, 96), v128.store(g, a31, 112);
      g += 128;
    }
    d = end;
  }
}
/**
 * Weights turned round, for products with their transpose: `to` has panels of the inputs, [depth of the outputs][8].
 * @param from panels of the outputs, [inputs][8] @param inputs @param outputs multiples of 4
 */
export function transpose(to: usize, from: usize, inputs: i32, outputs: i32): void {
  const panel = <usize>inputs << 5;
  const turned = <usize>outputs << 5;
  for (let o = 0; o < outputs; o += 4) {
    const source = from + <usize>(o >> 3) * panel + (<usize>(o & 4) << 2);
    const target = to + (<usize>o << 5);
    for (let i = 0; i < inputs; i += 4) {
      const at = source + (<usize>i << 5);
      const a = v128.load(at), b = v128.load(at, 32), c = v128.load(at, 64), d = v128.load(at, 96);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const out = target + <usize>(i >> 3) * turned + (<usize>(i & 4) << 2);
      v128.store(out, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5)), v128.store(out, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
      v128.store(out, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), 64), v128.store(out, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), 96);
    }
  }
}

/** The sum of each column: `sums` [panels][8] of x, panels of `rows` rows (an even number). */
export function columnSums(sums: usize, x: usize, panels: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  for (let p = 0; p < panels; p++) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    const end = x + stride;
    for (; x < end; x += 64) {
      a = f32x4.add(a, v128.load(x)), b = f32x4.add(b, v128.load(x, 16));
      c = f32x4.add(c, v128.load(x, 32)), d = f32x4.add(d, v128.load(x, 48));
    }
    v128.store(sums, f32x4.add(a, c)), v128.store(sums, f32x4.add(b, d), 16);
    sums += 32;
  }
}
