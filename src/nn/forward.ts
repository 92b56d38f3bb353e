/**
 * The forward pass in float64, plainly: the yardstick that every faster evaluator is held against. Parameters follow
 * parameterLayout; batches are rows.
 */
import { multiply } from '../linalg/multiply.ts';
import type { Vector } from '../linalg/vector.ts';
import { activate } from './activation.ts';
import { LAYER_NORM_EPSILON, outputWidth, type Architecture } from './architecture.ts';
import { parameterLayout, type LayerLayout } from './layout.ts';

/** Mean cross-entropy (natural log) and fraction right; both NaN where any logit is not finite. */
export interface ExampleScore {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Logits from the first layer's pre-activations X·W₁ + b₁ [count, width], so that callers can make those once and reuse them:
 * they are affine in the parameters. `first` is not changed. `onHidden` receives each hidden block's output, [count, width].
 */
export function forwardFrom(
  architecture: Architecture,
  parameters: Vector,
  first: Float64Array,
  count: number,
  onHidden?: (output: Float64Array) => void,
): Float64Array {
  const { layers } = parameterLayout(architecture);
  let rows = first;
  for (let l = 0; l + 1 < layers.length; l++) {
    const block = hiddenBlock(architecture, parameters, layers[l], l === 0 ? rows.slice() : rows, count);
    onHidden?.(block);
    rows = linear(block, count, parameters, layers[l + 1]);
  }
  return layers.length === 1 ? rows.slice() : rows;
}

/** X·W + b, [count, outputs]; a new array. */
export function linear(x: Vector, count: number, parameters: Vector, layer: LayerLayout): Float64Array {
  const { inputs, outputs } = layer;
  const result = multiply(x, parameters.subarray(layer.weight.start, layer.weight.end), count, inputs, outputs);
  for (let i = 0; i < count; i++) for (let j = 0; j < outputs; j++) result[i * outputs + j] += parameters[layer.bias.start + j];
  return result;
}

/** Normalisation and activation of pre-activations [count, width], in place and in the architecture's order. */
function hiddenBlock(architecture: Architecture, parameters: Vector, layer: LayerLayout, z: Float64Array, count: number): Float64Array {
  if (architecture.norm === 'before') normalise(parameters, layer, z, count);
  if (architecture.activation === 'relu') {
    for (let i = 0; i < z.length; i++) z[i] = z[i] < 0 ? 0 : z[i];
  } else if (architecture.activation !== 'linear') {
    const f = activate(architecture.activation);
    for (let i = 0; i < z.length; i++) z[i] = f(z[i]);
  }
  if (architecture.norm === 'after') normalise(parameters, layer, z, count);
  return z;
}

/** Layer normalisation with the population variance, as torch.nn.LayerNorm; in place. */
function normalise(parameters: Vector, layer: LayerLayout, z: Float64Array, count: number): void {
  const width = layer.outputs;
  const gain = layer.gain?.start ?? 0;
  const shift = layer.shift?.start ?? 0;
  for (let start = 0; start < count * width; start += width) {
    let mean = 0;
    for (let j = 0; j < width; j++) mean += z[start + j];
    mean /= width;
    let variance = 0;
    for (let j = 0; j < width; j++) variance += (z[start + j] - mean) ** 2;
    const scale = 1 / Math.sqrt(variance / width + LAYER_NORM_EPSILON);
    for (let j = 0; j < width; j++) z[start + j] = (z[start + j] - mean) * scale * parameters[gain + j] + parameters[shift + j];
  }
}

/**
 * Cross-entropy of each example, [count]: log-sum-exp minus the label's logit, or softplus of ∓z for a logistic output. NaN
 * where a logit is not finite.
 */
export function exampleLosses(architecture: Architecture, logits: Vector, y: Int32Array, count: number): Float64Array {
  const outputs = outputWidth(architecture);
  const losses = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    losses[i] =
      architecture.output === 'logistic'
        ? softplus(y[i] === 1 ? -logits[i] : logits[i])
        : logSumExp(logits, i * outputs, outputs) - logits[i * outputs + y[i]];
    for (let j = 0; j < outputs; j++) if (!Number.isFinite(logits[i * outputs + j])) losses[i] = NaN;
  }
  return losses;
}

/** Log of the sum of exponentials of values[start .. start+length), without overflow. */
export function logSumExp(values: Vector, start = 0, length = values.length): number {
  let largest = -Infinity;
  for (let j = start; j < start + length; j++) if (values[j] > largest) largest = values[j];
  let sum = 0;
  for (let j = start; j < start + length; j++) sum += Math.exp(values[j] - largest);
  return largest + Math.log(sum);
}

/** log(1 + eˣ) without overflow or cancellation. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Predicted class of each example: the largest logit, ties to the lowest index; for a logistic output class 1 iff its logit is above 0. */
export function predictedClasses(architecture: Architecture, logits: Vector, count: number): Int32Array {
  const outputs = outputWidth(architecture);
  const predicted = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    if (architecture.output === 'logistic') {
      predicted[i] = logits[i] > 0 ? 1 : 0;
      continue;
    }
    let best = 0;
    for (let j = 1; j < outputs; j++) if (logits[i * outputs + j] > logits[i * outputs + best]) best = j;
    predicted[i] = best;
  }
  return predicted;
}

/** Mean loss and accuracy of logits [count, outputs] against labels. */
export function scoreLogits(architecture: Architecture, logits: Vector, y: Int32Array, count: number): ExampleScore {
  const losses = exampleLosses(architecture, logits, y, count);
  let loss = 0;
  for (const value of losses) loss += value;
  if (Number.isNaN(loss)) return { loss: NaN, accuracy: NaN };
  const predicted = predictedClasses(architecture, logits, count);
  let right = 0;
  for (let i = 0; i < count; i++) if (predicted[i] === y[i]) right++;
  return { loss: loss / count, accuracy: right / count };
}
