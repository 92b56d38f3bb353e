/**
 * The evaluator in float64 and plain TypeScript, on nn/forward.ts: the yardstick of the fast ones. The first pre-activation is
 * affine in the coordinates, so its products with the data are made once (architecture.md, "The evaluator").
 */
import { throwIfAborted, yieldToEventLoop } from '../base/job.ts';
import { RidgelineError } from '../base/errors.ts';
import { outputWidth } from '../nn/architecture.ts';
import { forwardFrom, linear, scoreLogits } from '../nn/forward.ts';
import { parameterLayout } from '../nn/layout.ts';
import { evaluateEach } from './evaluate-each.ts';
import type { EvaluateOptions, EvaluationExamples, Evaluator, Field } from './evaluator.ts';
import type { Slice } from './slice.ts';

/** An evaluator that keeps, per set of examples, the first layer's products of the last few parameter vectors. */
export function createReferenceEvaluator(): Evaluator {
  const products = new WeakMap<Float32Array, WeakMap<EvaluationExamples, Float64Array>>();
  const firstProduct = (slice: Slice, vector: Float32Array, examples: EvaluationExamples): Float64Array => {
    const known = products.get(vector)?.get(examples);
    if (known) return known;
    const product = linear(examples.x, examples.count, vector, parameterLayout(slice.architecture).layers[0]);
    const forVector = products.get(vector) ?? new WeakMap<EvaluationExamples, Float64Array>();
    products.set(vector, forVector.set(examples, product));
    return product;
  };
  const prepare = (slice: Slice, examples: EvaluationExamples) => {
    checkFit(slice, examples);
    const moving = slice.layers === null || slice.layers.includes(0);
    const origin = firstProduct(slice, slice.origin, examples);
    const directions = moving ? slice.directions.map((direction) => firstProduct(slice, direction, examples)) : [];
    // The first linear map is in those products already.
    const hoisted = parameterLayout(slice.architecture).layers[0].bias.end;
    return (at: Float64Array): { parameters: Float64Array; first: Float64Array } => ({
      parameters: parametersAt(slice, at, hoisted),
      first: combine(origin, directions, at),
    });
  };
  const evaluator: Evaluator = {
    async evaluate(slice, coordinates, examples, options: EvaluateOptions = {}): Promise<Field> {
      throwIfAborted(options.signal);
      const at = prepare(slice, examples);
      const dimension = slice.directions.length;
      const points = dimension === 0 ? 1 : coordinates.length / dimension;
      const loss = new Float64Array(points);
      const accuracy = new Float64Array(points);
      for (let n = 0; n < points; n++) {
        const { parameters, first } = at(coordinates.subarray(n * dimension, (n + 1) * dimension));
        const score = scoreLogits(slice.architecture, forwardFrom(slice.architecture, parameters, first, examples.count), examples.y, examples.count);
        loss[n] = score.loss;
        accuracy[n] = score.accuracy;
        options.onTile?.({ start: n, loss: loss.slice(n, n + 1), accuracy: accuracy.slice(n, n + 1) });
        if (n % 8 === 7) await yieldToEventLoop(options.signal);
      }
      return { loss, accuracy };
    },
    evaluateAll: (requests, examples, options) => evaluateEach(evaluator, requests, examples, options),
    logits(slice, coordinates, examples) {
      const { parameters, first } = prepare(slice, examples)(coordinates);
      return Promise.resolve(new Float32Array(forwardFrom(slice.architecture, parameters, first, examples.count)));
    },
    hiddenActivations(slice, examples) {
      const { parameters, first } = prepare(slice, examples)(new Float64Array(slice.directions.length));
      const outputs: Float32Array[] = [];
      forwardFrom(slice.architecture, parameters, first, examples.count, (block) => outputs.push(new Float32Array(block)));
      return Promise.resolve(outputs);
    },
  };
  return evaluator;
}

/**
 * θ₀ + Σ cₖ·dₖ in float64; layers that do not move stay at the origin, and so do parameters before `from`.
 */
export function parametersAt(slice: Slice, coordinates: ArrayLike<number>, from = 0): Float64Array {
  const parameters = new Float64Array(slice.origin);
  for (const [l, { range }] of parameterLayout(slice.architecture).layers.entries()) {
    if (slice.layers !== null && !slice.layers.includes(l)) continue;
    for (const [k, direction] of slice.directions.entries()) addScaled(parameters, direction, coordinates[k], Math.max(from, range.start), range.end);
  }
  return parameters;
}

function addScaled(target: Float64Array, direction: Float32Array, scale: number, start: number, end: number): void {
  for (let i = start; i < end; i++) target[i] += scale * direction[i];
}

function combine(origin: Float64Array, directions: readonly Float64Array[], coordinates: Float64Array): Float64Array {
  const sum = origin.slice();
  for (const [k, direction] of directions.entries()) {
    const c = coordinates[k];
    for (let i = 0; i < sum.length; i++) sum[i] += c * direction[i];
  }
  return sum;
}

function checkFit({ architecture }: Slice, examples: EvaluationExamples): void {
  if (architecture.inputs !== examples.inputs || architecture.classes !== examples.classes) {
    throw new RidgelineError(
      'shape-mismatch',
      `A network with ${architecture.inputs} inputs and ${outputWidth(architecture)} outputs (${architecture.classes} classes) does not fit data with ${examples.inputs} inputs and ${examples.classes} classes.`,
      { argument: 'network', received: architecture.inputs },
    );
  }
}
