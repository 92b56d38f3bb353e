/**
 * WGSL kernels for evaluating slices. Activations are [points][width][examples], examples along the threads and four to a vector, so that a
 * weight is one broadcast; no kernel has a workgroup barrier (a tiled product with barriers runs hundreds of times slower on software
 * adapters). Specialised by text: activation and the number of directions are constants of the pipeline.
 */
import type { Activation } from '../nn/architecture.ts';

/** Threads of a workgroup, along the examples. */
export const WORKGROUP = 64;
/** Quads of examples that one thread of the product takes. */
export const DENSE_QUADS = 2;
const MAX_DENSE_OUTPUTS = 8;

/** Outputs that one thread of the product takes: near 8, so that few threads run past the last. */
export function denseOutputs(outputs: number): number {
  return Math.ceil(outputs / Math.ceil(outputs / MAX_DENSE_OUTPUTS));
}

/** One block of examples and a tile of points; all counts, offsets in elements. As laid out in the uniform buffer. */
export const SHAPE_FIELDS = ['inputs', 'outputs', 'quads', 'valid', 'inputStride', 'parameterStride', 'weight', 'bias', 'gain', 'shift', 'firstRow', 'result'] as const;
export type Shape = Readonly<Record<(typeof SHAPE_FIELDS)[number], number>>;

export const SHAPE = `struct Shape { ${SHAPE_FIELDS.map((field) => `${field}: u32`).join(', ')} }
@group(0) @binding(0) var<uniform> s: Shape;`;

/** The activation as a WGSL function of four values. GELU is the exact erf form (Abramowitz and Stegun 7.1.26, absolute error 1.5e-7). */
export const ACTIVATION: Readonly<Record<Activation, string>> = {
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

/** The hoisted layer: y[p][j] = z0[j] + c0·z1[j] + c1·z2[j], activated where asked. Each z is [outputs][quads]. */
export function combineKernel(directions: number, activation: Activation): string {
  const terms = ['z0[k]', 'at.x * z1[k]', 'at.y * z2[k]'].slice(0, directions + 1);
  return `${SHAPE}
${terms.map((_, k) => `@group(0) @binding(${1 + k}) var<storage, read> z${k}: array<vec4f>;`).join('\n')}
${directions > 0 ? '@group(0) @binding(4) var<storage, read> c: array<vec2f>;' : ''}
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${ACTIVATION[activation]}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.quads) { return; }
  ${directions > 0 ? 'let at = c[id.z];' : ''}
  let k = id.y * s.quads + id.x;
  y[id.z * s.outputs * s.quads + k] = activate(${terms.join(' + ')});
}`;
}

/** y[p][j] = bias[j] + Σᵢ w[i][j]·x[i], `outputs` outputs and DENSE_QUADS quads a thread, activated where asked; rows of threads from `firstRow` on. */
export function denseKernel(activation: Activation, outputs: number): string {
  const js = Array.from({ length: outputs }, (_, k) => k);
  const ns = Array.from({ length: DENSE_QUADS }, (_, n) => n);
  const each = (line: (k: number, n: number) => string): string => js.map((k) => ns.map((n) => line(k, n)).join('\n')).join('\n');
  return `${SHAPE}
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${ACTIVATION[activation]}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let threads = (s.quads + ${DENSE_QUADS - 1}) / ${DENSE_QUADS};
  if (id.x >= threads) { return; }
  let j = ${outputs} * (s.firstRow + id.y);
  let last = s.outputs - 1;
  let base = id.z * s.parameterStride;
${ns.map((n) => `  let q${n} = min(id.x + ${n} * threads, s.quads - 1);`).join('\n')}
${js.map((k) => `  let j${k} = min(j + ${k}, last);\n  let b${k} = vec4f(params[base + s.bias + j${k}]);`).join('\n')}
${each((k, n) => `  var a${k}_${n} = b${k};`)}
  var w = base + s.weight;
  var at = id.z * s.inputStride;
  for (var i = 0u; i < s.inputs; i++) {
${ns.map((n) => `    let x${n} = x[at + q${n}];`).join('\n')}
${js.map((k) => `    let w${k} = params[w + j${k}];\n${ns.map((n) => `    a${k}_${n} += w${k} * x${n};`).join('\n')}`).join('\n')}
    w += s.outputs;
    at += s.quads;
  }
  let to = (id.z * s.outputs + j) * s.quads;
${js.map((k) => `  if (j + ${k} <= last) {\n${ns.map((n) => `    y[to + ${k} * s.quads + q${n}] = activate(a${k}_${n});`).join('\n')}\n  }`).join('\n')}
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
