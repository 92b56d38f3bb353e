/**
 * SIMD kernels for evaluating slices (AssemblyScript). Examples run along the vector lanes: activations are
 * [chunks][width][16 examples] floats, so a weight is one broadcast, every product is a multiply and an add, and a chunk of a layer stays
 * in the first-level cache. The caller (compute/kernel-lane.ts) owns all memory and passes byte offsets; nothing here allocates.
 *
 * Panels: weights [inputs, outputs] are packed as pairs of outputs, [ceil(outputs / 2)][inputs][2], an odd last output padded with 0.
 */

import { exp4, gelu4, log4, tanh4 } from './simd-math';

const ROW: usize = 64; // bytes of one row of a chunk: 16 examples, four registers

// Activations, as the caller numbers them.
const RELU: i32 = 0;
const TANH: i32 = 1;
const GELU: i32 = 2;

/** dst[i] = origin[i] + c0·first[i] + c1·second[i] for `count` floats; `directions` of the two are used. */
export function affine(dst: usize, origin: usize, first: usize, second: usize, c0: f32, c1: f32, directions: i32, count: i32): void {
  const s0 = f32x4.splat(c0);
  const s1 = f32x4.splat(c1);
  const bytes = <usize>count << 2;
  let k: usize = 0;
  for (; k + 16 <= bytes; k += 16) {
    let v = v128.load(origin + k);
    if (directions > 0) v = f32x4.add(v, f32x4.mul(s0, v128.load(first + k)));
    if (directions > 1) v = f32x4.add(v, f32x4.mul(s1, v128.load(second + k)));
    v128.store(dst + k, v);
  }
  for (; k < bytes; k += 4) {
    let v = load<f32>(origin + k);
    if (directions > 0) v += c0 * load<f32>(first + k);
    if (directions > 1) v += c1 * load<f32>(second + k);
    store<f32>(dst + k, v);
  }
}

/** Packs weights [inputs, outputs] into panels of two outputs. */
export function pack(dst: usize, weights: usize, inputs: i32, outputs: i32): void {
  const pairs = outputs >> 1;
  const panel = <usize>inputs << 3;
  for (let i = 0; i < inputs; i++) {
    const row = weights + ((<usize>i * <usize>outputs) << 2);
    let to = dst + (<usize>i << 3);
    for (let p = 0; p < pairs; p++) {
      store<u64>(to, load<u64>(row + (<usize>p << 3)));
      to += panel;
    }
    if (outputs & 1) {
      store<f32>(to, load<f32>(row + (<usize>(outputs - 1) << 2)));
      store<f32>(to + 4, 0);
    }
  }
}

/** dst [chunks][width][16] from src [count, width]; lanes beyond count are left as they are. */
export function chunk(dst: usize, src: usize, count: i32, width: i32): void {
  for (let e = 0; e < count; e++) {
    const from = src + ((<usize>e * <usize>width) << 2);
    const to = dst + <usize>(e >> 4) * <usize>width * ROW + (<usize>(e & 15) << 2);
    for (let i = 0; i < width; i++) store<f32>(to + <usize>i * ROW, load<f32>(from + (<usize>i << 2)));
  }
}

