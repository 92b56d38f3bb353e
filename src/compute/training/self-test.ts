/** At start, how networks learn and are scored against float64, a few steps of small ones: some processors and browsers compute wrong numbers. */
import type { Examples } from '../../datasets/dataset.ts';
import { seededRandom } from '../../linalg/random.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import type { Training } from '../../nn/training.ts';
import type { LearnerSetup } from './learner.ts';
import type { Learning } from './learning.ts';
import { clipGradient, createOptimizer } from './optimizer.ts';
import { gradientOf } from './reference-gradient.ts';

const RELATIVE = 1e-3;
const ABSOLUTE = 1e-4;
/** Examples of the two steps; the second batch is a short one. */
const COUNT = 8;

const RECIPE: Training = {
  epochs: 1,
  batchSize: 5,
  optimizer: 'sgd',
  learningRate: 0.1,
  momentum: 0.9,
  weightDecay: 0.01,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 1,
};

type Case = Omit<LearnerSetup, 'examples'>;

/** Together they reach every kernel of training. */
const CASES: readonly Case[] = [
  {
    architecture: { inputs: 10, classes: 3, hidden: [9], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' },
    training: RECIPE,
  },
  {
    architecture: { inputs: 2, classes: 2, hidden: [5, 6], activation: 'tanh', norm: 'after', output: 'logistic', init: 'he-normal' },
    training: { ...RECIPE, optimizer: 'adam', learningRate: 0.01, clipNorm: 0.5 },
  },
  {
    architecture: { inputs: 4, classes: 3, hidden: [5, 4], activation: 'gelu', norm: 'before', output: 'softmax', init: 'he-normal' },
    training: { ...RECIPE, optimizer: 'rmsprop', learningRate: 0.003 },
  },
];

/** null where the learning agrees; else a sentence that says by how much it does not. Rejects where the learning does. */
export async function learningSelfTest(learning: Learning): Promise<string | null> {
  for (const { architecture, training } of CASES) {
    const setup = { architecture, training, examples: examplesOf(architecture) };
    const start = initialise(architecture, 1).parameters;
    const { parameters, loss } = expected(setup, start);
    const disagreement = compare('parameter', await learned(learning, setup, start), parameters);
    if (disagreement !== null) return disagreement;
    const score = await learning.score({ architecture, parameters: start }, firstBatch(setup.examples));
    const wrong = compare('loss', [score.loss], [loss]);
    if (wrong !== null) return wrong;
  }
  return null;
}

function examplesOf({ inputs, classes }: Architecture): Examples {
  const random = seededRandom(11, 'self-test');
  return {
    x: Float32Array.from({ length: COUNT * inputs }, () => random.normal()),
    y: Int32Array.from({ length: COUNT }, () => random.below(classes)),
    count: COUNT,
    inputs,
    classes,
  };
}

/** The first batch as it lies, the second backwards. */
const ORDER = Int32Array.from({ length: COUNT }, (_, i) => (i < RECIPE.batchSize ? i : COUNT - 1 - (i - RECIPE.batchSize)));

async function learned(learning: Learning, { architecture, training, examples }: LearnerSetup, start: Float32Array): Promise<Float32Array> {
  const [learner] = learning.makeLearners(architecture, training, examples, [start], null);
  try {
    learner.steps(
      [ORDER],
      Array.from({ length: Math.ceil(COUNT / training.batchSize) }, () => ({ rate: training.learningRate })),
    );
    return (await learner.parameters())[0];
  } finally {
    learner.dispose();
  }
}

function firstBatch({ x, y, inputs, classes }: Examples): Examples {
  const count = RECIPE.batchSize;
  return { x: x.subarray(0, count * inputs), y: y.subarray(0, count), count, inputs, classes };
}

/** The parameters after the steps, and the loss of the first batch before them. */
function expected({ architecture, training, examples }: LearnerSetup, start: Float32Array): { parameters: Float32Array; loss: number } {
  const parameters = start.slice();
  const optimizer = createOptimizer(training, parameters.length);
  const losses: number[] = [];
  for (let at = 0; at < COUNT; at += training.batchSize) {
    const { loss, gradient } = gradientOf(architecture, Float64Array.from(parameters), examples, ORDER.subarray(at, at + training.batchSize));
    losses.push(loss);
    const clipped = Float32Array.from(gradient);
    clipGradient(clipped, Math.hypot(...gradient), training.clipNorm);
    optimizer.step(parameters, clipped, training.learningRate);
  }
  return { parameters, loss: losses[0] };
}

function compare(what: string, got: ArrayLike<number>, want: ArrayLike<number>): string | null {
  for (let i = 0; i < want.length; i++)
    if (!(Math.abs(got[i] - want[i]) <= ABSOLUTE + RELATIVE * Math.abs(want[i]))) return `a ${what} came out as ${got[i]} instead of ${want[i]}`;
  return null;
}
