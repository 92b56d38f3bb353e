/** The training kernels against float64, both builds. */
import { describe, expect, it } from 'vitest';
import type { Activation, Architecture, Normalisation, Output } from '../../nn/architecture.ts';
import type { Examples } from '../../datasets/dataset.ts';
import { seededRandom } from '../../linalg/random.ts';
import type { OptimizerName, OptimizerState, Training } from '../../nn/training.ts';
import { expectClose } from '../../testing/close.ts';
import { optimiserOf } from '../../testing/float64-optimiser.ts';
import { scoreNetwork } from '../../testing/float64-network.ts';
import { stepModule } from '../../testing/kernel-module.ts';
import type { SimdBuild } from '../backend-names.ts';
import { randomExamples, randomSlice } from '../../testing/random-slice.ts';
import { KernelLearner } from './kernel-learner.ts';
import type { StepSize } from './learner.ts';
import { kernelLearning } from './learning.ts';
import { gradientOf } from './reference-gradient.ts';
import { StepKernels } from './step-kernels.ts';

const VARIANTS: readonly SimdBuild[] = ['plain', 'fma'];
const ACTIVATIONS: readonly Activation[] = ['relu', 'tanh', 'gelu', 'linear'];
const NORMALISATIONS: readonly Normalisation[] = ['none', 'before', 'after'];
const OUTPUTS: readonly Output[] = ['softmax', 'logistic'];
const OPTIMIZERS: readonly OptimizerName[] = ['sgd', 'adam', 'adamw', 'rmsprop'];

const RECIPE: Training = {
  epochs: 1,
  batchSize: 11,
  optimizer: 'sgd',
  learningRate: 0.003,
  momentum: 0.9,
  weightDecay: 0.01,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 1,
};
const WIDE: Architecture = { inputs: 10, classes: 11, hidden: [12, 9], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };

/** Every example `rounds` times, each round in an order of its own. */
function orderOf(count: number, rounds: number, seed: number): Int32Array[] {
  const random = seededRandom(seed, 'order');
  return Array.from({ length: rounds }, () => random.permutation(count));
}

function sizesOf({ learningRate }: Training, count: number): StepSize[] {
  return Array.from({ length: count }, () => ({ rate: learningRate }));
}

/** Trains over each of the orders, the last batch of each with what is left. */
async function trained(
  kernels: StepKernels,
  architecture: Architecture,
  recipe: Training,
  examples: Examples,
  start: Float32Array,
  orders: readonly Int32Array[],
): Promise<Float32Array> {
  const learner = new KernelLearner(kernels, { architecture, training: recipe, examples }, start);
  for (const order of orders) learner.steps([order], sizesOf(recipe, Math.ceil(order.length / recipe.batchSize)));
  const [parameters] = await learner.parameters();
  learner.dispose();
  return parameters;
}

function expectedAfter(
  architecture: Architecture,
  recipe: Training,
  examples: Examples,
  start: Float32Array,
  orders: readonly Int32Array[],
): Float64Array {
  const parameters = Float64Array.from(start);
  const move = optimiserOf(recipe, parameters.length);
  for (const order of orders)
    for (let at = 0; at < order.length; at += recipe.batchSize)
      move(parameters, gradientOf(architecture, parameters, examples, order.subarray(at, at + recipe.batchSize)).gradient);
  return parameters;
}

const COMBINATIONS = ACTIVATIONS.flatMap((activation) =>
  NORMALISATIONS.flatMap((norm) => OUTPUTS.flatMap((output) => OPTIMIZERS.map((optimizer) => ({ activation, norm, output, optimizer })))),
);