/** One linear layer: y[j][e] = bias[j] + Σᵢ w[i][j]·x[i][e], rectified where asked. */
export function dense(y: usize, x: usize, panels: usize, bias: usize, inputs: i32, outputs: i32, chunks: i32, rectify: i32): void {
  const zero = f32x4.splat(0);
  const panel = <usize>inputs << 3;
  for (let c = 0; c < chunks; c++) {
    let w = panels;
    for (let j = 0; j < outputs; j += 2) {
      const paired = j + 1 < outputs;
      const b0 = v128.load32_splat(bias + (<usize>j << 2));
      const b1 = paired ? v128.load32_splat(bias + (<usize>j << 2), 4) : zero;
      let a0 = b0, a1 = b0, a2 = b0, a3 = b0;
      let d0 = b1, d1 = b1, d2 = b1, d3 = b1;
      let from = x;
      const end = w + panel;
      if (paired) {
        for (; w < end; w += 8) {
          const s = v128.load32_splat(w);
          const t = v128.load32_splat(w, 4);
          const x0 = v128.load(from), x1 = v128.load(from, 16), x2 = v128.load(from, 32), x3 = v128.load(from, 48);
          a0 = f32x4.add(a0, f32x4.mul(s, x0));
          a1 = f32x4.add(a1, f32x4.mul(s, x1));
          a2 = f32x4.add(a2, f32x4.mul(s, x2));
          a3 = f32x4.add(a3, f32x4.mul(s, x3));
          d0 = f32x4.add(d0, f32x4.mul(t, x0));
          d1 = f32x4.add(d1, f32x4.mul(t, x1));
          d2 = f32x4.add(d2, f32x4.mul(t, x2));
          d3 = f32x4.add(d3, f32x4.mul(t, x3));
          from += ROW;
        }
      } else {
        for (; w < end; w += 8) {
          const s = v128.load32_splat(w);
          a0 = f32x4.add(a0, f32x4.mul(s, v128.load(from)));
          a1 = f32x4.add(a1, f32x4.mul(s, v128.load(from, 16)));
          a2 = f32x4.add(a2, f32x4.mul(s, v128.load(from, 32)));
          a3 = f32x4.add(a3, f32x4.mul(s, v128.load(from, 48)));
          from += ROW;
        }
      }
      if (rectify) {
        a0 = f32x4.max(a0, zero), a1 = f32x4.max(a1, zero), a2 = f32x4.max(a2, zero), a3 = f32x4.max(a3, zero);
        d0 = f32x4.max(d0, zero), d1 = f32x4.max(d1, zero), d2 = f32x4.max(d2, zero), d3 = f32x4.max(d3, zero);
      }
      v128.store(y, a0), v128.store(y, a1, 16), v128.store(y, a2, 32), v128.store(y, a3, 48);
      y += ROW;
      if (paired) {
        v128.store(y, d0), v128.store(y, d1, 16), v128.store(y, d2, 32), v128.store(y, d3, 48);
        y += ROW;
      }
    }
    x += <usize>inputs * ROW;
  }
}

/**
 * A whole network of one rectified hidden layer with few inputs and one or two outputs, nothing stored in between:
 * z[k][e] = c[k] + Σⱼ v[j][k]·max(0, b[j] + Σᵢ w[i][j]·x[i][e]). w [inputs, hidden] and v [hidden, outputs] as they lie in a network.
 */
export function shallow(z: usize, x: usize, w: usize, b: usize, v: usize, c: usize, inputs: i32, hidden: i32, outputs: i32, chunks: i32): void {
  const zero = f32x4.splat(0);
  const step = <usize>hidden << 2;
  const two = outputs == 2;
  for (let n = 0; n < chunks; n++) {
    const first = v128.load32_splat(c);
    const second = two ? v128.load32_splat(c, 4) : zero;
    let a0 = first, a1 = first, a2 = first, a3 = first;
    let d0 = second, d1 = second, d2 = second, d3 = second;
    let out = v;
    for (let j: usize = 0; j < step; j += 4) {
      const bias = v128.load32_splat(b + j);
      let h0 = bias, h1 = bias, h2 = bias, h3 = bias;
      let row = x;
      let from = w + j;
      for (let i = 0; i < inputs; i++) {
        const s = v128.load32_splat(from);
        h0 = f32x4.add(h0, f32x4.mul(s, v128.load(row)));
        h1 = f32x4.add(h1, f32x4.mul(s, v128.load(row, 16)));
        h2 = f32x4.add(h2, f32x4.mul(s, v128.load(row, 32)));
        h3 = f32x4.add(h3, f32x4.mul(s, v128.load(row, 48)));
        row += ROW;
        from += step;
      }
      h0 = f32x4.max(h0, zero), h1 = f32x4.max(h1, zero), h2 = f32x4.max(h2, zero), h3 = f32x4.max(h3, zero);
      const t = v128.load32_splat(out);
      a0 = f32x4.add(a0, f32x4.mul(t, h0)), a1 = f32x4.add(a1, f32x4.mul(t, h1));
      a2 = f32x4.add(a2, f32x4.mul(t, h2)), a3 = f32x4.add(a3, f32x4.mul(t, h3));
      if (two) {
        const u = v128.load32_splat(out, 4);
        d0 = f32x4.add(d0, f32x4.mul(u, h0)), d1 = f32x4.add(d1, f32x4.mul(u, h1));
        d2 = f32x4.add(d2, f32x4.mul(u, h2)), d3 = f32x4.add(d3, f32x4.mul(u, h3));
        out += 8;
      } else out += 4;
    }
    v128.store(z, a0), v128.store(z, a1, 16), v128.store(z, a2, 32), v128.store(z, a3, 48);
    z += ROW;
    if (two) {
      v128.store(z, d0), v128.store(z, d1, 16), v128.store(z, d2, 32), v128.store(z, d3, 48);
      z += ROW;
    }
    x += <usize>inputs * ROW;
  }
}

