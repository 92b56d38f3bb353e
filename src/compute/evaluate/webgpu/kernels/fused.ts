/**
 * WGSL for what is evaluated at each point as one hidden layer and the output layer, in one pass: pre-activation, normalisation, activation,
 * output layer (its weights formed from origin and directions), log-sum-exp, loss and argmax; no activation is stored, no workgroup
 * barrier is met. The text is made for one shape: widths and tiling are constants of the pipeline, sums lie in registers.
 *
 * A thread takes some points and some quads of examples (four to a vector), so that a hoisted product is read once for all its points and
 * a weight once for all its examples. More than CLASS_BLOCK classes go through in blocks, with the hidden layer made again for each and the
 * log-sum-exp carried along.
 */
import type { Activation, Normalisation } from '../../../../nn/architecture.ts';
import { LAYER_NORM_EPSILON } from '../../../../nn/architecture.ts';
import { activationFunction } from './activation.ts';

/** Threads of a workgroup: along the examples, and groups of points that read the same products. */
export const FUSED_LANES = 32;
export const FUSED_GROUPS = 4;
/** Classes whose sums one thread holds at once. */
const CLASS_BLOCK = 12;
/** Entries of a point that one thread of the reduction adds up, in order. */
export const REDUCE_ENTRIES = 64;

export interface FusedSpec {
  /** Hidden units. */
  readonly hidden: number;
  /** Outputs; 1 is a logistic output. */
  readonly outputs: number;
  readonly activation: Activation;
  readonly norm: Normalisation;
  /** Inputs of the hidden layer where it is formed at each point; null where its hoisted products are read. */
  readonly inputs: number | null;
  /** Directions in which there are hoisted products, 0 to 2; 0 where the hidden layer is formed. */
  readonly directions: number;
}

/** Points and quads of a thread: about 32 to 96 sums in registers. A fixed table. */
export function fusedTiling({ outputs, inputs }: FusedSpec): { points: number; quads: number } {
  if (inputs === null) return outputs <= 6 ? { points: 4, quads: 1 } : { points: 2, quads: 1 };
  if (outputs <= 2 && inputs <= 4) return { points: 4, quads: 2 };
  return { points: 2, quads: outputs <= 4 && inputs <= 4 ? 2 : 1 };
}

function blocksOf(outputs: number): { size: number; count: number } {
  const size = Math.min(outputs, CLASS_BLOCK);
  return { size, count: Math.ceil(outputs / size) };
}

/** Rows of the packed parameters: `hidden` a hidden unit, then a block of classes a unit, then the output biases. */
export function packedRows(spec: FusedSpec): { hidden: number; outputs: number; bias: number; total: number; block: number } {
  const { size, count } = blocksOf(spec.outputs);
  const hidden = (spec.inputs === null ? 0 : spec.inputs + 1) + (spec.norm === 'none' ? 0 : 2);
  const outputs = spec.hidden * hidden;
  const bias = outputs + count * spec.hidden * size;
  return { hidden, outputs, bias, total: bias + count * size, block: size };
}

const SHAPE = `struct Shape { quads: u32, valid: u32, firstPoint: u32, endPoint: u32, firstThread: u32, endThread: u32, threads: u32 }
@group(0) @binding(0) var<uniform> s: Shape;`;

/** Uniforms of the kernel, in order; threads lie along the quads of the block. */
export function fusedShape(values: {
  quads: number;
  valid: number;
  firstPoint: number;
  endPoint: number;
  firstThread: number;
  endThread: number;
  threads: number;
}): number[] {
  return [values.quads, values.valid, values.firstPoint, values.endPoint, values.firstThread, values.endThread, values.threads];
}

