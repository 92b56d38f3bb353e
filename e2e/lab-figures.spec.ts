/** Every figure of the laboratory on small networks, as a person gets it; what is shown must hold together. */
import type { Page } from '@playwright/test';
import { drawn, labFigure, labSentence, numbers, openLab, showTab, tabCsv, type Row, type Tab } from './lab-screen.ts';
import { choose, drop, fill, menu, messages, networkRows } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

const SMALL = ['hidden=8,8', 'epochs=20'];
/** What the averaging figure calls the first half. */
const SETS = { order: 'one half', epochs: 'one half', init: 'one half', halves: 'half of A', classes: 'half of A' } as const;
const SIDES = ['into A', 'into B'] as const;
const SHARED_START = { order: true, epochs: true, init: false, halves: true, classes: true } as const;
const KINDS = {
  order: 'same start, other data order',
  epochs: 'same start and first epochs',
  init: 'other start',
  halves: 'halves of the data',
  classes: 'halves by class',
} as const;

/** Presses the button that trains the pairs, and waits for them and the figure. `networks`: in the list afterwards. */
async function trainPairs(page: Page, count: number, networks = 2 * count): Promise<void> {
  await page.getByRole('button', { name: `Train ${count} ${count === 1 ? 'pair' : 'pairs'}` }).click();
  await expect(networkRows(page)).toHaveCount(networks, { timeout: 60_000 });
  await settled(page);
}

/** Waits until nothing trains and the figure stands. */
async function settled(page: Page): Promise<void> {
  await expect(labSentence(page)).not.toHaveText(/^(Training|Train the pairs|Measuring|Loading|Choose two)/, { timeout: 60_000 });
  await drawn(page.locator('[data-figure^="lab-"]').first());
}

/** The numbers of a figure once they are as they must be: after a change the old ones stand until the new ones come. */
async function numbersOf(page: Page, tab: Tab, check: (rows: readonly Row[]) => void): Promise<readonly Row[]> {
  let rows: readonly Row[] = [];
  await expect(async () => {
    rows = await tabCsv(page, tab);
    check(rows);
  }).toPass({ timeout: 30_000 });
  return rows;
}

/** A checkable entry of a figure's menu. */
async function option(page: Page, title: string, entry: string): Promise<void> {
  await menu(page, `${title} options`, entry);
}

/** The cells of the last epoch. */
function last(rows: readonly Row[]): readonly Row[] {
  const epoch = String(Math.max(...numbers(rows, 'epoch')));
  return rows.filter((row) => row['epoch'] === epoch);
}

test('pairs of every kind, and what their average knows', async ({ page }) => {
  await openLab(page, SMALL);
  // Pairs that share first epochs have the A of those that share the start; one of another start has the first pair's seeds.
  for (const [kind, networks] of [
    ['order', 4],
    ['epochs', 6],
    ['init', 9],
    ['halves', 13],
    ['classes', 17],
  ] as const) {
    await test.step(kind, async () => {
      await showTab(page, 'Layer by layer');
      await choose(page, 'What A and B share', KINDS[kind]);
      await fill(page, 'Pairs', '2');
      await trainPairs(page, 2, networks);
      await expect(page).toHaveURL(new RegExp(`pairs=${kind}:2:1`));
      await numbersOf(page, 'Layer by layer', (rows) => {
        const start = numbers(rows, 'barrier', { epoch: '0' });
        expect(start).toHaveLength(8);
        if (SHARED_START[kind]) expect(start).toEqual(start.map(() => 0));
        else expect(start).not.toEqual(start.map(() => 0));
        expect(numbers(last(rows), 'barrier').every(Number.isFinite)).toBe(true);
      });
      await drawn(await showTab(page, 'Averaging'));
      await numbersOf(page, 'Averaging', (rows) => checkAverages(rows, kind));
      await expect(labFigure(page, 'Averaging').getByText('the halves are drawn for this figure')).toHaveCount(SETS[kind] === 'one half' ? 1 : 0);
    });
  }
});