/** The hoisted first layer: y = z0 + c0·z1 + c1·z2 over `rows` rows of 16 examples; rectified where asked. */
export function combine(y: usize, z0: usize, z1: usize, z2: usize, c0: f32, c1: f32, directions: i32, rows: i32, rectify: i32): void {
  const floor = f32x4.splat(rectify ? 0 : -Infinity);
  const s0 = f32x4.splat(c0);
  const s1 = f32x4.splat(c1);
  const bytes = <usize>rows * ROW;
  if (directions == 2) {
    for (let k: usize = 0; k < bytes; k += 32) {
      const v = f32x4.add(f32x4.add(v128.load(z0 + k), f32x4.mul(s0, v128.load(z1 + k))), f32x4.mul(s1, v128.load(z2 + k)));
      const w = f32x4.add(f32x4.add(v128.load(z0 + k, 16), f32x4.mul(s0, v128.load(z1 + k, 16))), f32x4.mul(s1, v128.load(z2 + k, 16)));
      v128.store(y + k, f32x4.max(v, floor));
      v128.store(y + k, f32x4.max(w, floor), 16);
    }
  } else if (directions == 0) {
    for (let k: usize = 0; k < bytes; k += 16) v128.store(y + k, f32x4.max(v128.load(z0 + k), floor));
  } else {
    for (let k: usize = 0; k < bytes; k += 32) {
      const v = f32x4.add(v128.load(z0 + k), f32x4.mul(s0, v128.load(z1 + k)));
      const w = f32x4.add(v128.load(z0 + k, 16), f32x4.mul(s0, v128.load(z1 + k, 16)));
      v128.store(y + k, f32x4.max(v, floor));
      v128.store(y + k, f32x4.max(w, floor), 16);
    }
  }
}

/** Layer normalisation over the rows of each chunk (population variance, eps 1e-5), then γ and β, in place. */
export function normalise(y: usize, width: i32, gain: usize, shift: usize, chunks: i32): void {
  const inverse = f32x4.splat(<f32>(1.0 / <f64>width));
  const epsilon = f32x4.splat(1e-5);
  const one = f32x4.splat(1);
  for (let c = 0; c < chunks; c++) {
    for (let part: usize = 0; part < ROW; part += 16) {
      const column = y + part;
      let sum = f32x4.splat(0);
      for (let j = 0; j < width; j++) sum = f32x4.add(sum, v128.load(column + <usize>j * ROW));
      const mean = f32x4.mul(sum, inverse);
      let squares = f32x4.splat(0);
      for (let j = 0; j < width; j++) {
        const d = f32x4.sub(v128.load(column + <usize>j * ROW), mean);
        squares = f32x4.add(squares, f32x4.mul(d, d));
      }
      const scale = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(squares, inverse), epsilon)));
      for (let j = 0; j < width; j++) {
        const at = column + <usize>j * ROW;
        const normal = f32x4.mul(f32x4.sub(v128.load(at), mean), scale);
        v128.store(at, f32x4.add(f32x4.mul(normal, v128.load32_splat(gain + (<usize>j << 2))), v128.load32_splat(shift + (<usize>j << 2))));
      }
    }
    y += <usize>width * ROW;
  }
}

