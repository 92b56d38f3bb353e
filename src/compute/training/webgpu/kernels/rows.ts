/** Kernels that take a row (an example of one network) as a whole: layer normalisation forward and back, the loss and its derivative. */
import { LAYER_NORM_EPSILON, type Activation, type Normalisation, type Output } from '../../../../nn/architecture.ts';
import { activationFunction } from '../../../evaluate/webgpu/kernels/activation.ts';
import { FINITE, kernel, MASK, type Kernel } from './prelude.ts';
import { needsArgument, slopeFunction } from './slope.ts';

/** Threads of a workgroup; as many of them as are `lanes` share a row. */
const THREADS = 64;

/** What a row whose loss is not finite counts: far more than the largest loss that passes (optimise.ts). */
const INFINITE = '1e38';

export function rowsOfGroup(lanes: number): number {
  return THREADS / lanes;
}

/** Lanes for rows of so many quads: each has a few at least. @param most lanes of a row */
export function lanesOf(quads: number, most: number): number {
  let lanes = 1;
  while (2 * lanes <= most && 4 * lanes <= quads) lanes *= 2;
  return lanes;
}

/** Over the lanes of a row, in a fixed order; with one lane there is nothing to wait for. */
function acrossLanes(lanes: number): string {
  if (lanes === 1) return 'fn total(v: f32, l: vec2u) -> f32 { return v; }\nfn largest(v: f32, l: vec2u) -> f32 { return v; }';
  const reduce = (name: string, more: string): string => `fn ${name}(v: f32, l: vec2u) -> f32 {
  workgroupBarrier();
  parts[l.y * ${lanes} + l.x] = v;
  workgroupBarrier();
  var result = parts[l.y * ${lanes}];
  for (var i = 1u; i < ${lanes}; i++) { let other = parts[l.y * ${lanes} + i]; result = ${more}; }
  return result;
}`;
  return `var<workgroup> parts: array<f32, ${THREADS}>;
${reduce('total', 'result + other')}
${reduce('largest', 'max(result, other)')}`;
}

/** `body` has m, example, lane, l (for total and largest), at (the row's first quad) and inside (whether it may store). */
function rowsMain(lanes: number, body: string): string {
  return `${acrossLanes(lanes)}
@compute @workgroup_size(${lanes}, ${rowsOfGroup(lanes)})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let m = group.z;
  let l = local.xy;
  let lane = l.x;
  let place = group.x * ${rowsOfGroup(lanes)} + l.y;
  let inside = place < now.rows;
  ${lanes === 1 ? 'if (!inside) { return; }' : ''}
  let example = min(place, now.rows - 1);
  let at = (m * s.batch + example) * s.outQuads;
${body}
}`;
}

/** A loop over the lane's quads. */
function quads(lanes: number, body: string): string {
  return `  for (var q = lane; q < s.outQuads; q += ${lanes}) {\n${body}\n  }`;
}

const GAIN = 'parameters[m * s.network + s.start + (4 * s.inQuads + 1) * s.outQuads + q]';
const SHIFT = 'parameters[m * s.network + s.start + (4 * s.inQuads + 2) * s.outQuads + q]';

/**
 * Normalises what a layer made, and activates before or after. Binds parameters, linear, standard, inverse, output. Where the slope needs
 * what was activated, `linear` holds that afterwards.
 */
export function normaliseKernel(lanes: number, norm: Exclude<Normalisation, 'none'>, activation: Activation): Kernel {
  const kept = needsArgument(activation);
  const value = norm === 'after' && kept ? 'activate(linear[at + q])' : 'linear[at + q]';
  const keep = norm === 'before' && kept ? 'linear[at + q] = scaled;' : '';
  const body = `  let count = f32(s.outputs);
  var sum = 0.0;
${quads(lanes, `    sum += dot(${value}, vec4f(1));`)}
  let mean = total(sum, l) / count;
  var square = 0.0;
${quads(lanes, `    let away = masked(${value} - mean, q, s.outputs);\n    square += dot(away, away);`)}
  let deviation = 1 / sqrt(total(square, l) / count + ${LAYER_NORM_EPSILON});
  if (!inside) { return; }
${quads(
  lanes,
  `    let normal = masked((${value} - mean) * deviation, q, s.outputs);
    let scaled = normal * ${GAIN} + ${SHIFT};
    standard[at + q] = normal;
    ${keep}
    output[at + q] = ${norm === 'before' ? 'activate(scaled)' : 'scaled'};`,
)}
  if (lane == 0) { inverse[m * s.batch + example] = deviation; }`;
  return kernel(
    ['normalise', lanes, norm, activation].join(' '),
    [
      ['parameters', 'read', 'vec4f'],
      ['linear', 'read_write', 'vec4f'],
      ['standard', 'read_write', 'vec4f'],
      ['inverse', 'read_write', 'f32'],
      ['output', 'read_write', 'vec4f'],
    ],
    [activationFunction(activation), MASK, rowsMain(lanes, body)].join('\n'),
  );
}

