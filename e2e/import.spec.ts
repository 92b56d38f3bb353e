import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { choose, drop, figure, importAsRead, matchedSentence, menu, messages, networkRows, open, sentence, start } from './screen.ts';
import { call, expect, expected, needsShared, ready, sharedFile, test } from './support.ts';

async function mnistThousand(page: Page): Promise<void> {
  await start(page);
  await ready(page);
  await call(page, 'loadDataset', { id: 'mnist', trainSize: 1000, testSize: 1000 });
}

/** The number between these words on the screen. */
function numberAfter(text: string | null, pattern: RegExp): number {
  return Number(pattern.exec(text ?? '')?.[1]);
}

/** What three significant digits can tell apart. */
function digits(value: number): number {
  return Number(value.toPrecision(3));
}

test('reference networks through the file chooser: align, and the barriers on the screen are the expected ones', async ({ page }) => {
  needsShared();
  const want = expected('mnist-relu-32');
  await mnistThousand(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles(['a', 'b', 'c'].map((letter) => sharedFile('reference', 'mnist-relu-32', `${letter}.safetensors`)));
  await importAsRead(page);
  await expect(messages(page)).toContainText(/a\.safetensors, b\.safetensors, c\.safetensors: .*784/);
  await expect(networkRows(page)).toHaveCount(3);
  await expect(sentence(page)).toBeVisible();
  expect(numberAfter(await sentence(page).textContent(), /a barrier of ([\d.]+)/)).toBe(digits(want.naive.barrier.lerp));
  await expect(networkRows(page).filter({ hasText: / %/ })).toHaveCount(3);
  const percents = await networkRows(page).allTextContents();
  want.endpoints.forEach(({ accuracy }, i) => expect(numberAfter(percents[i], /([\d.]+) %/)).toBeCloseTo(100 * accuracy, 0));

  await page.getByRole('button', { name: 'Align B and C onto A' }).click();
  await expect(matchedSentence(page)).toBeVisible();
  await expect(networkRows(page)).toHaveCount(5);
  const legend = figure(page, 'Path').locator('.legend').filter({ hasText: 'above the chord:' });
  await expect(legend).toContainText(/aligned [\d.]+/);
  const text = await legend.textContent();
  expect(numberAfter(text, /naive ([\d.]+)/)).toBe(digits(want.naive.barrier.lerp));
  // The optimum may be reached by another permutation of equal distance; its barrier agrees as far as the eye reads.
  expect(Math.abs(numberAfter(text, /aligned ([\d.]+)/) - want.aligned.barrier.lerp)).toBeLessThan(1e-3);
  const distance = await page.getByRole('region', { name: 'Align' }).getByText(/ → /).textContent();
  expect(numberAfter(distance, /^([\d.]+) →/)).toBe(digits(want.distance.AB));
  expect(numberAfter(distance, /→ ([\d.]+)$/)).toBe(digits(want.aligned.distance.AB));
  await menu(page, 'Path options', 'Above the worse end');
  await expect(legend).toHaveCount(0);
  const worse = figure(page, 'Path').locator('.legend').filter({ hasText: 'above the worse end:' });
  // The screen refines the maximum between the 25 points of the reference, so it may lie a little higher.
  await expect(worse).toBeVisible();
  const raised = numberAfter(await worse.textContent(), /naive ([\d.]+)/) - want.naive.barrier.max;
  expect(raised).toBeGreaterThan(-5e-4);
  expect(raised).toBeLessThan(1.5e-3);
});

test('layer normalisation after the activation is recognised from dropped files, and can be corrected', async ({ page }) => {
  needsShared();
  const name = 'mnist-relu-ln-48-48-48';
  const want = expected(name);
  await mnistThousand(page);
  await drop(
    page,
    ['a', 'b'].map((letter) => ({ name: `${letter}.safetensors`, bytes: readFileSync(sharedFile('reference', name, `${letter}.safetensors`)) })),
  );
  await importAsRead(page);
  await expect(messages(page)).toContainText(/after the activation/);
  await expect(sentence(page)).toBeVisible();
  expect(numberAfter(await sentence(page).textContent(), /a barrier of ([\d.]+)/)).toBe(digits(want.naive.barrier.lerp));
  await menu(page, 'a: options', 'Details');
  await expect(page.getByRole('dialog', { name: 'a' })).toContainText('784-48-48-48-10 relu, layer norm after');
  await choose(page, 'Layer norm', 'before the activation');
  await expect(networkRows(page).first()).toContainText(/A/);
  await expect
    .poll(async () =>
      (await call<{ name: string; architecture: { norm: string } }[]>(page, 'networks'))
        .map(({ name: which, architecture }) => `${which} ${architecture.norm}`)
        .sort(),
    )
    .toEqual(['a before', 'b after']);
});

test('what is no network is refused with its name and shape', async ({ page }) => {
  await start(page);
  const header = JSON.stringify({
    'conv.weight': { dtype: 'F32', shape: [2, 1, 3, 3], data_offsets: [0, 72] },
    'conv.bias': { dtype: 'F32', shape: [2], data_offsets: [72, 80] },
  });
  const bytes = Buffer.alloc(8 + header.length + 80);
  bytes.writeBigUInt64LE(BigInt(header.length), 0);
  bytes.write(header, 8);
  await drop(page, [{ name: 'camera.safetensors', bytes }]);
  const alert = messages(page).getByRole('alert');
  await expect(alert).toContainText('camera.safetensors');
  await expect(alert).toContainText('conv.weight');
  await expect(alert).toContainText(/2.+1.+3.+3/);
  await expect(networkRows(page)).toHaveCount(0);
  await open(page, 'Data');
  await choose(page, 'Data', 'Circles');
  await expect(page.getByRole('contentinfo')).toContainText(/circles/i);
});
