/**
 * Evaluators for tests of the landscape recipes: any function of the parameters as loss, exact, in no time. They count calls,
 * deliver in tiles and heed aborts, as the contract asks.
 */
import { throwIfAborted, yieldToEventLoop } from '../base/job.ts';
import { evaluateEach } from '../landscape/evaluate-each.ts';
import type { EvaluationExamples, Evaluator } from '../landscape/evaluator.ts';
import { parametersAt } from '../landscape/reference-evaluator.ts';
import { pointsOf } from '../landscape/slice.ts';
import type { Network } from '../nn/network.ts';
import type { Architecture } from '../nn/architecture.ts';
import { parameterLayout } from '../nn/layout.ts';

export interface ToyEvaluator extends Evaluator {
  /** Points evaluated so far. */
  readonly count: () => number;
}

/** `accuracy` is 1 − loss / 10. */
export function toyEvaluator(loss: (parameters: Float64Array) => number, tile = 7): ToyEvaluator {
  let evaluated = 0;
  const unsupported = () => Promise.reject(new Error('a toy has no logits'));
  const evaluator: ToyEvaluator = {
    count: () => evaluated,
    async evaluate(slice, coordinates, _examples, options = {}) {
      throwIfAborted(options.signal);
      const points = pointsOf(slice, coordinates);
      const values = new Float64Array(points);
      for (let start = 0; start < points; start += tile) {
        const end = Math.min(points, start + tile);
        for (let n = start; n < end; n++) {
          values[n] = loss(parametersAt(slice, coordinates.subarray(n * slice.directions.length, (n + 1) * slice.directions.length)));
          evaluated++;
        }
        const part = values.slice(start, end);
        options.onTile?.({ start, loss: part, accuracy: part.map((value) => 1 - value / 10) });
        options.onProgress?.({ phase: 'evaluating', done: end, total: points });
        await yieldToEventLoop(options.signal);
      }
      return { loss: values, accuracy: values.map((value) => 1 - value / 10) };
    },
    evaluateAll: (requests, examples, options) => evaluateEach(evaluator, requests, examples, options),
    logits: unsupported,
    hiddenActivations: unsupported,
  };
  return evaluator;
}

/** Linear layers of one input and one output each but for the last: w₁, b₁, w₂, b₂, ... */
export function chain(hidden: number): Architecture {
  return {
    inputs: 1,
    classes: 2,
    hidden: new Array<number>(hidden).fill(1),
    activation: 'linear',
    norm: 'none',
    output: 'logistic',
    init: 'pytorch',
  };
}

/** A network of an architecture with its first parameters as given, the others 0. */
export function networkOf(architecture: Architecture, values: readonly number[]): Network {
  const parameters = new Float32Array(parameterLayout(architecture).size);
  parameters.set(values);
  return { architecture, parameters };
}

export const NO_EXAMPLES: EvaluationExamples = { x: new Float32Array(0), y: new Int32Array(0), count: 0, inputs: 1, classes: 2 };
