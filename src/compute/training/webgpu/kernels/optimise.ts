/** The end of a step: whether its loss and gradient are finite and how far the gradient is clipped; then the optimisers of optimizer.ts. */
import type { OptimizerName } from '../../../../nn/training.ts';
import { ADAM_BETA2, OPTIMIZER_EPSILON, RMSPROP_ALPHA } from '../../optimizer.ts';
import { FINITE, kernel, type Kernel } from './prelude.ts';

/** Bytes of a network's state: whether it goes on (1, else 0), steps taken, what its gradient is multiplied by. */
export const STATE_BYTES = 16;
const STATE = 'struct State { alive: u32, taken: u32, scale: f32, unused: u32 }';

/** A mean loss above this counts as not finite. */
const LARGEST_LOSS = '1e30';

/** Threads of a workgroup of the update. */
export const UPDATE_THREADS = 64;
/** Workgroups of the update along x, at most. */
export const UPDATE_ROW = 32_768;

/** Threads that sum one network's losses and squares. */
export function verdictThreads(squares: number): number {
  return squares > 1024 ? 256 : 64;
}

/** One workgroup a network. Binds losses, squares, states. */
export function verdictKernel(threads: number): Kernel {
  return kernel(
    `verdict ${threads}`,
    [
      ['losses', 'read', 'f32'],
      ['squares', 'read', 'f32'],
      ['states', 'read_write', 'State'],
    ],
    `${STATE}
${FINITE}
var<workgroup> parts: array<vec2f, ${threads}>;
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let m = group.z;
  var sums = vec2f(0);
  for (var b = local.x; b < now.rows; b += ${threads}) { sums.x += losses[m * s.batch + b]; }
  for (var i = local.x; i < s.networkSquares; i += ${threads}) { sums.y += squares[m * s.networkSquares + i]; }
  parts[local.x] = sums;
  workgroupBarrier();
  if (local.x > 0) { return; }
  for (var i = 1u; i < ${threads}; i++) { sums += parts[i]; }
  let state = states[m];
  let sound = finite(sums.x) && sums.x < f32(now.rows) * ${LARGEST_LOSS} && finite(sums.y);
  let alive = select(0u, state.alive, sound);
  let scale = select(1.0, min(1.0, now.clip / (sqrt(sums.y) + 1e-6)), now.clip > 0);
  states[m] = State(alive, state.taken + alive, scale, 0);
}`,
  );
}

/** Which arrays of the optimiser's memory it has: `first` is momentum's or Adam's mean, `second` the squares'. */
export interface Slots {
  readonly first: boolean;
  readonly second: boolean;
}

/** Decay is L2, but for AdamW, whose shrinking is the schedule's. */
const RULES: Readonly<Record<OptimizerName, (slots: Slots) => string>> = {
  sgd: (slots) => `  ${slots.first ? 'let v = now.momentum * first[at] + g; first[at] = v;' : 'let v = g;'}
  parameters[at] = p - now.size * v;`,
  adam: adam,
  adamw: adam,
  rmsprop: (slots) => `  let square = ${RMSPROP_ALPHA} * second[at] + ${1 - RMSPROP_ALPHA} * g * g;
  second[at] = square;
  let d = g / (sqrt(square) + ${OPTIMIZER_EPSILON});
  ${slots.first ? 'let v = now.momentum * first[at] + d; first[at] = v;' : 'let v = d;'}
  parameters[at] = p - now.size * v;`,
};

function adam(): string {
  return `  let mean = now.momentum * first[at] + (1 - now.momentum) * g;
  let square = ${ADAM_BETA2} * second[at] + ${1 - ADAM_BETA2} * g * g;
  first[at] = mean;
  second[at] = square;
  parameters[at] = now.shrink * p - now.size * mean / (sqrt(square) * now.scale2 + ${OPTIMIZER_EPSILON});`;
}

/** A thread a quad. Binds states, gradient, parameters (, first) (, second). */
export function updateKernel(optimizer: OptimizerName, slots: Slots): Kernel {
  return kernel(
    ['update', optimizer === 'adamw' ? 'adam' : optimizer, slots.first].join(' '),
    [
      ['states', 'read', 'State'],
      ['gradient', 'read', 'vec4f'],
      ['parameters', 'read_write', 'vec4f'],
      ...(slots.first ? [['first', 'read_write', 'vec4f'] as const] : []),
      ...(slots.second ? [['second', 'read_write', 'vec4f'] as const] : []),
    ],
    `${STATE}
@compute @workgroup_size(${UPDATE_THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let m = group.z;
  let quad = (group.y * ${UPDATE_ROW} + group.x) * ${UPDATE_THREADS} + local.x;
  if (quad >= s.network) { return; }
  let state = states[m];
  if (state.alive == 0) { return; }
  let at = m * s.network + quad;
  let p = parameters[at];
  let g = state.scale * gradient[at] + now.decay * p;
${RULES[optimizer](slots)}
}`,
  );
}
