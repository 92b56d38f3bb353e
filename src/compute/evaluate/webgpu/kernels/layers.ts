/**
 * WGSL kernels for evaluating slices. Activations are [points][width][examples], examples along the threads and four to a vector, so that a
 * weight is one broadcast; no kernel has a workgroup barrier (a tiled product with barriers runs hundreds of times slower on software
 * adapters). Specialised by text: activation and the number of directions are constants of the pipeline.
 */
import type { Activation } from '../../../../nn/architecture.ts';
import { activationFunction } from './activation.ts';
import { KEPT_MOMENTS, keepMoments, readNormalised, startMoments, updateMoments, type Normalised } from './normalisation.ts';
import { SHAPE, WORKGROUP } from './shape.ts';

/** Quads of examples that one thread of the product takes. */
export const DENSE_QUADS = 2;
const MAX_TILE = 8;

/** Outputs that one thread takes: near 8, so that few threads run past the last. */
export function tileOf(outputs: number): number {
  return Math.ceil(outputs / Math.ceil(outputs / MAX_TILE));
}

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

/** The hoisted layer: y[p][j] = z0[j] + c0·z1[j] + c1·z2[j], activated where asked; a thread takes `tile` outputs. Each z is [outputs][quads]. */
export function combineKernel(directions: number, activation: Activation, tile: number, keeps: boolean): string {
  const terms = ['z0[k]', 'at.x * z1[k]', 'at.y * z2[k]'].slice(0, directions + 1);
  return `${SHAPE}
${terms.map((_, k) => `@group(0) @binding(${1 + k}) var<storage, read> z${k}: array<vec4f>;`).join('\n')}
${directions > 0 ? '@group(0) @binding(4) var<storage, read> c: array<vec2f>;' : ''}
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${keeps ? KEPT_MOMENTS : ''}
${activationFunction(activation)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.quads) { return; }
  ${directions > 0 ? 'let at = c[id.z];' : ''}
  let end = min(s.outputs, (id.y + 1) * ${tile});
  ${keeps ? startMoments('') : ''}
  for (var j = id.y * ${tile}; j < end; j++) {
    let k = j * s.quads + id.x;
    let v = activate(${terms.join(' + ')});
    y[id.z * s.outputs * s.quads + k] = v;
    ${keeps ? updateMoments('', 'v', `(1 / f32(j - id.y * ${tile} + 1))`) : ''}
  }
  ${keeps ? keepMoments('', { point: 'id.z', row: 'id.y', quad: 'id.x', tile }) : ''}
}`;
}

export interface DenseSpec {
  /** Of what is written. */
  readonly activation: Activation;
  /** Outputs of a thread. */
  readonly tile: number;
  /** Whether moments of what is written are kept. */
  readonly keeps: boolean;
  /** Where what is read waits for its normalisation. */
  readonly reads: Normalised | null;
}

/** y[p][j] = bias[j] + Σᵢ w[i][j]·x[i], `tile` outputs and DENSE_QUADS quads a thread, activated where asked; rows of threads from `firstRow` on. */
export function denseKernel({ activation, tile, keeps, reads }: DenseSpec): string {
  const js = Array.from({ length: tile }, (_, k) => k);
  const quads = (line: (n: number) => string): string => Array.from({ length: DENSE_QUADS }, (_, n) => line(n)).join('\n');
  const each = (line: (k: number, n: number) => string): string => js.map((k) => quads((n) => line(k, n))).join('\n');
  const loaded = (n: number): string => (reads === null ? `x[at + q${n}]` : `normalised(x[at + q${n}], i, id.z, m${n})`);
  const stored = (k: number, n: number): string =>
    `    let v${n} = activate(a${k}_${n}); y[to + ${k} * s.quads + q${n}] = v${n};\n${keeps ? updateMoments(`_${n}`, `v${n}`, String(1 / (k + 1))) : ''}`;
  return `${SHAPE}
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> params: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${keeps ? KEPT_MOMENTS : ''}
${reads === null ? '' : readNormalised(reads)}
${activationFunction(activation)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let threads = (s.quads + ${DENSE_QUADS - 1}) / ${DENSE_QUADS};
  if (id.x >= threads) { return; }
  let row = s.firstRow + id.y;
  let j = ${tile} * row;
  let last = s.outputs - 1;
  let base = id.z * s.parameterStride;
${quads((n) => `  let q${n} = min(id.x + ${n} * threads, s.quads - 1);\n${reads === null ? '' : `  let m${n} = momentsOf(id.z, q${n});`}`)}
${js.map((k) => `  let j${k} = min(j + ${k}, last);\n  let b${k} = vec4f(params[base + s.bias + j${k}]);`).join('\n')}
${each((k, n) => `  var a${k}_${n} = b${k};`)}
  var w = base + s.weight;
  var at = id.z * s.inputStride;
  for (var i = 0u; i < s.inputs; i++) {
${quads((n) => `    let x${n} = ${loaded(n)};`)}
${js.map((k) => `    let w${k} = params[w + j${k}];\n${quads((n) => `    a${k}_${n} += w${k} * x${n};`)}`).join('\n')}
    w += s.outputs;
    at += s.quads;
  }
  let to = (id.z * s.outputs + j) * s.quads;
${keeps ? quads((n) => startMoments(`_${n}`)) : ''}
${js.map((k) => `  if (j + ${k} <= last) {\n${quads((n) => stored(k, n))}\n  }`).join('\n')}
${keeps ? quads((n) => keepMoments(`_${n}`, { point: 'id.z', row: 'row', quad: `q${n}`, tile })) : ''}
}`;
}
