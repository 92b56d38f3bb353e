/** Small networks with everything that a layer can hold, on random examples of three classes: what tests of the landscape measure. */
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import type { Architecture } from '../nn/architecture.ts';
import { initialise } from '../nn/initialise.ts';
import type { Network } from '../nn/network.ts';
import { randomExamples } from './random-slice.ts';

export const SMALL: Architecture = {
  inputs: 4,
  classes: 3,
  hidden: [6, 5],
  activation: 'tanh',
  norm: 'before',
  output: 'softmax',
  init: 'he-normal',
};

/** Networks of the seeds 1 to `count`. */
export function smallNetworks(count: number): Network[] {
  return Array.from({ length: count }, (_, i) => initialise(SMALL, i + 1));
}

export function smallExamples(count: number, seed: number): EvaluationExamples {
  return randomExamples(SMALL.inputs, SMALL.classes, count, seed);
}
