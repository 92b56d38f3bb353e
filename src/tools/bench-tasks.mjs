// Row 9 of the benchmark: the longest task on the page's thread while the app computes each kind of figure, each drawn once before.

/** What is done on the screen, by kind; surfaces apart, since plotly's WebGL alone takes longer than a task may. */
const KINDS = [
  ['training', (api) => api.train({ architecture: { hidden: [256] }, training: { epochs: 3 }, seeds: [4, 5, 6] })],
  ['matching and all figures after it', (api) => api.setView({ alignment: { seed: 2 } }).then(() => api.run('align'))],
  ['curve', (api) => api.setView({ curve: { points: 51 } })],
  ['plane', (api) => api.setView({ plane: { resolution: 41 } })],
  ['plane after a zoom', (api) => api.setView({ plane: { window: [0, 1, 0, 1] } })],
  ['layers', (api) => api.setView({ layers: { schedule: 'fromInput', along: 'alpha' } })],
  ['all figures on the other split', (api) => api.setView({ split: 'train' })],
  ['probe', (api) => api.setView({ probe: { kind: 'path', path: 'naive', alpha: 0.4 } })],
  ['surface (apart)', (api) => api.setView({ plane: { surface: true } })],
];
/** Drawn once before the measuring, besides what a visit draws: the same kinds with other values. */
const FIRST = [
  (api) => api.loadDataset({ id: 'glyphs' }),
  (api) => api.train({ architecture: { hidden: [256] }, training: { epochs: 2 }, seeds: [1, 2, 3] }),
  (api) => api.setView({ layers: { along: 'alpha' } }),
  (api) => api.setView({ layers: { along: 'midpoint' }, plane: { window: [-0.5, 1.5, -0.5, 1.5] } }),
  (api) => api.setView({ plane: { window: null }, probe: { kind: 'path', path: 'naive', alpha: 0.5 } }),
  (api) => api.setView({ plane: { surface: true } }),
  (api) => api.setView({ plane: { surface: false } }),
];
/** The page rests when nothing has run for so long. */
const REST_MS = 800;
const TIMEOUT_MS = 120_000;
/** Chromium tells of tasks from here on. */
const LONG_TASK = 50;

/** Watches tasks from the page's start: Chromium's long tasks, and the gaps of a timer for the shorter ones. */
function watchTasks() {
  let long = 0;
  let gap = 0;
  let last = performance.now();
  const take = (entries) => entries.forEach(({ duration }) => (long = Math.max(long, duration)));
  const observer = new globalThis.PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'longtask' });
  globalThis.setInterval(() => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
  }, 4);
  globalThis.tasks = {
    reset() {
      observer.takeRecords();
      long = gap = 0;
      last = performance.now();
    },
    longest() {
      take(observer.takeRecords());
      return { long, gap };
    },
  };
}

async function perform(page, action) {
  await page.evaluate(`(${action})(globalThis.ridgeline)`);
  await page.waitForTimeout(REST_MS / 2);
  const running = page.getByRole('contentinfo').getByRole('button', { name: 'cancel' });
  let since = Date.now();
  for (const start = since; Date.now() - since < REST_MS;) {
    if (Date.now() - start > TIMEOUT_MS) throw new Error(`The page did not come to rest after ${action}.`);
    if ((await running.count()) > 0) since = Date.now();
    await page.waitForTimeout(50);
  }
}

/** One row a kind; `ms` is the longest task (of those under 50 ms an upper bound by the timer). */
export async function measureTasks(browser, site, backend) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watchTasks);
  await page.goto(new URL(`?backend=${backend}`, site).href);
  await page.waitForFunction(() => 'ridgeline' in globalThis, null, { timeout: TIMEOUT_MS });
  for (const action of FIRST) await perform(page, action);
  const rows = [];
  for (const [kind, action] of KINDS) {
    await page.evaluate(() => globalThis.tasks.reset());
    await perform(page, action);
    const { long, gap } = await page.evaluate(() => globalThis.tasks.longest());
    const ms = long > 0 ? long : Math.min(gap, LONG_TASK);
    rows.push({
      id: `9. longest task on the page's thread: ${kind}`,
      backend,
      ms,
      ratio: null,
      naiveMs: null,
      naive: null,
      runs: 1,
      note: long > 0 ? 'a long task' : 'no long task; the longest gap of a timer',
    });
  }
  await page.close();
  return rows;
}