const repeat = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** partial[point][thread] = (loss, right, not finite, 0) over the thread's examples. */
export function fusedKernel(spec: FusedSpec): string {
  const { points, quads } = fusedTiling(spec);
  const { count } = blocksOf(spec.outputs);
  const sources = spec.inputs === null ? spec.directions + 1 : 1;
  const cells = (line: (k: number, n: number) => string): string => repeat(points, (k) => repeat(quads, (n) => line(k, n)));
  return `${SHAPE}
${repeat(sources, (k) => `@group(0) @binding(${1 + k}) var<storage, read> source${k}: array<vec4f>;`)}
@group(0) @binding(4) var<storage, read> rows: array<vec4f>;
@group(0) @binding(5) var<storage, read> labels: array<vec4u>;
@group(0) @binding(6) var<storage, read> c: array<vec2f>;
@group(0) @binding(7) var<storage, read_write> partial: array<vec4f>;
${activationFunction(spec.activation)}
fn formed(row: vec4f, at: vec2f) -> f32 { return row.x + at.x * row.y + at.y * row.z; }
@compute @workgroup_size(${FUSED_LANES}, ${FUSED_GROUPS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let thread = s.firstThread + group.y * ${FUSED_LANES} + local.x;
  let point = s.firstPoint + (group.x * ${FUSED_GROUPS} + local.y) * ${points};
  if (thread >= s.endThread || point >= s.endPoint) { return; }
  let lastPoint = s.endPoint - 1;
${repeat(points, (k) => `  let at${k} = c[min(point + ${k}, lastPoint)];`)}
${repeat(quads, (n) => `  let quad${n} = min(thread + ${n} * s.threads, s.quads - 1);\n  let label${n} = labels[quad${n}];`)}
${spec.inputs === null ? '' : repeat(spec.inputs, (i) => repeat(quads, (n) => `  let x${i}_${n} = source0[${i} * s.quads + quad${n}];`))}
${statistics(spec, cells)}
${cells((k, n) => state(spec, `${k}_${n}`))}
${count === 1 ? '  const block = 0u;\n  {' : `  for (var block = 0u; block < ${count}; block++) {`}
${product(spec, cells)}
${cells((k, n) => score(spec, `${k}_${n}`, n))}
  }
${cells((k, n) => finish(spec, `${k}_${n}`, n))}
${repeat(points, (k) => {
  const sum = (what: string): string => Array.from({ length: quads }, (_, n) => `${what}${k}_${n}`).join(' + ');
  return `  if (point + ${k} < s.endPoint) { partial[(point + ${k}) * s.threads + thread] = vec4f(${sum('loss')}, ${sum('right')}, ${sum('bad')}, 0); }`;
})}
}`;
}

type Cells = (line: (k: number, n: number) => string) => string;

/** v{k}_{n}: the hidden unit j of each point and quad, before normalisation (activated where that comes first). */
function unit(spec: FusedSpec, cells: Cells): string {
  const { points, quads } = fusedTiling(spec);
  const { hidden } = packedRows(spec);
  const activated = (value: string): string => (spec.norm === 'before' ? value : `activate(${value})`);
  if (spec.inputs === null) {
    const sources = Array.from({ length: spec.directions + 1 }, (_, k) => k);
    return `${repeat(quads, (n) => `let z${n} = j * s.quads + quad${n};\n${sources.map((k) => `let s${k}_${n} = source${k}[z${n}];`).join('\n')}`)}
${cells((k, n) => `let v${k}_${n} = ${activated(sources.map((d) => (d === 0 ? `s0_${n}` : `at${k}.${'xy'[d - 1]} * s${d}_${n}`)).join(' + '))};`)}`;
  }
  const { inputs } = spec;
  return `${repeat(inputs + 1, (i) => `let h${i} = rows[j * ${hidden} + ${i}];\n${repeat(points, (k) => `let w${i}_${k} = formed(h${i}, at${k});`)}`)}
${cells((k, n) => `let v${k}_${n} = ${activated(`w${inputs}_${k} + ${Array.from({ length: inputs }, (_, i) => `w${i}_${k} * x${i}_${n}`).join(' + ')}`)};`)}`;
}

/** Mean and scale of the units of each example, where there is a normalisation. */
function statistics(spec: FusedSpec, cells: Cells): string {
  if (spec.norm === 'none') return '';
  return `${cells((k, n) => `  var mean${k}_${n} = vec4f(0);`)}
  for (var j = 0u; j < ${spec.hidden}; j++) {
${unit(spec, cells)}
${cells((k, n) => `mean${k}_${n} += v${k}_${n};`)}
  }
${cells((k, n) => `  mean${k}_${n} /= ${spec.hidden};\n  var scale${k}_${n} = vec4f(0);`)}
  for (var j = 0u; j < ${spec.hidden}; j++) {
${unit(spec, cells)}
${cells((k, n) => `let d${k}_${n} = v${k}_${n} - mean${k}_${n};\nscale${k}_${n} += d${k}_${n} * d${k}_${n};`)}
  }
${cells((k, n) => `  scale${k}_${n} = 1 / sqrt(scale${k}_${n} / ${spec.hidden} + ${LAYER_NORM_EPSILON});`)}`;
}

/** a{k}_{n}_{o}: logits of the block's classes. */
function product(spec: FusedSpec, cells: Cells): string {
  const { points } = fusedTiling(spec);
  const { hidden, outputs, bias, block } = packedRows(spec);
  const normalised = spec.norm !== 'none';
  const late = (value: string): string => (spec.norm === 'before' ? `activate(${value})` : value);
  return `${repeat(block, (o) => `let b${o} = rows[${bias} + block * ${block} + ${o}];\n${cells((k, n) => `var a${k}_${n}_${o} = vec4f(formed(b${o}, at${k}));`)}`)}
  for (var j = 0u; j < ${spec.hidden}; j++) {
${unit(spec, cells)}
${normalised ? repeat(2, (i) => `let g${i} = rows[j * ${hidden} + ${hidden - 2 + i}];\n${repeat(points, (k) => `let g${i}_${k} = formed(g${i}, at${k});`)}`) : ''}
${cells((k, n) => `let u${k}_${n} = ${normalised ? late(`(v${k}_${n} - mean${k}_${n}) * scale${k}_${n} * g0_${k} + g1_${k}`) : `v${k}_${n}`};`)}
  let to = ${outputs} + (block * ${spec.hidden} + j) * ${block};
${repeat(block, (o) => `let o${o} = rows[to + ${o}];\n${repeat(points, (k) => `let p${o}_${k} = formed(o${o}, at${k});`)}\n${cells((k, n) => `a${k}_${n}_${o} += p${o}_${k} * u${k}_${n};`)}`)}
  }`;
}

/** Magnitude bits at or above this are infinite or not a number; read from the bits, since compilers may assume there is neither. */
const INFINITE = '0x7f800000u';

function state({ outputs }: FusedSpec, cell: string): string {
  if (outputs === 1) return `  var own${cell} = vec4f(0);\n  var big${cell} = vec4u(0);`;
  return `  var best${cell} = vec4f(-0x1.fffffep+127f);
  var index${cell} = vec4u(0);
  var sum${cell} = vec4f(0);
  var own${cell} = vec4f(0);
  var big${cell} = vec4u(0);`;
}

/** The block's logits into best, index, sum of exponentials and the label's own logit. Ties go to the lowest class. */
function score(spec: FusedSpec, cell: string, n: number): string {
  const { outputs } = spec;
  const { size, count } = blocksOf(outputs);
  const bits = (o: number): string => `big${cell} = max(big${cell}, bitcast<vec4u>(a${cell}_${o}) & vec4u(0x7fffffffu));`;
  if (outputs === 1) return `own${cell} = a${cell}_0;\n${bits(0)}`;
  const left = outputs - (count - 1) * size;
  const guarded = (o: number, text: string): string => (o < left ? text : `if (block < ${count - 1}) { ${text} }`);
  return `let before${cell} = best${cell};
${repeat(size, (o) =>
  guarded(
    o,
    `${bits(o)} let up${cell}_${o} = a${cell}_${o} > best${cell}; best${cell} = select(best${cell}, a${cell}_${o}, up${cell}_${o}); index${cell} = select(index${cell}, vec4u(block * ${size} + ${o}), up${cell}_${o}); own${cell} = select(own${cell}, a${cell}_${o}, label${n} == vec4u(block * ${size} + ${o}));`,
  ),
)}
${count === 1 ? '' : `sum${cell} *= exp(max(before${cell} - best${cell}, vec4f(-100)));`}
${repeat(size, (o) => guarded(o, `sum${cell} += exp(a${cell}_${o} - best${cell});`))}`;
}

/** loss, right and bad of a cell's four examples. */
function finish({ outputs }: FusedSpec, cell: string, n: number): string {
  const logistic = `  let z${cell} = own${cell};
  let y${cell} = label${n} == vec4u(1);
  let e${cell} = exp(-abs(z${cell}));
  let t${cell} = 1 + e${cell};
  let each${cell} = max(select(z${cell}, -z${cell}, y${cell}), vec4f(0)) + log(t${cell}) + (e${cell} - (t${cell} - 1)) / t${cell};
  let hit${cell} = (z${cell} > vec4f(0)) == y${cell};`;
  const softmax = `  let each${cell} = log(sum${cell}) + (best${cell} - own${cell});
  let hit${cell} = index${cell} == label${n};`;
  return `${outputs === 1 ? logistic : softmax}
  let here${cell} = vec4u(4 * (thread + ${n} * s.threads)) + vec4u(0, 1, 2, 3) < vec4u(s.valid);
  let sound${cell} = here${cell} & (big${cell} < vec4u(${INFINITE}));
  let l${cell} = select(vec4f(0), each${cell}, sound${cell});
  let r${cell} = select(vec4f(0), vec4f(1), sound${cell} & hit${cell});
  let i${cell} = select(vec4f(0), vec4f(1), here${cell} & (big${cell} >= vec4u(${INFINITE})));
  let loss${cell} = l${cell}.x + l${cell}.y + l${cell}.z + l${cell}.w;
  let right${cell} = r${cell}.x + r${cell}.y + r${cell}.z + r${cell}.w;
  let bad${cell} = i${cell}.x + i${cell}.y + i${cell}.z + i${cell}.w;`;
}

/** result[base + point · entries + t] = the sums of partial[point][t], [t + entries], ...: REDUCE_ENTRIES of them at most, in order. */
export function reduceKernel(): string {
  return `struct Shape { threads: u32, points: u32, entries: u32, base: u32 }
@group(0) @binding(0) var<uniform> s: Shape;
@group(0) @binding(1) var<storage, read> partial: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;
@compute @workgroup_size(${FUSED_LANES})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.entries || id.y >= s.points) { return; }
  var sum = vec4f(0);
  for (var t = id.x; t < s.threads; t += s.entries) { sum += partial[id.y * s.threads + t]; }
  result[s.base + id.y * s.entries + id.x] = sum;
}`;
}
