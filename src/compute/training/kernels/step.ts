/**
 * Training of one network, many steps a call (AssemblyScript). All matrices lie in panels of eight columns, [panels][rows][8]
 * (product.ts), the parameters too, for as long as they train; what a panel has beyond a layer's width is zero and stays zero. The caller
 * (training/step-memory.ts) owns all memory and writes the plan; nothing here allocates.
 */
import { activate, GELU, RELU, timesSlope } from './elements';
import { gather } from './gather';
import { logisticLoss, rightOnes, softmaxLoss } from './loss';
import { normalGradient, normalise, throughNormal } from './normalise';
import { adam, allFinite, rmsprop, sgd, sumOfSquares } from './optimise';
export { fromPanels, toPanels } from './panels';
import { columnSums, MASKED, PLAIN, product, RECTIFIED, transpose, weightGradient } from './product';

const BEFORE: i32 = 1;
const AFTER: i32 = 2;

const SGD: i32 = 0;
const RMSPROP: i32 = 2;

/** In the order in which the caller writes it; offsets in bytes. */
@unmanaged class Plan {
  layers: i32;
  table: usize;
  inputs: i32;
  outputs: i32;
  activation: i32;
  norm: i32;
  logistic: i32;
  optimizer: i32;
  moving: i32;
  /** Of the parameters, and of each array beside them. */
  bytes: usize;
  parameters: usize;
  gradient: usize;
  memory0: usize;
  memory1: usize;
  batch: usize;
  labels: usize;
  clip: f32;
  decay: f32;
  /** α of RMSprop, β₂ of Adam. */
  smoothing: f32;
}

/** A linear map with what follows it. */
@unmanaged class Layer {
  inputs: i32;
  outputs: i32;
  /** Of the parameters, from their start. */
  weight: usize;
  bias: usize;
  gain: usize;
  shift: usize;
  input: usize;
  linear: usize;
  standard: usize;
  inverse: usize;
  output: usize;
  /** What the activation's slope is made from. */
  slope: usize;
  delta: usize;
  turned: usize;
}

const LAYER_BYTES: usize = 56;

/** What a schedule says of one step. */
@unmanaged class Moment {
  /** The rate; of Adam divided by 1 − β₁ᵗ. */
  size: f32;
  /** Momentum, or β₁. */
  momentum: f32;
  /** 1 / √(1 − β₂ᵗ). */
  scale2: f32;
  /** 1 − rate·decay where the decay is decoupled, else 1. */
  shrink: f32;
}

const MOMENT_BYTES: usize = 16;

@inline function layerAt(plan: Plan, index: i32): Layer {
  return changetype<Layer>(plan.table + <usize>index * LAYER_BYTES);
}

@inline function up(count: i32, to: i32): i32 {
  return (count + to - 1) & -to;
}

/**
 * Up to `steps` steps over the examples in `order`, `size` a step, the last step with what is left of `count`.
 * @param moments [steps] Moment. @returns steps taken: fewer where the loss or the gradient of the next was not finite.
 */
export function train(plan: Plan, x: usize, y: usize, order: usize, count: i32, size: i32, moments: usize, steps: i32): i32 {
  for (let s = 0; s < steps; s++) {
    const examples = min<i32>(size, count - s * size);
    const rows = up(examples, 8);
    gather(plan.batch, plan.labels, x, y, order + (<usize>(s * size) << 2), 0, plan.inputs, examples, rows);
    forward(plan, rows);
    const loss = differentiate(plan, examples, rows);
    backward(plan, rows);
    if (!isFinite(loss) || !allFinite(plan.gradient, plan.bytes)) return s;
    optimise(plan, changetype<Moment>(moments + <usize>s * MOMENT_BYTES));
  }
  return steps;
}

/** Losses and right predictions of the examples from `first` on, `size` at a time: sums into `result`, two float64. */
export function score(plan: Plan, x: usize, y: usize, first: i32, count: i32, size: i32, result: usize): void {
  let loss: f64 = 0;
  let right = 0;
  for (let done = 0; done < count; done += size) {
    const examples = min<i32>(size, count - done);
    const rows = up(examples, 8);
    gather(plan.batch, plan.labels, x, y, 0, first + done, plan.inputs, examples, rows);
    forward(plan, rows);
    right += rightOnes(layerAt(plan, plan.layers - 1).linear, plan.labels, plan.outputs, examples, rows);
    loss += differentiate(plan, examples, rows);
  }
  store<f64>(result, loss);
  store<f64>(result, <f64>right, 8);
}

