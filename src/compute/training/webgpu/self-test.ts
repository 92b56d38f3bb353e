/** At start, the training kernels against float64: a step down a gradient of known differences, and the optimisers on such gradients. */
import type { Examples } from '../../../datasets/dataset.ts';
import { seededRandom } from '../../../linalg/random.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import { forwardFrom, linear, scoreLogits } from '../../../nn/forward.ts';
import { initialise } from '../../../nn/initialise.ts';
import { parameterLayout } from '../../../nn/layout.ts';
import type { Training } from '../../../nn/training.ts';
import { createOptimizer } from '../optimizer.ts';
import type { TrainingDevice } from './device.ts';
import { GpuLearner } from './gpu-learner.ts';

const RELATIVE = 1e-3;
const ABSOLUTE = 1e-4;
const COUNT = 11;
/** Of the differences. */
const APART = 1e-5;

const DESCENT: Training = {
  epochs: 1,
  batchSize: COUNT,
  optimizer: 'sgd',
  learningRate: 1,
  momentum: 0,
  weightDecay: 0,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 1,
};

/** Together they reach every kernel but the rarer activations and optimisers. */
const ARCHITECTURES: readonly Architecture[] = [
  { inputs: 5, classes: 3, hidden: [7], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' },
  { inputs: 2, classes: 2, hidden: [6, 5], activation: 'tanh', norm: 'after', output: 'logistic', init: 'he-normal' },
];

/** null where the kernels agree; else a sentence that says by how much they do not. Rejects where the device fails. */
export async function trainingSelfTest(device: TrainingDevice): Promise<string | null> {
  for (const architecture of ARCHITECTURES) {
    const examples = examplesOf(architecture);
    const start = initialise(architecture, 1).parameters;
    const after = await stepped(device, { architecture, training: DESCENT, examples }, start);
    const gradient = start.map((value, i) => value - after[i]);
    const wrong = compare('a derivative', gradient, differences(architecture, start, examples));
    if (wrong !== null) return wrong;
    const training: Training = { ...DESCENT, optimizer: 'adamw', learningRate: 0.01, weightDecay: 0.1 };
    const wanted = start.slice();
    createOptimizer(training, wanted.length).step(wanted, gradient, training.learningRate);
    const moved = compare('a parameter', await stepped(device, { architecture, training, examples }, start), wanted);
    if (moved !== null) return moved;
  }
  return null;
}

/** The parameters after one step on all of the examples, in a stack of two. */
async function stepped(
  device: TrainingDevice,
  setup: { readonly architecture: Architecture; readonly training: Training; readonly examples: Examples },
  start: Float32Array,
): Promise<Float32Array> {
  const learner = new GpuLearner(device, setup, [start, start]);
  try {
    const order = Int32Array.from({ length: COUNT }, (_, i) => i);
    learner.steps([order, order], [{ rate: setup.training.learningRate }]);
    return (await learner.parameters())[1];
  } finally {
    learner.dispose();
  }
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

function differences(architecture: Architecture, start: Float32Array, { x, y }: Examples): Float64Array {
  const [first] = parameterLayout(architecture).layers;
  const at = Float64Array.from(start);
  const loss = (): number => scoreLogits(architecture, forwardFrom(architecture, at, linear(x, COUNT, at, first), COUNT), y, COUNT).loss;
  return at.map((value, i) => {
    at[i] = value + APART;
    const ahead = loss();
    at[i] = value - APART;
    const behind = loss();
    at[i] = value;
    return (ahead - behind) / (2 * APART);
  });
}

function compare(what: string, got: Float32Array, want: Float32Array | Float64Array): string | null {
  const at = want.findIndex((value, i) => !(Math.abs(got[i] - value) <= ABSOLUTE + RELATIVE * Math.abs(value)));
  return at < 0 ? null : `${what} came out as ${got[at]} instead of ${want[at]}`;
}