function checkAverages(rows: readonly Row[], kind: keyof typeof KINDS): void {
  const columns = Object.keys(rows[0]).slice(1);
  const names = columns.filter((name) => name.endsWith(', loss'));
  const errors = columns.filter((name) => name.endsWith(', standard error'));
  expect([names.length, errors.length, columns.length]).toEqual([4, 4, 8]);
  expect(rows.flatMap((row) => errors.map((name) => Number(row[name]))).every((error) => Number.isFinite(error) && error >= 0)).toBe(true);
  expect(names[0]).toContain(SETS[kind]);
  const losses = rows.map((row) => names.map((name) => Number(row[name])));
  expect(losses.flat().every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  // The whole is the halves by their size: equal, where they are drawn at random.
  const [[own, other, whole]] = losses;
  const share = kind === 'classes' ? (whole - other) / (own - other) : 0.5;
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  for (const [first, second, train] of losses) expect(Math.abs(share * first + (1 - share) * second - train)).toBeLessThan(1e-4 * (1 + train));
  if (kind !== 'classes') return;
  // A client that never met a class does worse on it than on its own.
  const [a, b] = losses;
  expect(a[0]).toBeLessThan(a[1]);
  expect(b[1]).toBeLessThan(b[0]);
}

test('one pair: naive and aligned, loss and error, either reference, averaged and replaced, over training and along α', async ({ page }) => {
  await openLab(page, [...SMALL, 'pairs=init:1:3']);
  await trainPairs(page, 1);
  const naive = await tabCsv(page, 'Layer by layer');
  const end = last(naive);

  await test.step('both paths', async () => {
    await page.getByRole('radio', { name: 'both' }).click();
    await expect(labSentence(page)).toHaveText(/Matched neuron by neuron, the whole path makes/);
    const both = await numbersOf(page, 'Layer by layer', (rows) => {
      expect(rows.filter((row) => row['path'] === 'naive')).toEqual(naive);
      expect(rows).toHaveLength(2 * naive.length);
      expect(numbers(rows, 'barrier').every(Number.isFinite)).toBe(true);
    });
    const distance = (path: string): number => numbers(last(both), 'distance', { path, side: 'into A', layers: 'full' })[0];
    expect(distance('aligned')).toBeLessThanOrEqual(distance('naive'));
    await page.getByRole('radio', { name: 'aligned', exact: true }).click();
    await numbersOf(page, 'Layer by layer', (rows) => expect(rows).toEqual(both.filter((row) => row['path'] === 'aligned')));
    await page.getByRole('radio', { name: 'naive', exact: true }).click();
    await numbersOf(page, 'Layer by layer', (rows) => expect(rows).toEqual(naive));
  });

  await test.step('the examples behind a cell, drawn and as files', async () => {
    await choose(page, 'Layers', 'layer 1');
    const map = page.getByRole('img', { name: 'Examples coloured by what they add to the barrier' });
    await expect(map.locator('.point').first()).toBeVisible();
    const spread = await map.locator('.point').evaluateAll((points) => {
      const places = points.map((point) => point.getBoundingClientRect());
      const over = (values: number[]): number => Math.max(...values) - Math.min(...values);
      return [over(places.map(({ x }) => x)), over(places.map(({ y }) => y))];
    });
    expect(Math.min(...spread), spread.join(' x ')).toBeGreaterThan(60);
    const files: string[] = [];
    page.on('download', (download) => files.push(download.suggestedFilename()));
    await menu(page, 'Examples behind a cell options', 'Download PNG');
    await menu(page, 'Examples behind a cell options', 'Download SVG');
    await expect
      .poll(() => files.toSorted())
      .toEqual(['examples.png', 'examples.svg', 'sum.png', 'sum.svg'].map((end) => `ridgeline-lab-cell-${end}`));
  });

  await test.step('errors are counts of examples', async () => {
    await page.getByRole('radio', { name: 'error' }).click();
    await expect(labSentence(page)).toHaveText(/test error/);
    const values = numbers(await tabCsv(page, 'Layer by layer'), 'barrier');
    for (const value of values) expect(Math.abs(value * 1024 - Math.round(value * 1024))).toBeLessThan(1e-3);
    expect(values).not.toEqual(numbers(naive, 'barrier'));
    await page.getByRole('radio', { name: 'loss' }).click();
  });

  await test.step('against the own ends', async () => {
    await option(page, 'Barrier of each layer', 'the segment');
    await expect(page).toHaveURL(/barriers\.reference=own/);
    await numbersOf(page, 'Layer by layer', (rows) => {
      for (const side of SIDES) {
        // The loss is convex in the last layer.
        expect(numbers(last(rows), 'barrier', { side, layers: 'layer 3' })[0]).toBeLessThanOrEqual(1e-6);
        expect(numbers(last(rows), 'barrier', { side, layers: 'full' })[0]).toBeCloseTo(numbers(end, 'barrier', { side, layers: 'full' })[0], 6);
      }
    });
    await option(page, 'Barrier of each layer', 'the mean of the full ends');
  });

  await test.step('layers replaced fully', async () => {
    await option(page, 'Barrier of each layer', 'fully replaced');
    await numbersOf(page, 'Layer by layer', (rows) => {
      const [a, b] = SIDES.map((side) => numbers(last(rows), 'barrier', { side, layers: 'full' })[0]);
      expect(a + b).toBeCloseTo(0, 6);
      expect(a).not.toBe(numbers(end, 'barrier', { side: 'into A', layers: 'full' })[0]);
    });
    await option(page, 'Barrier of each layer', 'averaged');
  });

  await test.step('along α', async () => {
    await page.getByRole('radio', { name: 'along α' }).click();
    await numbersOf(page, 'Layer by layer', (rows) => {
      expect(rows).toHaveLength(2 * 4 * 11);
      for (const layers of ['full', 'layer 1', 'layer 2', 'layer 3']) {
        const at = (side: string, alpha: string): number => numbers(rows, 'barrier', { side, layers, alpha })[0];
        expect(at('into A', '0')).toBeCloseTo(-at('into B', '1'), 6);
        expect(at('into A', '0.5')).toBeCloseTo(numbers(end, 'barrier', { side: 'into A', layers })[0], 5);
      }
    });
    await page.getByRole('radio', { name: 'over training' }).click();
  });

  await test.step('layers together, in any order', async () => {
    await showTab(page, 'Cumulative');
    const [full] = numbers(end, 'barrier', { side: 'into A', layers: 'full' });
    for (const [order, first] of [
      ['from the input', /^layer 1$/],
      ['from the output', /^layers 1–3$/],
      ['in a random order', /^layer \d$/],
    ] as const) {
      await choose(page, 'Layers join', order);
      await numbersOf(page, 'Cumulative', (rows) => {
        expect(rows.map((row) => row['layers']).some((layers) => first.test(layers))).toBe(true);
        for (const side of SIDES) expect(numbers(rows, 'barrier', { side, 'layers moved': '3' })[0]).toBeCloseTo(full, 5);
      });
    }
    await choose(page, 'Layers join', 'a sliding window');
    await fill(page, 'Layers in the window', '3');
    await numbersOf(page, 'Cumulative', (rows) => {
      expect(rows.map((row) => row['first layer'])).toContain('1');
      expect(Number(rows[0]['barrier'])).toBeCloseTo(full, 5);
    });
    await page.getByRole('radio', { name: 'over training' }).click();
    await expect(labFigure(page, 'Cumulative').locator('.heatmap-label text').first()).toBeVisible();
  });
});

test('robustness and subspaces are drawn, repeat by seed and leave nothing behind', async ({ page }) => {
  await openLab(page, [...SMALL, 'pairs=order:1:1']);
  await trainPairs(page, 1);
  const robustness = await showTab(page, 'Robustness');
  await settled(page);
  await expect(labSentence(page)).toHaveText(/as far at random by .+ \(means of 5 draws\)\. The way to B costs more than \d of 5/);
  const first = await tabCsv(page, 'Robustness');
  // Full twice, with either control.
  expect(first).toHaveLength(2 * 5 * 2);
  for (const around of ['A', 'B']) {
    const parts = first.filter((row) => row['around'] === around && !row['layers'].startsWith('full') && row['t'] === '0.5');
    const whole = first.filter((row) => row['around'] === around && row['layers'] === 'full' && row['t'] === '0.5');
    expect(Math.hypot(...numbers(parts, 'distance'))).toBeCloseTo(numbers(whole, 'distance')[0], 4);
  }
  const seed = robustness.getByRole('textbox', { name: 'Seed' });
  await seed.fill('2');
  await seed.press('Enter');
  await expect.poll(async () => numbers(await tabCsv(page, 'Robustness'), 'draw 1')).not.toEqual(numbers(first, 'draw 1'));
  await seed.fill('1');
  await seed.press('Enter');
  await expect.poll(async () => tabCsv(page, 'Robustness')).toEqual(first);

  const subspaces = await showTab(page, 'Subspaces');
  await settled(page);
  await expect(labSentence(page)).toHaveText(/inside the training subspace \(\d+ of \d+ dimensions\)/);
  expect(await tabCsv(page, 'Subspaces')).toHaveLength(11);
  for (const scope of ['layer 2', 'the whole network']) {
    await choose(page, 'Noise in', scope);
    await settled(page);
  }

  await test.step('as many tensors after as before', async () => {
    const tensors = async (): Promise<number> => {
      const counts = await Promise.all(
        page
          .workers()
          .map((worker) => worker.evaluate(() => (globalThis as { _tfengine?: { state: { numTensors: number } } })._tfengine?.state.numTensors ?? 0)),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    };
    await showTab(page, 'Layer by layer');
    await settled(page);
    const before = await tensors();
    const field = subspaces.getByRole('textbox', { name: 'Seed' });
    for (const value of ['11', '12', '13']) {
      await showTab(page, 'Subspaces');
      await field.fill(value);
      await field.press('Enter');
      await expect(page).toHaveURL(new RegExp(`subspaces\\.seed=${value}`));
      await settled(page);
    }
    await showTab(page, 'Layer by layer');
    await settled(page);
    expect(await tensors()).toBe(before);
  });
});

test('a sweep over the learning rate stops, and goes on from there', async ({ page }) => {
  await openLab(page, ['hidden=64,64', 'epochs=10000', 'pairs=order:1:1', 'lab=sensitivity']);
  const figure = labFigure(page, 'Sensitivity');
  const rates = figure.getByRole('textbox', { name: 'Learning rates' });
  await rates.fill('0.01, 0.1');
  await rates.press('Enter');
  await figure.getByRole('button', { name: 'Train and measure' }).click();
  await expect(figure.getByRole('progressbar', { name: 'learning rate 0.1' })).toBeVisible({ timeout: 60_000 });
  await figure.getByRole('button', { name: 'Stop' }).click();
  await expect(labSentence(page)).toHaveText(/With learning rate 0\.01 the whole path .+\. The sweep was stopped before 1 of 2\./);
  const half = await tabCsv(page, 'Sensitivity');
  expect(new Set(half.map((row) => row['setting']))).toEqual(new Set(['learning rate 0.01']));
  await figure.getByRole('button', { name: 'Go on' }).click();
  await expect(labSentence(page)).toHaveText(/^The whole path costs .+ with learning rate .+: one pair of each tells no order/, { timeout: 60_000 });
  const rows = await tabCsv(page, 'Sensitivity');
  expect(rows).toHaveLength(2 * 2 * 4);
  expect(rows.slice(0, half.length)).toEqual(half);
  await expect(networkRows(page)).toHaveCount(0);
});

test('the diagonal linear network by pointer, slider and fields', async ({ page }) => {
  await openLab(page, ['lab=toy']);
  const figure = labFigure(page, 'Two weights');
  const told = figure.getByText(/^Diagonal network with/);
  await expect(told).toHaveText(
    /full 0\.64\d* \(closed form 0\.64\d*\), .+; layer 1 into A 4(\.0+)? \(closed form 4(\.0+)?\), −4(\.0+)? against its own segment; layer 2 into A 0\.16\d* \(closed form 0\.16\d*\), −0\.16\d* against its own segment\./,
  );
  const disc = figure.locator('.plot-overlay').first().getByText('B', { exact: true });
  await expect(disc).toBeVisible();
  const box = await disc.boundingBox();
  if (box === null) throw new Error('B is not drawn.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 60, y, { steps: 4 });
  await page.mouse.up();
  const ratio = figure.getByRole('textbox', { name: 'r', exact: true });
  await expect(ratio).not.toHaveValue('5');
  const dragged = Number(await ratio.inputValue());
  expect(dragged).toBeLessThan(5);
  expect(dragged).toBeGreaterThan(1);
  await expect(page).toHaveURL(/toy\.r=/);
  // (1 + r)(1 + 1/r)/4 − 1, squared.
  const full = ((1 + dragged) * (1 + 1 / dragged)) / 4 - 1;
  const table = await tabCsv(page, 'Two weights');
  expect(numbers(table, 'full', { alpha: '0.5' })[0]).toBeCloseTo(full ** 2, 10);
  await figure.getByRole('slider', { name: 'r' }).press('ArrowRight');
  await expect(ratio).not.toHaveValue(String(dragged));
  await ratio.fill('5');
  await ratio.press('Enter');
  await expect(told).toHaveText(/full 0\.64/);
  await figure.getByRole('textbox', { name: 'Weights' }).fill('4');
  await figure.getByRole('textbox', { name: 'Weights' }).press('Enter');
  await expect(told).toHaveText(/^Diagonal network with 4 factors/);
  const curves = (await tabCsv(page, 'Two weights')).filter((row) => row['full, closed form'] !== '');
  expect(curves.length).toBeGreaterThan(10);
  for (const row of curves) expect(Number(row['full'])).toBeCloseTo(Number(row['full, closed form']), 9);
});

test('checkpoints of two runs, dropped together, are the columns of the heatmap', async ({ page }) => {
  await page.goto('?backend=wasm#v=1&data=moons&len=14');
  await ready(page);
  const trained = await call<{ id: string }[]>(page, 'train', {
    architecture: { hidden: [6, 6] },
    training: { epochs: 2 },
    seeds: [1, 2, 3, 4, 5, 6],
  });
  const files = await page.evaluate(
    async (ids) => {
      const api = (window as unknown as { ridgeline: { exportNetwork(id: string): Promise<Blob> } }).ridgeline;
      return Promise.all(ids.map(async (id) => Array.from(new Uint8Array(await (await api.exportNetwork(id)).arrayBuffer()))));
    },
    trained.map(({ id }) => id),
  );
  const names = ['a_epoch0', 'a_epoch10', 'a_epoch30', 'b_epoch0', 'b_epoch10', 'b_epoch30'];
  await drop(
    page,
    names.map((name, i) => ({ name: `${name}.safetensors`, bytes: Uint8Array.from(files[i]) })),
  );
  await expect(messages(page)).toContainText("3 checkpoints of 'a', epochs 0 to 30");
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Layers' }).click();
  await settled(page);
  const rows = await tabCsv(page, 'Layer by layer');
  expect(numbers(rows, 'epoch', { path: 'naive', side: 'into A', layers: 'full' })).toEqual([0, 10, 30]);
  // Each column is what the networks of that file have between them.
  for (const [i, epoch] of ['0', '10', '30'].entries()) {
    const between = await call<{ restA: number[]; restB: number[]; full: number }>(page, 'layers', { a: trained[i].id, b: trained[i + 3].id });
    const shown = (side: string): number[] => numbers(rows, 'barrier', { side, epoch });
    for (const [side, rest] of [
      ['into A', between.restA],
      ['into B', between.restB],
    ] as const) {
      shown(side).forEach((value, row) => expect(value).toBeCloseTo(row === 0 ? between.full : rest[row - 1], 5));
    }
  }
});
