/**
 * SIMD kernels for evaluating slices (AssemblyScript). Examples run along the vector lanes: activations are
 * [chunks][width][16 examples] floats, so a weight is one broadcast, every product is a multiply and an add (one rounding or two, by the build: see `madd`), and a chunk of a layer stays
 * in the first-level cache. pmax and pmin, not max and min: one instruction instead of eight, and with the value first they pass NaN on. The caller (evaluate/wasm/shard.ts) owns all memory and passes byte offsets; nothing here allocates.
 *
 * Panels: weights [inputs, outputs] are formed as pairs of outputs, [ceil(outputs / 2)][inputs][2], an odd last output padded with 0.
 */

import { exp4, gelu4, log4, madd, tanh4 } from './simd-math';

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
    if (directions > 0) v = madd(s0, v128.load(first + k), v);
    if (directions > 1) v = madd(s1, v128.load(second + k), v);
    v128.store(dst + k, v);
  }
  for (; k < bytes; k += 4) {
    let v = v128.load32_zero(origin + k);
    if (directions > 0) v = madd(s0, v128.load32_zero(first + k), v);
    if (directions > 1) v = madd(s1, v128.load32_zero(second + k), v);
    v128.store32_lane(dst + k, v, 0);
  }
}

/** Weights origin + c0·first + c1·second, each [inputs, outputs], in panels of two outputs. */
export function form(dst: usize, origin: usize, first: usize, second: usize, c0: f32, c1: f32, directions: i32, inputs: i32, outputs: i32): void {
  const s0 = f32x4.splat(c0);
  const s1 = f32x4.splat(c1);
  const panel = <usize>inputs << 3;
  const row = <usize>outputs << 2;
  const end = <usize>inputs * row;
  let column: usize = 0;
  // Sixteen outputs at a time: whole cache lines are read, and eight panels written side by side.
  for (; column + 64 <= row; column += 64) {
    let to = dst;
    for (let at = column; at < end; at += row) {
      let pair = to;
      for (let k: usize = 0; k < 64; k += 16) {
        let v = v128.load(origin + at + k);
        if (directions > 0) v = madd(s0, v128.load(first + at + k), v);
        if (directions > 1) v = madd(s1, v128.load(second + at + k), v);
        v128.store64_lane(pair, v, 0);
        v128.store64_lane(pair + panel, v, 1);
        pair += panel << 1;
      }
      to += 8;
    }
    dst += panel << 3;
  }
  for (; column < row; column += 8) {
    const paired = column + 8 <= row;
    for (let at = column; at < end; at += row) {
      let v = pairAt(origin + at, paired);
      if (directions > 0) v = madd(s0, pairAt(first + at, paired), v);
      if (directions > 1) v = madd(s1, pairAt(second + at, paired), v);
      v128.store64_lane(dst, v, 0);
      dst += 8;
    }
  }
}

