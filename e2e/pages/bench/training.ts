/** Row 7: network-steps a second on each path that the engine has: in turns in the computing thread, side by side in workers, stacked on a GPU. */
import { spanEpochs } from '../../../src/compute/training/stacking.ts';
import { PauseSwitch } from '../../../src/compute/training/pause-switch.ts';
import { trainSideBySide } from '../../../src/compute/training/side-by-side.ts';
import { trainNetworks } from '../../../src/compute/training/trainer.ts';
import { measureCorePeak } from './core-peak.ts';
import { appSetup } from './learners.ts';
import { architectureOf, datasetOf, RECIPES, requestOf, stepFlops, type Recipe } from './recipe.ts';
import type { Bench, BenchRow, RowFamily } from './row.ts';
import { stepsAlone, type StepsAlone } from './steps-alone.ts';
import { tensorRate, tensorStepsAlone, type TensorRate } from './tensor-path.ts';
import { rateOf, type TrainingRate } from './training-rate.ts';

interface Way {
  readonly name: string;
  readonly train: (until: number) => Promise<unknown>;
  /** GFLOP/s of a plain loop of multiply-adds on all that the way computes with. */
  readonly peak: number;
}

/** @param core GFLOP/s of one core; null on a GPU */
function waysOf({ engine, peak }: Bench, recipe: Recipe, core: number | null): Way[] {
  const dataset = datasetOf(recipe);
  const { pool, info } = engine;
  const { count } = recipe;
  const inTurns = (until: number): Promise<unknown> => trainNetworks(dataset, requestOf(recipe, until), appSetup(engine, true));
  if (core === null) {
    const device = peak ?? 0;
    const stacked = (until: number): Promise<unknown> => trainNetworks(dataset, requestOf(recipe, until), appSetup(engine, false));
    return [
      { name: 'in turns', train: inTurns, peak: device },
      { name: 'stacked', train: stacked, peak: device },
    ];
  }
  const ways: Way[] = [{ name: 'in turns, one core', train: inTurns, peak: core }];
  if (pool === null) return ways;
  const workers = Math.min(pool.size, count);
  const { training } = requestOf(recipe, 0);
  const span = spanEpochs(info.name, architectureOf(recipe), training, dataset.train.count, count) ?? training.epochs;
  const sideBySide = (until: number): Promise<unknown> =>
    trainSideBySide(dataset, requestOf(recipe, until), { pool, pause: new PauseSwitch(), spanEpochs: span });
  return [...ways, { name: `side by side in ${workers} workers`, train: sideBySide, peak: workers * core }];
}

interface Timed extends TrainingRate {
  readonly way: Way;
}

/** The yardstick is measured before and after: whatever else the machine does meanwhile befalls both. */
async function rowsOf(bench: Bench, recipe: Recipe, core: number | null): Promise<BenchRow[]> {
  const before = await tensorRate(bench, recipe);
  const timed: Timed[] = [];
  for (const way of waysOf(bench, recipe, core)) timed.push({ way, ...(await rateOf(recipe, way.train)) });
  const after = await tensorRate(bench, recipe);
  const yardstick = { ...before, perSecond: (before.perSecond + after.perSecond) / 2 };
  const rows = timed.map((measured) => rowOf(bench.label, recipe, measured, yardstick));
  if (core !== null) return rows;
  const { engine } = bench;
  const dispatches = dispatchesOf(await stepsAlone(engine.learning.makeLearners, recipe), await tensorStepsAlone(engine, recipe));
  return rows.map((row) => ({ ...row, note: `${row.note}; ${dispatches}` }));
}

/** Times are of the steps alone. */
function rowOf(backend: string, recipe: Recipe, { way, ms, perSecond, runs }: Timed, yardstick: TensorRate): BenchRow {
  const { name, count, batchSize } = recipe;
  const networkSteps = count * recipe.steps * recipe.epochs;
  const gflops = (perSecond * stepFlops(recipe)) / 1e9;
  return {
    id: `7. training ${name}, batch ${batchSize}, ${count} networks, ${way.name}`,
    backend,
    ms: (1000 * networkSteps) / perSecond,
    naiveMs: (1000 * networkSteps) / yardstick.perSecond,
    ratio: perSecond / yardstick.perSecond,
    naive: yardstick.words,
    runs,
    note: `yardstick ${Math.round(yardstick.perSecond).toLocaleString('en')} steps/s; ${ms.toFixed(0)} ms with start and final scores`,
    perSecond,
    gflops,
    ...(way.peak > 0 ? { peakFraction: gflops / way.peak } : {}),
  };
}

/** A software adapter's: few steps of the smallest shape, without scores, which take tfjs minutes there. */
const SMALL: Recipe = { ...RECIPES[0], count: 3, steps: 40, yardstickSteps: 4 };

async function smallRow({ engine, label, peak }: Bench): Promise<BenchRow> {
  const own = await stepsAlone(engine.learning.makeLearners, SMALL);
  const tensors = await tensorStepsAlone(engine, SMALL);
  const words = 'the tensor path (tfjs), all networks in one stack, in fewer steps and scaled; steps alone on either side';
  const timed: Timed = {
    way: { name: 'stacked', train: () => Promise.resolve(), peak: peak ?? 0 },
    ms: (1000 * SMALL.count * SMALL.steps) / own.perSecond,
    perSecond: own.perSecond,
    runs: 1,
  };
  return { ...rowOf(label, SMALL, timed, { perSecond: tensors.perSecond, words }), note: dispatchesOf(own, tensors) };
}

function dispatchesOf(own: StepsAlone, yardstick: StepsAlone): string {
  return `${own.dispatches} dispatches a step of the stack, of the yardstick ${yardstick.dispatches}`;
}

export const training: RowFamily = async (bench) => {
  if (bench.size === 'small') return [await smallRow(bench)];
  const core = bench.gpu ? null : await measureCorePeak();
  const rows: BenchRow[] = [];
  for (const recipe of RECIPES) rows.push(...(await rowsOf(bench, recipe, core?.gflops ?? null)));
  if (core === null) return rows;
  const peak = `a loop of ${core.fused ? 'fused ' : ''}multiply-adds reaches ${core.gflops.toFixed(1)} GFLOP/s on one core`;
  return rows.map((row, n) => (n === 0 ? { ...row, note: `${row.note}; ${peak}` } : row));
};
