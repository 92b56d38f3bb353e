// Row 11 of the benchmark: three MNIST networks in the real page, from the call to the networks in storage, phase by phase.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHAPE = '784-128-10';
const EXAMPLES = 12_000;
const EPOCHS = 5;
const BATCH = 128;
const NETWORKS = 3;
const RUNS = 3;
const TIMEOUT_MS = 300_000;

/** Whether a built site has MNIST. */
export function hasMnist(folder) {
  const index = join(folder, 'data', 'index.json');
  return existsSync(index) && 'mnist' in JSON.parse(readFileSync(index, 'utf8')).datasets;
}

/** In the page. Milliseconds of every phase; each ends with what a script can see of it. */
async function trainOnMnist({ examples, epochs, batch, networks }) {
  const { ridgeline } = globalThis;
  await ridgeline.backend();
  const times = [performance.now()];
  await ridgeline.loadDataset({ id: 'mnist', trainSize: examples });
  times.push(performance.now());
  let lastStep = 0;
  const trained = await ridgeline.train(
    {
      architecture: { hidden: [128] },
      training: { epochs, batchSize: batch, optimizer: 'adam', learningRate: 0.001, schedule: 'constant' },
      seeds: Array.from({ length: networks }, (_, m) => m + 1),
    },
    {
      onProgress({ done, total }) {
        if (done === total && lastStep === 0) lastStep = performance.now();
      },
    },
  );
  const done = performance.now();
  times.push(lastStep === 0 ? done : lastStep, done);
  const database = await new Promise((resolve, reject) => {
    const request = globalThis.indexedDB.open('ridgeline');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const stored = () =>
    new Promise((resolve, reject) => {
      const request = database.transaction('networks').objectStore('networks').getAllKeys();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (let ids = await stored(); !trained.every(({ id }) => ids.includes(id)); ids = await stored())
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  times.push(performance.now());
  database.close();
  const [load, train, score, store] = times.slice(1).map((time, i) => time - times[i]);
  return { load, train, score, store, accuracy: Math.min(...trained.map(({ test }) => test.accuracy)) };
}

async function visit(browser, site, backend) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(new URL(`?backend=${backend}`, site).href);
    await page.waitForFunction(() => 'ridgeline' in globalThis, null, { timeout: TIMEOUT_MS });
    // What a first visit computes by itself is over before anything is timed.
    await page.evaluate(() => globalThis.ridgeline.cancel());
    await page.waitForTimeout(1000);
    return await page.evaluate(trainOnMnist, { examples: EXAMPLES, epochs: EPOCHS, batch: BATCH, networks: NETWORKS });
  } finally {
    await context.close();
  }
}

const median = (values) => [...values].sort((p, q) => p - q)[Math.floor(values.length / 2)];

/**
 * One row for the whole, one a phase: median of three fresh visits.
 * @param yardstick network-steps a second of the tensor path on this shape, and its words
 */
export async function measureMnist(browser, site, backend, yardstick) {
  const visits = [];
  for (let run = 0; run < RUNS; run++) visits.push(await visit(browser, site, backend));
  const steps = NETWORKS * EPOCHS * Math.ceil(EXAMPLES / BATCH);
  const name = `MNIST, ${NETWORKS} networks ${SHAPE}, ${EXAMPLES.toLocaleString('en')} examples, ${EPOCHS} epochs`;
  const row = (id, ms, rest) => ({ id: `11. ${name}: ${id}`, backend, ms, ratio: null, naiveMs: null, naive: null, runs: RUNS, note: '', ...rest });
  const phase = (key) => median(visits.map((times) => times[key]));
  const train = phase('train');
  const tensorTrain = (1000 * steps) / yardstick.perSecond;
  const fromClick = median(visits.map((times) => times.train + times.score));
  const accuracy = Math.min(...visits.map((times) => times.accuracy));
  return [
    row('from the call to trained and scored', fromClick, {
      naiveMs: fromClick - train + tensorTrain,
      ratio: (fromClick - train + tensorTrain) / fromClick,
      naive: `the phases of this run, with the training at the pace of ${yardstick.words}`,
      note: `test accuracy of the worst ${(100 * accuracy).toFixed(1)} %`,
    }),
    row('load (before the call)', phase('load')),
    row('train', train, {
      naiveMs: tensorTrain,
      ratio: tensorTrain / train,
      naive: yardstick.words,
      perSecond: (1000 * steps) / train,
      note: 'starting the workers, and live scores, included',
    }),
    row('score on all examples', phase('score')),
    row('store', phase('store'), { note: 'while matching and figures begin' }),
  ];
}