@inline function pairAt(from: usize, paired: bool): v128 {
  return paired ? v128.load64_zero(from) : v128.load32_zero(from);
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
          a0 = madd(s, x0, a0);
          a1 = madd(s, x1, a1);
          a2 = madd(s, x2, a2);
          a3 = madd(s, x3, a3);
          d0 = madd(t, x0, d0);
          d1 = madd(t, x1, d1);
          d2 = madd(t, x2, d2);
          d3 = madd(t, x3, d3);
          from += ROW;
        }
      } else {
        for (; w < end; w += 8) {
          const s = v128.load32_splat(w);
          a0 = madd(s, v128.load(from), a0);
          a1 = madd(s, v128.load(from, 16), a1);
          a2 = madd(s, v128.load(from, 32), a2);
          a3 = madd(s, v128.load(from, 48), a3);
          from += ROW;
        }
      }
      if (rectify) {
        a0 = f32x4.pmax(a0, zero), a1 = f32x4.pmax(a1, zero), a2 = f32x4.pmax(a2, zero), a3 = f32x4.pmax(a3, zero);
        d0 = f32x4.pmax(d0, zero), d1 = f32x4.pmax(d1, zero), d2 = f32x4.pmax(d2, zero), d3 = f32x4.pmax(d3, zero);
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
 * Output weights of four columns side by side, [hidden][4]: a column is a point (one output) or an output of a point (two outputs, two points).
 * `c0` points at the four columns' first coordinates. With hidden = 1, output biases.
 */
export function columns(dst: usize, origin: usize, first: usize, second: usize, c0: usize, c1: f32, directions: i32, hidden: i32, outputs: i32): void {
  const s0 = v128.load(c0);
  const s1 = f32x4.splat(c1);
  const step = <usize>outputs << 2;
  const end = <usize>hidden * step;
  for (let at: usize = 0; at < end; at += step) {
    let v = outputsAt(origin + at, outputs);
    if (directions > 0) v = madd(s0, outputsAt(first + at, outputs), v);
    if (directions > 1) v = madd(s1, outputsAt(second + at, outputs), v);
    v128.store(dst, v);
    dst += 16;
  }
}

@inline function outputsAt(from: usize, outputs: i32): v128 {
  return outputs == 2 ? v128.load64_splat(from) : v128.load32_splat(from);
}

/**
 * Whole networks of one rectified hidden layer with few inputs and one or two outputs, at points of a line: hidden pre-activations are
 * base + c0·slope, both made once for all points, and only the logits are stored. Columns go by fours (see `columns`):
 * z[point][chunk][output][16] = bias + Σⱼ v[j]·max(0, base[j] + c0·slope[j]).
 * @param base @param slope a first layer's tensors, weights [inputs, hidden] then biases
 * @param c0 @param weights @param biases [fours][4], [fours][hidden][4], [fours][4] @param scratch 64 bytes a hidden unit
 */
export function line(z: usize, x: usize, base: usize, slope: usize, c0: usize, weights: usize, biases: usize, scratch: usize, inputs: i32, hidden: i32, outputs: i32, fours: i32, chunks: i32): void {
  const step = <usize>hidden << 2;
  const point = <usize>(chunks * outputs) * ROW;
  const row = <usize>outputs * ROW;
  const end = scratch + (<usize>hidden << 6);
  for (let n = 0; n < chunks; n++) {
    for (let half: usize = 0; half < ROW; half += 32) {
      affineUnits(scratch, x + half, base, slope, inputs, step);
      let to = z + <usize>n * row + half;
      let w = weights;
      for (let four: usize = 0; four < <usize>fours << 4; four += 16) {
        if (outputs == 1) {
          fourPoints(to, point, scratch, end, w, biases + four, c0 + four);
          to += point << 2;
        } else {
          twoPoints(to, point, scratch, end, w, biases + four, c0 + four);
          to += point << 1;
        }
        w += <usize>hidden << 4;
      }
    }
    x += <usize>inputs * ROW;
  }
}

/** For eight examples and every hidden unit: base and slope of the pre-activation, two registers each. */
@inline function affineUnits(dst: usize, x: usize, base: usize, slope: usize, inputs: i32, step: usize): void {
  const bias = <usize>inputs * step;
  for (let j: usize = 0; j < step; j += 4) {
    let b0 = v128.load32_splat(base + bias + j), b1 = b0;
    let s0 = v128.load32_splat(slope + bias + j), s1 = s0;
    let at = j;
    let row = x;
    for (let i = 0; i < inputs; i++) {
      const x0 = v128.load(row), x1 = v128.load(row, 16);
      const b = v128.load32_splat(base + at);
      const s = v128.load32_splat(slope + at);
      b0 = madd(b, x0, b0);
      b1 = madd(b, x1, b1);
      s0 = madd(s, x0, s0);
      s1 = madd(s, x1, s1);
      at += step;
      row += ROW;
    }
    v128.store(dst, b0), v128.store(dst, b1, 16), v128.store(dst, s0, 32), v128.store(dst, s1, 48);
    dst += 64;
  }
}

@inline function rectified(base: v128, slope: v128, at: v128): v128 {
  return f32x4.pmax(madd(at, slope, base), f32x4.splat(0));
}

/** Eight examples, four points of one output. */
@inline function fourPoints(z: usize, point: usize, units: usize, end: usize, w: usize, biases: usize, c0: usize): void {
  const p0 = v128.load32_splat(c0), p1 = v128.load32_splat(c0, 4), p2 = v128.load32_splat(c0, 8), p3 = v128.load32_splat(c0, 12);
  let a0 = v128.load32_splat(biases), a1 = v128.load32_splat(biases, 4), a2 = v128.load32_splat(biases, 8), a3 = v128.load32_splat(biases, 12);
  let d0 = a0, d1 = a1, d2 = a2, d3 = a3;
  for (; units < end; units += 64) {
    const b = v128.load(units), e = v128.load(units, 16), s = v128.load(units, 32), t = v128.load(units, 48);
    const w0 = v128.load32_splat(w);
    a0 = madd(w0, rectified(b, s, p0), a0);
    d0 = madd(w0, rectified(e, t, p0), d0);
    const w1 = v128.load32_splat(w, 4);
    a1 = madd(w1, rectified(b, s, p1), a1);
    d1 = madd(w1, rectified(e, t, p1), d1);
    const w2 = v128.load32_splat(w, 8);
    a2 = madd(w2, rectified(b, s, p2), a2);
    d2 = madd(w2, rectified(e, t, p2), d2);
    const w3 = v128.load32_splat(w, 12);
    a3 = madd(w3, rectified(b, s, p3), a3);
    d3 = madd(w3, rectified(e, t, p3), d3);
    w += 16;
  }
  v128.store(z, a0), v128.store(z, d0, 16);
  z += point;
  v128.store(z, a1), v128.store(z, d1, 16);
  z += point;
  v128.store(z, a2), v128.store(z, d2, 16);
  z += point;
  v128.store(z, a3), v128.store(z, d3, 16);
}

/** Eight examples, two points of two outputs. */
@inline function twoPoints(z: usize, point: usize, units: usize, end: usize, w: usize, biases: usize, c0: usize): void {
  const p0 = v128.load32_splat(c0), p1 = v128.load32_splat(c0, 8);
  let a0 = v128.load32_splat(biases), a1 = v128.load32_splat(biases, 4), a2 = v128.load32_splat(biases, 8), a3 = v128.load32_splat(biases, 12);
  let d0 = a0, d1 = a1, d2 = a2, d3 = a3;
  for (; units < end; units += 64) {
    const b = v128.load(units), e = v128.load(units, 16), s = v128.load(units, 32), t = v128.load(units, 48);
    const w0 = v128.load32_splat(w), w1 = v128.load32_splat(w, 4);
    let h = rectified(b, s, p0), k = rectified(e, t, p0);
    a0 = madd(w0, h, a0), d0 = madd(w0, k, d0);
    a1 = madd(w1, h, a1), d1 = madd(w1, k, d1);
    const w2 = v128.load32_splat(w, 8), w3 = v128.load32_splat(w, 12);
    h = rectified(b, s, p1), k = rectified(e, t, p1);
    a2 = madd(w2, h, a2), d2 = madd(w2, k, d2);
    a3 = madd(w3, h, a3), d3 = madd(w3, k, d3);
    w += 16;
  }
  v128.store(z, a0), v128.store(z, d0, 16), v128.store(z, a1, ROW), v128.store(z, d1, ROW + 16);
  z += point;
  v128.store(z, a2), v128.store(z, d2, 16), v128.store(z, a3, ROW), v128.store(z, d3, ROW + 16);
}

/** y = z0 + c·z1 over `rows` rows of 16 examples (z0 alone where `directions` is 0); rectified where asked. */
export function combine(y: usize, z0: usize, z1: usize, c: f32, directions: i32, rows: i32, rectify: i32): void {
  const floor = f32x4.splat(rectify ? 0 : -Infinity);
  const s = f32x4.splat(c);
  const bytes = <usize>rows * ROW;
  if (directions == 0) {
    for (let k: usize = 0; k < bytes; k += 16) v128.store(y + k, f32x4.pmax(v128.load(z0 + k), floor));
    return;
  }
  for (let k: usize = 0; k < bytes; k += 32) {
    const v = madd(s, v128.load(z1 + k), v128.load(z0 + k));
    const w = madd(s, v128.load(z1 + k, 16), v128.load(z0 + k, 16));
    v128.store(y + k, f32x4.pmax(v, floor));
    v128.store(y + k, f32x4.pmax(w, floor), 16);
  }
}

/** Layer normalisation over the rows of each chunk (population variance, eps 1e-5), then γ and β, in place; rectified where asked. */
export function normalise(y: usize, width: i32, gain: usize, shift: usize, chunks: i32, rectify: i32): void {
  const inverse = f32x4.splat(<f32>(1.0 / <f64>width));
  const floor = f32x4.splat(rectify ? 0 : -Infinity);
  for (let c = 0; c < chunks; c++) {
    const end = y + <usize>width * ROW;
    // Four independent sums: one would wait for its own additions.
    let m0 = f32x4.splat(0), m1 = m0, m2 = m0, m3 = m0;
    for (let at = y; at < end; at += ROW) {
      m0 = f32x4.add(m0, v128.load(at)), m1 = f32x4.add(m1, v128.load(at, 16));
      m2 = f32x4.add(m2, v128.load(at, 32)), m3 = f32x4.add(m3, v128.load(at, 48));
    }
    m0 = f32x4.mul(m0, inverse), m1 = f32x4.mul(m1, inverse), m2 = f32x4.mul(m2, inverse), m3 = f32x4.mul(m3, inverse);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let at = y; at < end; at += ROW) {
      const d0 = f32x4.sub(v128.load(at), m0), d1 = f32x4.sub(v128.load(at, 16), m1);
      const d2 = f32x4.sub(v128.load(at, 32), m2), d3 = f32x4.sub(v128.load(at, 48), m3);
      s0 = madd(d0, d0, s0), s1 = madd(d1, d1, s1);
      s2 = madd(d2, d2, s2), s3 = madd(d3, d3, s3);
    }
    s0 = inverseDeviation(s0, inverse), s1 = inverseDeviation(s1, inverse), s2 = inverseDeviation(s2, inverse), s3 = inverseDeviation(s3, inverse);
    let g = gain, b = shift;
    for (let at = y; at < end; at += ROW) {
      const scale = v128.load32_splat(g), offset = v128.load32_splat(b);
      v128.store(at, f32x4.pmax(madd(f32x4.mul(f32x4.sub(v128.load(at), m0), s0), scale, offset), floor));
      v128.store(at, f32x4.pmax(madd(f32x4.mul(f32x4.sub(v128.load(at, 16), m1), s1), scale, offset), floor), 16);
      v128.store(at, f32x4.pmax(madd(f32x4.mul(f32x4.sub(v128.load(at, 32), m2), s2), scale, offset), floor), 32);
      v128.store(at, f32x4.pmax(madd(f32x4.mul(f32x4.sub(v128.load(at, 48), m3), s3), scale, offset), floor), 48);
      g += 4;
      b += 4;
    }
    y = end;
  }
}

