import { allFigures, choose, figure, fill, matchedSentence, messages, networkRows, open, start, train, trainSmall } from './screen.ts';
import { call, expect, needsShared, ready, test, WEBGL_MESSAGES } from './support.ts';

/** Starts a scripted job, aborts it after its first progress (or at once), and tells how it ended. */
const abortOnProgress = async ([name, argument]: readonly [string, unknown]): Promise<{ name: string; message: string; progressed: number }> => {
  const api = (window as unknown as { ridgeline: Record<string, (argument: unknown, options: unknown) => Promise<unknown>> }).ridgeline;
  const controller = new AbortController();
  let progressed = 0;
  const onProgress = (): void => {
    progressed++;
    controller.abort(new DOMException('Enough.', 'AbortError'));
  };
  try {
    await api[name](argument, { signal: controller.signal, onProgress });
    return { name: 'finished', message: '', progressed };
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message, progressed };
  }
};

test('a job is cancelled at every stage by its signal, and what follows is right', async ({ page }) => {
  await start(page);
  await ready(page);
  await call(page, 'loadDataset', { id: 'glyphs', trainSize: 1000, testSize: 1000 });
  const architecture = { hidden: [128, 128] };
  const [a, b, c] = (await call<{ id: string }[]>(page, 'train', { architecture, training: { epochs: 1 }, seeds: [1, 2, 3] })).map(({ id }) => id);
  const before = await call<{ loss: number[] }>(page, 'curve', { a, b, points: 5 });
  const stages: readonly (readonly [string, unknown])[] = [
    ['train', { architecture, training: { epochs: 500 }, seeds: [5, 6] }],
    ['align', { reference: a, network: b, restarts: 50 }],
    ['curve', { a, b, points: 2001 }],
    ['plane', { a, b, c, resolution: 201 }],
  ];
  for (const stage of stages) {
    await test.step(stage[0], async () => {
      const ended = await page.evaluate(abortOnProgress, stage);
      expect(ended).toMatchObject({ name: 'AbortError', message: 'Enough.' });
      expect(ended.progressed).toBeGreaterThan(0);
      // A training that was stopped keeps what it has done, beside them.
      const networks = await call<{ stopped: number | null }[]>(page, 'networks');
      expect(networks.filter(({ stopped }) => stopped === null)).toHaveLength(3);
    });
  }
  const after = await call<{ loss: number[] }>(page, 'curve', { a, b, points: 5 });
  expect(after.loss).toEqual(before.loss);
});

/** Far enough for every network to have handed back some epochs. */
const LATER = /^Epoch [1-9]\d{3} of/;

test('a training that is stopped is kept, over a reload too, and goes on to what it would have been', async ({ page }) => {
  await start(page);
  await trainSmall(page, { widths: '8', epochs: '4000', seeds: '1, 2' });
  await expect(page.getByRole('progressbar', { name: LATER })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  const halfway = networkRows(page).filter({ hasText: /seed [12].*epoch \d+\/4000/ });
  await expect(halfway).toHaveCount(2);
  await expect(messages(page)).toContainText(/Kept: seed 1 \(epoch \d+ of 4000\) and seed 2/);

  await page.reload();
  await expect(halfway).toHaveCount(2);
  await expect(page.getByText('2 of them were stopped and go on from there.')).toBeVisible();
  await page.getByRole('button', { name: 'seed 1: options' }).click();
  await expect(page.getByRole('menuitem', { name: 'Go on training' })).toBeVisible();
  await page.keyboard.press('Escape');
  await train(page);
  await expect(halfway).toHaveCount(0, { timeout: 60_000 });
  await expect(
    networkRows(page)
      .filter({ hasText: /seed [12]$|seed [12]\D/ })
      .first(),
  ).toBeVisible();

  const settings = { architecture: { hidden: [8] }, training: { epochs: 4000 }, seeds: [1, 2] };
  const gone = (await call<{ id: string; stopped: number | null; origin: { kind: string } }[]>(page, 'networks')).filter(
    ({ origin }) => origin.kind === 'trained',
  );
  expect(gone.map(({ stopped }) => stopped)).toEqual([null, null]);
  const whole = await call<{ id: string }[]>(page, 'train', settings);
  for (const [m, { id }] of whole.entries())
    expect(await call(page, 'evaluate', { network: gone[m].id })).toEqual(await call(page, 'evaluate', { network: id }));
});

test('training and matching are cancelled by a button, loading by Escape', async ({ page }) => {
  needsShared();
  await start(page);
  await open(page, 'Training');
  await fill(page, 'Epochs', '10000');
  await train(page);
  await expect(page.getByRole('progressbar', { name: LATER })).toBeVisible();
  await page.getByRole('contentinfo').getByRole('button', { name: 'cancel' }).click();
  await expect(page.getByRole('button', { name: 'Train 3 networks' })).toBeEnabled();
  await expect(networkRows(page).filter({ hasText: /epoch \d+\/10000/ })).toHaveCount(3);
  await page.getByRole('button', { name: 'Remove run 1 of moons' }).click();
  await expect(networkRows(page)).toHaveCount(0);

  await open(page, 'Data');
  await page.route('**/data/mnist/**', async (route) => {
    // Held until it is cancelled: loading must be under way when Escape comes.
    await new Promise((resolve) => page.once('close', resolve));
    await route.abort().catch(() => undefined);
  });
  await choose(page, 'Data', 'MNIST');
  await expect(page.getByRole('contentinfo')).toContainText('data');
  await page.getByRole('heading', { name: 'Ridgeline' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0);
  await expect(page.getByRole('contentinfo')).toContainText('512 train, 512 test');

  await fill(page, 'Epochs', '10');
  await open(page, 'Network');
  await trainSmall(page, { widths: '384, 384', epochs: '1' });
  await page.getByRole('region', { name: 'Align' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Align B and C onto A' })).toBeEnabled();
  await expect(networkRows(page)).toHaveCount(3);
});

test.describe('3-D', () => {
  test.use({ allowedMessages: [WEBGL_MESSAGES, { scope: 'test' }] });

  test('the planes as surfaces, and back', async ({ page }) => {
    await start(page);
    await trainSmall(page, { widths: '8', epochs: '10' });
    await allFigures(page);
    await page.getByRole('radio', { name: '3-D' }).click();
    await expect(
      figure(page, 'Plane')
        .getByRole('img', { name: /^Surface through A, B, C/ })
        .locator('canvas')
        .first(),
    ).toBeVisible();
    await expect(page).toHaveURL(/plane\.surface=yes/);
    await page.getByRole('radio', { name: '2-D' }).click();
    await expect(figure(page, 'Plane').getByRole('img', { name: /^Map through A, B, C/ })).toBeVisible();
    await expect(matchedSentence(page)).toBeVisible();
  });
});
