/** Row 7: training steps a second by the trainer, scores included: one network after another, stacked, and (where the engine has a pool) side by side. */
import type { Engine } from '../../../src/compute/engine/engine.ts';
import { FlatLearner } from '../../../src/compute/training/flat-learner.ts';
import type { Learner } from '../../../src/compute/training/learner.ts';
import { tensorLearning, type MakeLearners } from '../../../src/compute/training/learning.ts';
import { PauseSwitch } from '../../../src/compute/training/pause-switch.ts';
import { trainSideBySide } from '../../../src/compute/training/side-by-side.ts';
import { StackedLearner } from '../../../src/compute/training/stacked-learner.ts';
import { DeviceExamples } from '../../../src/compute/evaluate/tfjs/device-examples.ts';
import { productStyle } from '../../../src/compute/evaluate/tfjs/tile-shape.ts';
import { trainNetworks, type TrainerRequest, type TrainerSetup } from '../../../src/compute/training/trainer.ts';
import type { Dataset } from '../../../src/datasets/dataset.ts';
import { randomExamples } from '../../../src/testing/random-slice.ts';
import { median, type Bench, type BenchRow, type RowFamily } from './row.ts';

interface Recipe {
  readonly name: string;
  readonly inputs: number;
  readonly hidden: number;
  readonly output: 'softmax' | 'logistic';
  readonly classes: number;
  readonly batchSize: number;
  /** Steps of each network, by the number of networks. */
  readonly steps: ReadonlyMap<number, number>;
}

const MOONS: Recipe = {
  name: 'two moons 2-64-1',
  inputs: 2,
  hidden: 64,
  output: 'logistic',
  classes: 2,
  batchSize: 256,
  steps: new Map([
    [1, 200],
    [3, 100],
    [10, 40],
    [50, 10],
  ]),
};
const IMAGES: Recipe = {
  name: '784-64-10',
  inputs: 784,
  hidden: 64,
  output: 'softmax',
  classes: 10,
  batchSize: 128,
  steps: new Map([
    [1, 30],
    [3, 12],
    [10, 4],
    [50, 2],
  ]),
};
const RUNS = 3;

type Make = MakeLearners;

/** One learner a network, on GPUs a stack of one. */
function separate({ info }: Engine): Make {
  const inputs = new DeviceExamples(productStyle(info.name));
  return (architecture, training, examples, starts) =>
    starts.map((start): Learner => {
      const setup = { architecture, training, examples };
      return productStyle(info.name) === 'flat' ? new FlatLearner(setup, start) : new StackedLearner(setup, [start], inputs.acquire(examples));
    });
}

/** All networks as one stack. */
function stacked({ info }: Engine): Make {
  const inputs = new DeviceExamples(productStyle(info.name));
  return (architecture, training, examples, starts) => [new StackedLearner({ architecture, training, examples }, starts, inputs.acquire(examples))];
}

function datasetOf({ inputs, classes, batchSize }: Recipe, steps: number): Dataset {
  return {
    name: 'random',
    inputs,
    classes,
    classNames: [],
    shape: { kind: 'table' },
    scaling: null,
    notes: [],
    train: randomExamples(inputs, classes, batchSize * steps, 1),
    test: randomExamples(inputs, classes, 16, 2),
  };
}

function requestOf({ hidden, output, batchSize }: Recipe, count: number): TrainerRequest {
  return {
    architecture: { hidden: [hidden], activation: 'relu', norm: 'none', output, init: 'pytorch' },
    training: {
      epochs: 1,
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
  };
}

async function rowsOf({ engine, label }: Bench, recipe: Recipe, count: number, steps: number): Promise<BenchRow[]> {
  const dataset = datasetOf(recipe, steps);
  const request = requestOf(recipe, count);
  const setup = (makeLearners: Make): TrainerSetup => ({ learning: tensorLearning(engine.scorer, makeLearners), pause: new PauseSwitch() });
  const ways: [name: string, train: () => Promise<unknown>][] = [
    ['one after another', () => trainNetworks(dataset, request, setup(separate(engine)))],
  ];
  if (count > 1) ways.push(['stacked', () => trainNetworks(dataset, request, setup(stacked(engine)))]);
  const { pool } = engine;
  if (pool !== null && count > 1)
    ways.push([
      `side by side in ${Math.min(pool.size, count)} workers`,
      () => trainSideBySide(dataset, request, { pool, pause: new PauseSwitch(), spanEpochs: 1 }),
    ]);
  const rows: BenchRow[] = [];
  for (const [way, train] of ways) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await train();
      times.push(performance.now() - start);
    }
    const ms = median(times);
    const naiveMs = rows.at(0)?.ms ?? null;
    const note = `${((1000 * count * steps) / ms).toPrecision(3)} network-steps/s, batch ${recipe.batchSize}`;
    rows.push({
      id: `7. training ${recipe.name}, ${count} network${count > 1 ? 's' : ''}, ${way}`,
      backend: label,
      ms,
      naiveMs,
      ratio: naiveMs === null ? null : naiveMs / ms,
      naive: naiveMs === null ? null : 'one network after another',
      runs: RUNS,
      note,
    });
  }
  return rows;
}

export const training: RowFamily = async (bench) => {
  const rows: BenchRow[] = [];
  for (const recipe of bench.size === 'small' ? [MOONS] : [MOONS, IMAGES]) {
    for (const [count, steps] of recipe.steps) rows.push(...(await rowsOf(bench, recipe, count, bench.size === 'small' ? 1 : steps)));
  }
  return rows;
};