@inline function inverseDeviation(squares: v128, inverse: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(madd(squares, inverse, f32x4.splat(1e-5))));
}

/** ReLU, tanh or GELU (exact erf form) on `rows` rows, in place. */
export function activate(y: usize, rows: i32, kind: i32): void {
  const end = y + <usize>rows * ROW;
  const zero = f32x4.splat(0);
  if (kind == RELU) for (; y < end; y += 16) v128.store(y, f32x4.pmax(v128.load(y), zero));
  else if (kind == TANH) for (; y < end; y += 16) v128.store(y, tanh4(v128.load(y)));
  else if (kind == GELU) for (; y < end; y += 16) v128.store(y, gelu4(v128.load(y)));
}

/**
 * Cross-entropy of logits z [chunks][classes][16] (one row: logistic). Adds the losses of the first `valid` examples, in their order, to the
 * f64 at `sum`, and gives how many are right. Ties go to the lowest class. Non-finite logits make the sum non-finite.
 * Where `each` is not 0, every example's loss, and 1 where it is wrong, else 0, are stored there as two f32.
 */
export function crossEntropy(z: usize, rows: i32, labels: usize, valid: i32, sum: usize, scratch: usize, each: usize): i32 {
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
      const loss = <f64>load<f32>(scratch + at) + own;
      const hit = i32(load<i32>(scratch + at, 32) == label);
      total += loss;
      right += hit;
      if (each == 0) continue;
      const to = each + (<usize>(e + k) << 3);
      store<f32>(to, <f32>loss);
      store<f32>(to, select<f32>(0, 1, hit), 4);
    }
  }
  store<f64>(sum, total);
  return right;
}

/** Four examples: log of the sum of exponentials less the largest, the largest, and its index, at scratch, +16 and +32. */
@inline function softmax(column: usize, rows: i32, scratch: usize): void {
  let best = v128.load(column);
  let least = best;
  let index = i32x4.splat(0);
  for (let j = 1; j < rows; j++) {
    const v = v128.load(column + <usize>j * ROW);
    index = v128.bitselect(i32x4.splat(j), index, f32x4.gt(v, best));
    best = f32x4.pmax(best, v);
    least = f32x4.pmin(least, v);
  }
  let s = f32x4.splat(0);
  for (let j = 0; j < rows; j++) s = f32x4.add(s, exp4(f32x4.sub(v128.load(column + <usize>j * ROW), best)));
  // Zero, but NaN where a logit is -Infinity, whose exponential would pass for a small one.
  v128.store(scratch, f32x4.add(log4(s), f32x4.sub(least, least)));
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
  // The last term is zero, but NaN where the logit is infinite.
  v128.store(scratch, f32x4.add(f32x4.add(f32x4.pmax(against, zero), log1p), f32x4.sub(logit, logit)));
  v128.store(scratch, v128.and(f32x4.gt(logit, zero), i32x4.splat(1)), 32);
}