/** ReLU, tanh or GELU (exact erf form) on `rows` rows, in place. */
export function activate(y: usize, rows: i32, kind: i32): void {
  const end = y + <usize>rows * ROW;
  const zero = f32x4.splat(0);
  if (kind == RELU) for (; y < end; y += 16) v128.store(y, f32x4.max(v128.load(y), zero));
  else if (kind == TANH) for (; y < end; y += 16) v128.store(y, tanh4(v128.load(y)));
  else if (kind == GELU) for (; y < end; y += 16) v128.store(y, gelu4(v128.load(y)));
}

/**
 * Cross-entropy of logits z [chunks][classes][16] (one row: logistic). Adds the losses of the first `valid` examples, in their order, to the
 * f64 at `sum`, and gives how many are right. Ties go to the lowest class. Non-finite logits make the sum non-finite.
 */
export function crossEntropy(z: usize, rows: i32, labels: usize, valid: i32, sum: usize, scratch: usize): i32 {
  let total = load<f64>(sum);
  let right = 0;
  for (let e = 0; e < valid; e += 4) {
    const column = z + <usize>(e >> 4) * <usize>rows * ROW + (<usize>(e & 15) << 2);
    if (rows == 1) logistic(column, labels + (<usize>e << 2), scratch);
    else softmax(column, rows, scratch);
    const lanes = min(4, valid - e);
    for (let k = 0; k < lanes; k++) {
      const at = <usize>k << 2;
      const label = load<i32>(labels + (<usize>e << 2) + at);
      const own = rows == 1 ? 0 : <f64>load<f32>(scratch + at, 16) - <f64>load<f32>(column + <usize>label * ROW + at);
      total += <f64>load<f32>(scratch + at) + own;
      right += i32(load<i32>(scratch + at, 32) == label);
    }
  }
  store<f64>(sum, total);
  return right;
}

/** Four examples: log of the sum of exponentials less the largest, the largest, and its index, at scratch, +16 and +32. */
@inline function softmax(column: usize, rows: i32, scratch: usize): void {
  let best = v128.load(column);
  let index = i32x4.splat(0);
  for (let j = 1; j < rows; j++) {
    const v = v128.load(column + <usize>j * ROW);
    index = v128.bitselect(i32x4.splat(j), index, f32x4.gt(v, best));
    best = f32x4.max(best, v);
  }
  let s = f32x4.splat(0);
  for (let j = 0; j < rows; j++) s = f32x4.add(s, exp4(f32x4.sub(v128.load(column + <usize>j * ROW), best)));
  v128.store(scratch, log4(s));
  v128.store(scratch, best, 16);
  v128.store(scratch, index, 32);
}

/** Four examples, one logit each: softplus of ∓logit, and the class predicted (1 where the logit is above 0), at scratch and +32. */
@inline function logistic(column: usize, labels: usize, scratch: usize): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const logit = v128.load(column);
  const positive = i32x4.eq(v128.load(labels), i32x4.splat(1));
  const against = v128.xor(logit, v128.and(positive, i32x4.splat(0x80000000)));
  const u = exp4(f32x4.neg(f32x4.abs(logit)));
  // log(1 + u) with the rounding of 1 + u given back, so that small losses keep their digits.
  const w = f32x4.add(one, u);
  const log1p = f32x4.add(log4(w), f32x4.div(f32x4.sub(u, f32x4.sub(w, one)), w));
  v128.store(scratch, f32x4.add(f32x4.max(against, zero), log1p));
  v128.store(scratch, v128.and(f32x4.gt(logit, zero), i32x4.splat(1)), 32);
}