describe.each(VARIANTS)('the training kernels (%s)', (variant) => {
  const kernels = new StepKernels(stepModule(variant));

  it.each(COMBINATIONS)(
    'fifty steps of $activation, normalisation $norm, $output, $optimizer agree with float64',
    async ({ optimizer, ...shape }) => {
      for (const hidden of [[], [5], [12, 9]]) {
        const classes = shape.output === 'logistic' ? 2 : 11;
        const inputs = hidden.length === 1 ? 3 : 10;
        const architecture: Architecture = { ...WIDE, ...shape, inputs, classes, hidden };
        // RMSprop divides by ten times less than its mean gradient at the start, and its momentum multiplies by ten.
        const learningRate = optimizer === 'rmsprop' ? 3e-4 : 3e-3;
        const recipe = { ...RECIPE, optimizer, learningRate, clipNorm: hidden.length === 2 ? 0.5 : 0 };
        const examples = randomExamples(inputs, classes, 45, 3);
        const start = randomSlice(architecture, 0, null, 5).origin;
        const orders = orderOf(45, 10, 7);
        const got = await trained(kernels, architecture, recipe, examples, start, orders);
        expectClose(got, expectedAfter(architecture, recipe, examples, start, orders), 1e-4, 1e-5, hidden.join('-'));
      }
    },
  );

  it('the gradient is that of float64 differences', async () => {
    for (const activation of ACTIVATIONS)
      for (const norm of NORMALISATIONS) {
        const architecture: Architecture = { ...WIDE, activation, norm, inputs: 3, classes: 4, hidden: [5, 4] };
        const examples = randomExamples(3, 4, 11, 7);
        const start = randomSlice(architecture, 0, null, 5).origin;
        const recipe = { ...RECIPE, learningRate: 1, momentum: 0, weightDecay: 0 };
        const after = await trained(kernels, architecture, recipe, examples, start, [Int32Array.from({ length: 11 }, (_, i) => i)]);
        const loss = (i: number, by: number): number =>
          scoreNetwork(
            architecture,
            Float64Array.from(start, (value, j) => (j === i ? value + by : value)),
            examples,
          ).loss;
        const differences = Array.from(start, (_, i) => (loss(i, 1e-5) - loss(i, -1e-5)) / 2e-5);
        expectClose(
          after.map((value, i) => start[i] - value),
          differences,
          1e-3,
          1e-5,
          `${activation} ${norm}`,
        );
      }
  });

  it.each([1, 7, 8, 9, 64])('batches of %i, and the short last one', async (batchSize) => {
    const recipe = { ...RECIPE, batchSize };
    const examples = randomExamples(10, 11, 67, 4);
    const start = randomSlice(WIDE, 0, null, 6).origin;
    const orders = orderOf(67, 1, 8);
    expectClose(await trained(kernels, WIDE, recipe, examples, start, orders), expectedAfter(WIDE, recipe, examples, start, orders), 1e-4, 1e-5);
  });

  it('gives the same bits however many steps a call takes, and wherever the examples lie', async () => {
    const examples = randomExamples(10, 11, 90, 4);
    const recipe = { ...RECIPE, batchSize: 9, optimizer: 'adam' as const };
    const start = randomSlice(WIDE, 0, null, 6).origin;
    const [order] = orderOf(90, 1, 8);
    const wanted = await trained(kernels, WIDE, recipe, examples, start, [order]);
    const learner = new KernelLearner(kernels, { architecture: WIDE, training: recipe, examples }, start);
    for (let step = 0; step < 10; step++) learner.steps([order.subarray(9 * step, 9 * step + 9)], sizesOf(recipe, 1));
    expect((await learner.parameters())[0]).toEqual(wanted);
    // Another network's examples are held: these are brought along.
    const others = new StepKernels(stepModule(variant));
    const other = new KernelLearner(others, { architecture: WIDE, training: recipe, examples: randomExamples(10, 11, 20, 1) }, start);
    expect(await trained(others, WIDE, recipe, examples, start, [order])).toEqual(wanted);
    other.dispose();
    learner.dispose();
  });

  it.each(OPTIMIZERS)('%s goes on from a state with the same bits', async (optimizer) => {
    const examples = randomExamples(10, 11, 44, 4);
    const recipe = { ...RECIPE, optimizer };
    const setup = { architecture: WIDE, training: recipe, examples };
    const start = randomSlice(WIDE, 0, null, 6).origin;
    const orders = orderOf(44, 2, 8);
    const wanted = await trained(kernels, WIDE, recipe, examples, start, orders);
    const first = new KernelLearner(kernels, setup, start);
    first.steps([orders[0]], sizesOf(recipe, 4));
    first.remember();
    const [[parameters], [state]]: [Float32Array[], OptimizerState[]] = [await first.parameters(), await first.remembered()];
    first.dispose();
    const second = new KernelLearner(kernels, setup, parameters, state);
    second.steps([orders[1]], sizesOf(recipe, 4));
    expect((await second.parameters())[0]).toEqual(wanted);
    expect(await second.stepsTaken()).toEqual([8]);
    second.dispose();
  });

  it('notices a divergence at the step where it happens and keeps the parameters before it', async () => {
    const examples = randomExamples(10, 11, 33, 4);
    examples.x[10 * 15] = NaN;
    const start = randomSlice(WIDE, 0, null, 6).origin;
    const learner = new KernelLearner(kernels, { architecture: WIDE, training: RECIPE, examples }, start);
    const order = Int32Array.from({ length: 33 }, (_, i) => i);
    learner.steps([order], sizesOf(RECIPE, 3));
    expect(await learner.stepsTaken()).toEqual([1]);
    expectClose((await learner.parameters())[0], expectedAfter(WIDE, RECIPE, examples, start, [order.subarray(0, 11)]), 1e-4, 1e-5);
    learner.steps([order], sizesOf(RECIPE, 3));
    expect(await learner.stepsTaken()).toEqual([1]);
    learner.dispose();
  });

  it.each([3, 256, 1000])('scores %i examples as float64 does', async (count) => {
    for (const shape of [{}, { output: 'logistic' as const, classes: 2 }, { norm: 'after' as const, activation: 'gelu' as const }]) {
      const architecture: Architecture = { ...WIDE, ...shape };
      const examples = randomExamples(10, architecture.classes, count, 9);
      const { origin } = randomSlice(architecture, 0, null, 6);
      const got = await kernelLearning(kernels).score({ architecture, parameters: origin }, examples);
      const wanted = scoreNetwork(architecture, Float64Array.from(origin), examples);
      expectClose([got.loss, got.accuracy], [wanted.loss, wanted.accuracy], 1e-5, 1e-6);
    }
  });

  it('a score of logits that are not finite is none', async () => {
    const { origin } = randomSlice(WIDE, 0, null, 6);
    const score = await kernelLearning(kernels).score({ architecture: WIDE, parameters: origin.fill(3e38) }, randomExamples(10, 11, 5, 1));
    expect(score).toEqual({ loss: NaN, accuracy: NaN });
  });

  it('keeps its memory flat over a hundred trainings of changing data', async () => {
    const own = new StepKernels(stepModule(variant));
    const sizes: number[] = [];
    for (let run = 0; run < 100; run++) {
      const examples = randomExamples(10, 11, 44, run);
      await trained(own, WIDE, { ...RECIPE, learningRate: run / 1e4 }, examples, randomSlice(WIDE, 0, null, 6).origin, orderOf(44, 1, run));
      sizes.push(own.bytes);
    }
    expect(Math.max(...sizes)).toBe(sizes[1]);
  });
});