function forward(plan: Plan, rows: i32): void {
  const activation = plan.activation, norm = plan.norm, parameters = plan.parameters;
  for (let l = 0; l < plan.layers; l++) {
    const layer = layerAt(plan, l);
    const last = l == plan.layers - 1;
    const panels = up(layer.outputs, 8) >> 3;
    const bytes = <usize>panels * (<usize>rows << 5);
    const rectify = activation == RELU && norm != BEFORE && !last;
    product(layer.linear, layer.input, parameters + layer.weight, parameters + layer.bias, up(layer.inputs, 4), panels, rows, rectify ? RECTIFIED : PLAIN, 0);
    if (last) return;
    if (norm == BEFORE) {
      normalise(layer.linear, layer.standard, layer.inverse, layer.linear, parameters + layer.gain, parameters + layer.shift, layer.outputs, rows);
      activate(layer.output, layer.linear, bytes, activation);
    } else if (norm == AFTER) {
      // GELU's slope is made from what it was given, the others' from what they gave.
      const active = activation == GELU ? layer.output : layer.linear;
      if (!rectify) activate(active, layer.linear, bytes, activation);
      normalise(layer.output, layer.standard, layer.inverse, active, parameters + layer.gain, parameters + layer.shift, layer.outputs, rows);
    } else if (!rectify) {
      activate(layer.output, layer.linear, bytes, activation);
    }
  }
}

/** Sum of the losses; the derivative of their mean by the logits goes to the last layer's delta. */
function differentiate(plan: Plan, examples: i32, rows: i32): f64 {
  const delta = layerAt(plan, plan.layers - 1).delta, linear = layerAt(plan, plan.layers - 1).linear;
  if (plan.logistic) return logisticLoss(delta, linear, plan.labels, examples, rows);
  return softmaxLoss(delta, linear, plan.labels, plan.outputs, examples, rows);
}

function backward(plan: Plan, rows: i32): void {
  const activation = plan.activation, norm = plan.norm, parameters = plan.parameters, gradient = plan.gradient;
  // The product with the turned weights takes the rectifier's slope on the way.
  const masked = activation == RELU && norm != AFTER;
  for (let l = plan.layers - 1; l >= 0; l--) {
    const layer = layerAt(plan, l);
    const panels = up(layer.outputs, 8) >> 3;
    if (l < plan.layers - 1) throughHidden(plan, layer, panels, rows, masked);
    weightGradient(gradient + layer.weight, layer.input, layer.delta, up(layer.inputs, 4), panels, rows);
    columnSums(gradient + layer.bias, layer.delta, panels, rows);
    if (l == 0) return;
    const before = layerAt(plan, l - 1);
    transpose(layer.turned, parameters + layer.weight, up(layer.inputs, 4), up(layer.outputs, 4));
    product(before.delta, layer.delta, layer.turned, 0, up(layer.outputs, 4), up(layer.inputs, 8) >> 3, rows, masked ? MASKED : PLAIN, before.slope);
  }
}

/** The delta by a hidden layer's output becomes that by its linear map's output, in place. */
function throughHidden(plan: Plan, layer: Layer, panels: i32, rows: i32, masked: bool): void {
  const activation = plan.activation, norm = plan.norm, parameters = plan.parameters, gradient = plan.gradient;
  const bytes = <usize>panels * (<usize>rows << 5);
  if (!masked && norm != AFTER) timesSlope(layer.delta, layer.slope, bytes, activation);
  if (norm) {
    normalGradient(gradient + layer.gain, gradient + layer.shift, layer.delta, layer.standard, panels, rows);
    throughNormal(layer.delta, layer.standard, layer.inverse, parameters + layer.gain, layer.outputs, rows);
  }
  if (norm == AFTER) timesSlope(layer.delta, layer.slope, bytes, activation);
}

/** Of the gradient, so that its norm is at most the plan's, as torch.nn.utils.clip_grad_norm_ has it. */
function clipScale(plan: Plan): f32 {
  const most = <f64>plan.clip;
  if (most <= 0) return 1;
  const norm = Math.sqrt(sumOfSquares(plan.gradient, plan.bytes)) + 1e-6;
  return most < norm ? <f32>(most / norm) : 1;
}

function optimise(plan: Plan, moment: Moment): void {
  const parameters = plan.parameters, gradient = plan.gradient, memory0 = plan.memory0, memory1 = plan.memory1, bytes = plan.bytes, decay = plan.decay, smoothing = plan.smoothing, optimizer = plan.optimizer;
  const size = moment.size, momentum = moment.momentum, scale2 = moment.scale2, shrink = moment.shrink;
  const moving = plan.moving != 0;
  const scale = clipScale(plan);
  if (optimizer == SGD) sgd(parameters, gradient, memory0, bytes, scale, decay, size, momentum, moving);
  else if (optimizer == RMSPROP) rmsprop(parameters, gradient, memory0, memory1, bytes, scale, decay, size, momentum, smoothing, moving);
  else adam(parameters, gradient, memory0, memory1, bytes, scale, decay, size, momentum, smoothing, scale2, shrink);
}
