/** Row 4 (curves) and rows 5 and 10 (layer by layer). */
import { computeCurve } from '../../../src/landscape/path/curve.ts';
import { computeLayerGrid } from '../../../src/landscape/layers/layer-grid.ts';
import { LAYER_SCHEDULES } from '../../../src/landscape/layers/layer-schedule.ts';
import { computeLayers } from '../../../src/landscape/layers/layerwise.ts';
import { permuteNetwork } from '../../../src/landscape/align/permute.ts';
import { matchWeights } from '../../../src/landscape/align/weight-matching.ts';
import { initialise } from '../../../src/nn/initialise.ts';
import { randomExamples } from '../../../src/testing/random-slice.ts';
import { fresh, NAIVE_TEXT, naiveTime, subject, timed, type RowFamily } from './row.ts';

const CURVE_POINTS = 25;

export const curves: RowFamily = async ({ engine, label, gpu, size }) => {
  const count = size === 'small' ? 200 : gpu ? 10_000 : 1000;
  const given = subject('784-512-10', { inputs: 784, hidden: [512], classes: 10 }, count);
  const splits = [given.examples, randomExamples(784, 10, count, 2)];
  const [a, b] = given.networks;
  const { permutations } = await matchWeights({ reference: a, network: b, seed: 1, restarts: 1, signs: false }, engine.product);
  const aligned = permuteNetwork(b, permutations);
  const points = size === 'small' ? 5 : CURVE_POINTS;
  const runs = 9;
  const ms = await timed(runs, async () => {
    const [from, naive, matched] = fresh([a, b, aligned] as const);
    for (const to of [naive, matched])
      for (const examples of splits) await computeCurve(engine.evaluator, { a: from, b: to, examples, points, range: [0, 1], refine: false });
  });
  const naiveMs = await naiveTime(given, 4 * points);
  return [
    {
      id: `4. curve, ${points} points, naive and aligned, train and test, ${given.name} each`,
      backend: label,
      ms,
      naiveMs,
      ratio: naiveMs / ms,
      naive: NAIVE_TEXT,
      runs,
      note: 'matching not counted',
    },
  ];
};

export const layerHeatmap: RowFamily = async ({ engine, label, gpu, size }) => {
  const count = size === 'small' ? 100 : gpu ? 2000 : 500;
  const given = subject('784-256-256-256-10 with layer normalisation', { inputs: 784, hidden: [256, 256, 256], classes: 10, norm: 'before' }, count);
  const runs = 9;
  const ms = await timed(runs, async () => {
    const [a, b] = fresh(given.networks);
    for (const schedule of LAYER_SCHEDULES) await computeLayers(engine.evaluator, { a, b, examples: given.examples, schedule, alpha: [0.5] });
  });
  const cells = 2 * LAYER_SCHEDULES.length * (given.architecture.hidden.length + 1);
  const points = cells + 3;
  const naiveMs = await naiveTime(given, points);
  return [
    {
      id: `5. layer heatmap, single + both cumulative, both ways, ${given.name}`,
      backend: label,
      ms,
      naiveMs,
      ratio: naiveMs / ms,
      naive: NAIVE_TEXT,
      runs,
      note: `${cells} cells, the midpoint of all layers and both ends`,
    },
  ];
};

const PAIRS = 11;

export const layerGrid: RowFamily = async ({ engine, label, size }) => {
  const small = size === 'small';
  const pairs = small ? 1 : PAIRS;
  const given = subject('64-8x64-10', { inputs: 64, hidden: Array.from({ length: 8 }, () => 64), classes: 10 }, small ? 200 : 2000);
  const networks = Array.from({ length: 2 * pairs }, (_, n) => initialise(given.architecture, n + 1));
  const runs = 9;
  const settings = { sequence: 'single', seed: 1, window: 1, alpha: [0.5] } as const;
  const ms = await timed(runs, () => computeLayerGrid(engine.evaluator, { networks: fresh(networks), examples: [given.examples], settings }, {}));
  const points = pairs * (3 + 2 * (given.architecture.hidden.length + 1));
  const naiveMs = await naiveTime(given, points);
  return [
    {
      id: `10. layer grid, ${pairs} pairs x (full + 9 single layers) both ways, ${given.name}`,
      backend: label,
      ms,
      naiveMs,
      ratio: naiveMs / ms,
      naive: NAIVE_TEXT,
      runs,
      note: `${points} networks`,
    },
  ];
};
