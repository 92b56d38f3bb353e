/** Loss and gradient in float64, plainly, example by example: what every faster trainer is held to. Parameters follow nn/layout.ts. */
import type { Examples } from '../../datasets/dataset.ts';
import { activate, erfc } from '../../nn/activation.ts';
import { LAYER_NORM_EPSILON, type Activation, type Architecture } from '../../nn/architecture.ts';
import { logSumExp, softplus } from '../../nn/forward.ts';
import { parameterLayout, type LayerLayout } from '../../nn/layout.ts';

/** What a hidden layer did to one example. */
interface Trace {
  readonly input: Float64Array;
  /** What the activation was applied to. */
  readonly before: Float64Array;
  readonly standard: Float64Array | null;
  readonly scale: number;
}

/** Mean loss of a batch (indices of examples) and its gradient. */
export function gradientOf(
  architecture: Architecture,
  parameters: Float64Array,
  examples: Examples,
  batch: Int32Array,
): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(parameters.length);
  let loss = 0;
  for (const index of batch) loss += addExample(architecture, parameters, examples, index, batch.length, gradient);
  return { loss: loss / batch.length, gradient };
}

function addExample(
  architecture: Architecture,
  parameters: Float64Array,
  { x, y, inputs }: Examples,
  index: number,
  batch: number,
  gradient: Float64Array,
): number {
  const { layers } = parameterLayout(architecture);
  const traces: Trace[] = [];
  let h: Float64Array = Float64Array.from(x.subarray(index * inputs, (index + 1) * inputs));
  for (const layer of layers.slice(0, -1)) {
    const { trace, output } = hidden(architecture, parameters, layer, h);
    traces.push(trace);
    h = output;
  }
  const last = layers[layers.length - 1];
  const logits = linear(parameters, last, h);
  const label = y[index];
  const logistic = architecture.output === 'logistic';
  const loss = logistic ? softplus(label === 1 ? -logits[0] : logits[0]) : logSumExp(logits) - logits[label];
  let delta: Float64Array = logistic
    ? logits.map((z) => (1 / (1 + Math.exp(-z)) - label) / batch)
    : logits.map((z, k) => (Math.exp(z - logSumExp(logits)) - (k === label ? 1 : 0)) / batch);
  delta = backLinear(parameters, last, h, delta, gradient);
  for (let l = layers.length - 2; l >= 0; l--) {
    delta = backHidden(architecture, parameters, layers[l], traces[l], delta, gradient);
    delta = backLinear(parameters, layers[l], traces[l].input, delta, gradient);
  }
  return loss;
}

function linear(parameters: Float64Array, { inputs, outputs, weight, bias }: LayerLayout, h: Float64Array): Float64Array {
  return Float64Array.from({ length: outputs }, (_, j) => {
    let sum = parameters[bias.start + j];
    for (let i = 0; i < inputs; i++) sum += h[i] * parameters[weight.start + i * outputs + j];
    return sum;
  });
}

function hidden(
  { activation, norm }: Architecture,
  parameters: Float64Array,
  layer: LayerLayout,
  input: Float64Array,
): { trace: Trace; output: Float64Array } {
  const f = activate(activation);
  const z = linear(parameters, layer, input);
  const { gain, shift } = layer;
  if (gain === null || shift === null) return { trace: { input, before: z, standard: null, scale: 1 }, output: z.map(f) };
  const scaled = (standard: Float64Array): Float64Array =>
    standard.map((value, j) => value * parameters[gain.start + j] + parameters[shift.start + j]);
  const { standard, scale } = standardised(norm === 'before' ? z : z.map(f));
  if (norm === 'after') return { trace: { input, before: z, standard, scale }, output: scaled(standard) };
  const before = scaled(standard);
  return { trace: { input, before, standard, scale }, output: before.map(f) };
}

function standardised(values: Float64Array): { standard: Float64Array; scale: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const scale = 1 / Math.sqrt(variance + LAYER_NORM_EPSILON);
  return { standard: values.map((value) => (value - mean) * scale), scale };
}

/** Adds the layer's gradient; gives the derivative by its input. */
function backLinear(
  parameters: Float64Array,
  { inputs, outputs, weight, bias }: LayerLayout,
  input: Float64Array,
  delta: Float64Array,
  gradient: Float64Array,
): Float64Array {
  for (let j = 0; j < outputs; j++) gradient[bias.start + j] += delta[j];
  return Float64Array.from({ length: inputs }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < outputs; j++) {
      gradient[weight.start + i * outputs + j] += input[i] * delta[j];
      sum += parameters[weight.start + i * outputs + j] * delta[j];
    }
    return sum;
  });
}

function backHidden(
  { activation, norm }: Architecture,
  parameters: Float64Array,
  { gain, shift, outputs }: LayerLayout,
  { before, standard, scale }: Trace,
  delta: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const slope = slopeOf(activation);
  const outer = norm === 'after' ? delta : delta.map((value, j) => value * slope(before[j]));
  if (gain === null || shift === null || standard === null) return outer;
  for (let j = 0; j < outputs; j++) {
    gradient[gain.start + j] += outer[j] * standard[j];
    gradient[shift.start + j] += outer[j];
  }
  const inner = outer.map((value, j) => value * parameters[gain.start + j]);
  const mean = inner.reduce((sum, value) => sum + value, 0) / outputs;
  const along = inner.reduce((sum, value, j) => sum + value * standard[j], 0) / outputs;
  const through = inner.map((value, j) => scale * (value - mean - standard[j] * along));
  return norm === 'after' ? through.map((value, j) => value * slope(before[j])) : through;
}

function slopeOf(activation: Activation): (x: number) => number {
  switch (activation) {
    case 'relu':
      return (x) => (x > 0 ? 1 : 0);
    case 'tanh':
      return (x) => 1 - Math.tanh(x) ** 2;
    case 'gelu':
      return (x) => 0.5 * erfc(-x * Math.SQRT1_2) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
    case 'linear':
      return () => 1;
  }
}
