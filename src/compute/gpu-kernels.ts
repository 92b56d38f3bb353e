/**
 * WGSL kernels for evaluating slices. Activations are [points][width][examples], examples along the threads and four to a vector, so that a
 * weight is one broadcast; no kernel has a workgroup barrier (a tiled product with barriers runs hundreds of times slower on software
 * adapters). Specialised by text: activation and the number of directions are constants of the pipeline.
 */
import type { Activation } from '../nn/architecture.ts';

/** Threads of a workgroup, along the examples. */
export const WORKGROUP = 64;
/** Example quads that one thread of the loss kernel adds up, in order. */
export const LOSS_QUADS = 8;

/** One block of examples and a tile of points; all counts, offsets in elements. As laid out in the uniform buffer. */
export const SHAPE_FIELDS = ['inputs', 'outputs', 'quads', 'valid', 'inputStride', 'parameterStride', 'weight', 'bias', 'gain', 'shift'] as const;
export type Shape = Readonly<Record<(typeof SHAPE_FIELDS)[number], number>>;

const SHAPE = `struct Shape { ${SHAPE_FIELDS.map((field) => `${field}: u32`).join(', ')} }
@group(0) @binding(0) var<uniform> s: Shape;`;

/** The activation as a WGSL function of four values. GELU is the exact erf form (Abramowitz and Stegun 7.1.26, absolute error 1.5e-7). */
const ACTIVATION: Readonly<Record<Activation, string>> = {
  relu: 'fn activate(v: vec4f) -> vec4f { return max(v, vec4f(0)); }',
  linear: 'fn activate(v: vec4f) -> vec4f { return v; }',
  tanh: 'fn activate(v: vec4f) -> vec4f { return tanh(clamp(v, vec4f(-15), vec4f(15))); }',
  gelu: `fn activate(v: vec4f) -> vec4f {
  let u = abs(v) * 0.70710678;
  let t = 1 / (1 + 0.3275911 * u);
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  let tail = 0.5 * p * exp(-u * u);
  return v * select(1 - tail, tail, v < vec4f(0));
}`,
};

/** params[p][k] = origin[k] + Σ c[p]·direction[k] for one layer's tensors, from `weight` on, `parameterStride` of them. */
export function formKernel(directions: number): string {
  return `${SHAPE}
@group(0) @binding(1) var<storage, read> origin: array<f32>;
${directions > 0 ? '@group(0) @binding(2) var<storage, read> first: array<f32>;' : ''}
${directions > 1 ? '@group(0) @binding(3) var<storage, read> second: array<f32>;' : ''}
@group(0) @binding(4) var<storage, read> c: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> params: array<f32>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.parameterStride) { return; }
  let k = s.weight + id.x;
  let at = c[id.y];
  params[id.y * s.parameterStride + id.x] = origin[k]${directions > 0 ? ' + at.x * first[k]' : ' + 0 * at.x'}${directions > 1 ? ' + at.y * second[k]' : ''};
}`;
}

/** The hoisted first layer: y[p][j] = z0[j] + c0·z1[j] + c1·z2[j], activated where asked. z is [directions + 1][outputs][quads]. */
export function combineKernel(directions: number, activation: Activation): string {
  return `${SHAPE}
@group(0) @binding(1) var<storage, read> z: array<vec4f>;
@group(0) @binding(4) var<storage, read> c: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${ACTIVATION[activation]}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.quads) { return; }
  let at = c[id.z];
  let k = id.y * s.quads + id.x;
  let step = s.outputs * s.quads;
  y[id.z * step + k] = activate(z[k] + at.x * z[step + k]${directions > 1 ? ' + at.y * z[2 * step + k]' : ''});
}`;
}