/** The derivative back through a normalisation, in place; after the activation, through that too. Binds parameters, delta, standard, inverse (, what the slope is made of). */
export function normaliseBackKernel(lanes: number, activation: Activation | null): Kernel {
  const body = `  let count = f32(s.outputs);
  var sum = 0.0;
  var along = 0.0;
${quads(lanes, `    let inner = delta[at + q] * ${GAIN};\n    sum += dot(inner, vec4f(1));\n    along += dot(inner, standard[at + q]);`)}
  let mean = total(sum, l) / count;
  let projected = total(along, l) / count;
  if (!inside) { return; }
  let deviation = inverse[m * s.batch + example];
${quads(
  lanes,
  `    let through = masked(deviation * (delta[at + q] * ${GAIN} - mean - standard[at + q] * projected), q, s.outputs);
    delta[at + q] = ${activation === null ? 'through' : 'through * slope(source[at + q])'};`,
)}`;
  return kernel(
    ['normalise back', lanes, activation].join(' '),
    [
      ['parameters', 'read', 'vec4f'],
      ['delta', 'read_write', 'vec4f'],
      ['standard', 'read', 'vec4f'],
      ['inverse', 'read', 'f32'],
      ...(activation === null ? [] : [['source', 'read', 'vec4f'] as const]),
    ],
    [activation === null ? '' : slopeFunction(activation), MASK, rowsMain(lanes, body)].join('\n'),
  );
}

const LOGISTIC = `  let z = logits[at].x;
  let label = f32(labels[order[now.first + m * s.batch + example]]);
  // What is added is at most 1: no exponential overflows.
  let power = exp(-abs(z));
  let sound = finite(z);
  losses[m * s.batch + example] = select(${INFINITE}, max(z, 0) - z * label + log(1 + power), sound);
  delta[at] = vec4f((select(power, 1.0, z >= 0) / (1 + power) - label) / f32(now.rows), 0, 0, 0);`;

function softmax(lanes: number): string {
  return `  let label = u32(labels[order[now.first + m * s.batch + example]]);
  var top = -3.4e38;
  var own = 0.0;
  var bad = 0.0;
${quads(
  lanes,
  `    let v = logits[at + q];
    for (var c = 0u; c < 4 && 4 * q + c < s.outputs; c++) {
      top = max(top, v[c]);
      if (4 * q + c == label) { own = v[c]; }
      if (!finite(v[c])) { bad = 1; }
    }`,
)}
  top = largest(top, l);
  var sum = 0.0;
${quads(lanes, `    sum += dot(masked(exp(logits[at + q] - top), q, s.outputs), vec4f(1));`)}
  sum = total(sum, l);
  own = total(own, l);
  bad = total(bad, l);
  if (!inside) { return; }
${quads(
  lanes,
  `    let hot = select(vec4f(0), vec4f(1), vec4u(4 * q) + vec4u(0, 1, 2, 3) == vec4u(label));
    delta[at + q] = (masked(exp(logits[at + q] - top), q, s.outputs) / sum - hot) / f32(now.rows);`,
)}
  if (lane == 0) { losses[m * s.batch + example] = select(${INFINITE}, log(sum) - (own - top), bad == 0); }`;
}

/** Each row's loss, and the mean's derivative by the logits. Binds logits, labels, order, delta, losses. */
export function lossKernel(lanes: number, output: Output): Kernel {
  const logistic = output === 'logistic';
  const own = logistic ? 1 : lanes;
  return kernel(
    ['loss', own, output].join(' '),
    [
      ['logits', 'read', 'vec4f'],
      ['labels', 'read', 'i32'],
      ['order', 'read', 'u32'],
      ['delta', 'read_write', 'vec4f'],
      ['losses', 'read_write', 'f32'],
    ],
    [FINITE, logistic ? '' : MASK, rowsMain(own, logistic ? LOGISTIC : softmax(own))].join('\n'),
  );
}
