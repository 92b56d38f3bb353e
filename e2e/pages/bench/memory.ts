/** Row 13: what a hundred trainings one after another leave in memory: objects and arrays of the page and its workers. Chromium leaves WebAssembly's memories out: those are held to it by the unit test of training's memory. */
import { PauseSwitch } from '../../../src/compute/training/pause-switch.ts';
import { trainSideBySide } from '../../../src/compute/training/side-by-side.ts';
import { trainNetworks } from '../../../src/compute/training/trainer.ts';
import { appSetup } from './learners.ts';
import { datasetOf, requestOf, type Recipe } from './recipe.ts';
import type { Bench, RowFamily } from './row.ts';

/** Until all code is compiled and every cache has its size. */
const FIRST = 30;
const TRAININGS = 100;
/** Two shapes by turns; parameters, or examples, that every training left behind would come to 30 MB or more. */
const RECIPES: readonly Recipe[] = [256, 300].map((width) => ({
  name: `196-${width}-10`,
  inputs: 196,
  hidden: [width],
  classes: 10,
  batchSize: 64,
  count: 2,
  steps: 8,
  epochs: 2,
  yardstickSteps: 1,
}));

/** Chromium's, of cross-origin isolated pages. */
interface MemoryMeasure {
  measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
}

/** Bytes after a collection of garbage; null where the browser does not tell. */
async function heldBytes(): Promise<number | null> {
  if (!('measureUserAgentSpecificMemory' in performance)) return null;
  return (await (performance as unknown as MemoryMeasure).measureUserAgentSpecificMemory()).bytes;
}

/** New examples each time, as for another data set. */
async function trainOnce({ engine }: Bench, n: number): Promise<void> {
  const recipe = RECIPES[n % RECIPES.length];
  const dataset = datasetOf(recipe);
  const request = requestOf(recipe, recipe.epochs);
  const { pool } = engine;
  if (pool === null) {
    await trainNetworks(dataset, request, appSetup(engine, false));
    return;
  }
  pool.keepOnly(dataset);
  await trainSideBySide(dataset, request, { pool, pause: new PauseSwitch(), spanEpochs: 1 });
}

const megabytes = (bytes: number | null): string => (bytes === null ? 'not told by this browser' : `${(bytes / 1e6).toFixed(1)} MB`);

export const memory: RowFamily = async (bench) => {
  const small = bench.size === 'small';
  const trainings = small ? 1 : TRAININGS;
  for (let n = 0; n < (small ? 1 : FIRST); n++) await trainOnce(bench, n);
  const before = await heldBytes();
  const start = performance.now();
  for (let n = 0; n < trainings; n++) await trainOnce(bench, n);
  const ms = performance.now() - start;
  const after = await heldBytes();
  return [
    {
      id: `13. ${trainings} trainings one after another`,
      backend: bench.label,
      ms,
      naiveMs: null,
      ratio: null,
      naive: null,
      runs: 1,
      note: `held in memory before: ${megabytes(before)}, after: ${megabytes(after)}`,
    },
  ];
};