/** y[p][j] = bias[j] + Σᵢ w[i][j]·x[i], four outputs and four examples a thread, activated where asked. */
export function denseKernel(activation: Activation): string {
  const four = [0, 1, 2, 3];
  return `${SHAPE}
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${ACTIVATION[activation]}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.quads) { return; }
  let j = 4 * id.y;
  let last = s.outputs - 1;
  let base = id.z * s.parameterStride;
${four.map((k) => `  let j${k} = min(j + ${k}, last);\n  var a${k} = vec4f(params[base + s.bias + j${k}]);`).join('\n')}
  var w = base + s.weight;
  var at = id.z * s.inputStride + id.x;
  for (var i = 0u; i < s.inputs; i++) {
    let v = x[at];
${four.map((k) => `    a${k} += params[w + j${k}] * v;`).join('\n')}
    w += s.outputs;
    at += s.quads;
  }
  let to = (id.z * s.outputs + j) * s.quads + id.x;
${four.map((k) => `  if (j + ${k} <= last) { y[to + ${k} * s.quads] = activate(a${k}); }`).join('\n')}
}`;
}

/** Layer normalisation of y[p] over its rows, in place (population variance, eps 1e-5), then the activation given. */
export function normaliseKernel(activation: Activation): string {
  return `${SHAPE}
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${ACTIVATION[activation]}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.quads) { return; }
  let start = id.y * s.outputs * s.quads + id.x;
  let base = id.y * s.parameterStride;
  var sum = vec4f(0);
  for (var j = 0u; j < s.outputs; j++) { sum += y[start + j * s.quads]; }
  let mean = sum / f32(s.outputs);
  var squares = vec4f(0);
  for (var j = 0u; j < s.outputs; j++) { let d = y[start + j * s.quads] - mean; squares += d * d; }
  let scale = 1 / sqrt(squares / f32(s.outputs) + 1e-5);
  for (var j = 0u; j < s.outputs; j++) {
    let at = start + j * s.quads;
    y[at] = activate((y[at] - mean) * scale * params[base + s.gain + j] + params[base + s.shift + j]);
  }
}`;
}

/**
 * Cross-entropy of logits z [points][classes][quads], summed over LOSS_QUADS quads a thread: result[p][t] = (loss, right, not finite, 0). Finiteness
 * is read from the bits, since compilers may assume there is no NaN. Ties go to the lowest class.
 */
export function lossKernel(logistic: boolean): string {
  const one = `
      let z0 = z[start + q][k];
      if (infinite(z0)) { bad += 1; continue; }
      let against = select(z0, -z0, label == 1);
      let u = exp(-abs(z0));
      let w = 1 + u;
      loss += max(against, 0) + log(w) + (u - (w - 1)) / w;
      right += select(0.0, 1.0, (z0 > 0) == (label == 1));`;
  const many = `
      var best = z[start + q][k];
      var index = 0u;
      var sound = !infinite(best);
      for (var j = 1u; j < s.outputs; j++) {
        let v = z[start + j * s.quads + q][k];
        sound = sound && !infinite(v);
        if (v > best) { best = v; index = j; }
      }
      if (!sound) { bad += 1; continue; }
      var sum = 0.0;
      for (var j = 0u; j < s.outputs; j++) { sum += exp(z[start + j * s.quads + q][k] - best); }
      loss += log(sum) + (best - z[start + label * s.quads + q][k]);
      right += select(0.0, 1.0, index == label);`;
  return `${SHAPE}
@group(0) @binding(1) var<storage, read> z: array<vec4f>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(5) var<storage, read_write> result: array<vec4f>;
fn infinite(v: f32) -> bool { return (bitcast<u32>(v) & 0x7f800000u) == 0x7f800000u; }
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let threads = (s.quads + ${LOSS_QUADS - 1}) / ${LOSS_QUADS};
  if (id.x >= threads) { return; }
  let start = id.y * s.outputs * s.quads;
  var loss = 0.0;
  var right = 0.0;
  var bad = 0.0;
  for (var n = 0u; n < ${LOSS_QUADS}; n++) {
    let q = n * threads + id.x;
    if (q >= s.quads) { break; }
    for (var k = 0u; k < 4; k++) {
      if (4 * q + k >= s.valid) { break; }
      let label = labels[4 * q + k];${logistic ? one : many}
    }
  }
  result[id.y * threads + id.x] = vec4f(loss, right, bad, 0);
}`;
}
