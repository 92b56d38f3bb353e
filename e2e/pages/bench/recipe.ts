/** What row 7 trains: networks on random examples, and what a step of theirs costs. */
import type { TrainerRequest } from '../../../src/compute/training/trainer-request.ts';
import type { Dataset } from '../../../src/datasets/dataset.ts';
import { layerWidths, type Architecture } from '../../../src/nn/architecture.ts';
import { randomExamples } from '../../../src/testing/random-slice.ts';

export interface Recipe {
  readonly name: string;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly classes: number;
  readonly batchSize: number;
  /** Networks. */
  readonly count: number;
  /** Of an epoch; there are batchSize * steps examples. */
  readonly steps: number;
  readonly epochs: number;
  /** Of the yardstick's one epoch. */
  readonly yardstickSteps: number;
}

/** As src/tools/bench-torch.py has them. */
export const RECIPES: readonly Recipe[] = [
  { name: '2-64-2', inputs: 2, hidden: [64], classes: 2, batchSize: 256, count: 50, steps: 200, epochs: 1, yardstickSteps: 200 },
  { name: '2-512-2', inputs: 2, hidden: [512], classes: 2, batchSize: 256, count: 50, steps: 40, epochs: 1, yardstickSteps: 80 },
  { name: '784-64-10', inputs: 784, hidden: [64], classes: 10, batchSize: 128, count: 50, steps: 94, epochs: 1, yardstickSteps: 47 },
  { name: '784-128-10', inputs: 784, hidden: [128], classes: 10, batchSize: 128, count: 3, steps: 94, epochs: 5, yardstickSteps: 47 },
  { name: '784-512-10', inputs: 784, hidden: [512], classes: 10, batchSize: 128, count: 3, steps: 94, epochs: 1, yardstickSteps: 16 },
  {
    name: '64-8x64-10',
    inputs: 64,
    hidden: Array.from({ length: 8 }, () => 64),
    classes: 10,
    batchSize: 64,
    count: 6,
    steps: 300,
    epochs: 2,
    yardstickSteps: 100,
  },
];

/** The test split is next to nothing: what is timed is training. */
const TEST_EXAMPLES = 16;

export function datasetOf({ inputs, classes, batchSize, steps }: Recipe): Dataset {
  return {
    name: 'random',
    inputs,
    classes,
    classNames: [],
    shape: { kind: 'table' },
    scaling: null,
    notes: [],
    train: randomExamples(inputs, classes, batchSize * steps, 1),
    test: randomExamples(inputs, classes, TEST_EXAMPLES, 2),
  };
}

/** @param until epochs that are trained; 0: nothing, everything around it is done all the same */
export function requestOf({ hidden, batchSize, epochs, count }: Recipe, until: number): TrainerRequest {
  return {
    architecture: { hidden: [...hidden], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' },
    training: {
      epochs,
      batchSize,
      optimizer: 'adam',
      learningRate: 1e-3,
      momentum: 0,
      weightDecay: 0,
      schedule: 'constant',
      cycleMomentum: false,
      warmup: 0,
      clipNorm: 0,
      checkpoints: 1,
    },
    seeds: Array.from({ length: count }, (_, m) => ({ init: m + 1, order: m + 1 })),
    shares: Array.from({ length: count }, () => null),
    until,
  };
}

export function architectureOf({ inputs, classes, hidden }: Recipe): Architecture {
  return { inputs, classes, hidden: [...hidden], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };
}

/**
 * Floating-point operations of a step's products, two a multiply-add: forward, the gradient by the weights, and by the inputs of every
 * layer but the first. Activations, loss and optimiser are not counted.
 */
export function stepFlops(recipe: Recipe): number {
  const widths = layerWidths(architectureOf(recipe));
  const weights = widths.slice(1).map((outputs, l) => widths[l] * outputs);
  return 2 * recipe.batchSize * weights.reduce((sum, count, l) => sum + (l === 0 ? 2 : 3) * count, 0);
}
