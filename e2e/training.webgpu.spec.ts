import type {} from './pages/training.ts';
import { expect, test } from './support.ts';

test('training on the WGSL kernels agrees with float64 in every combination, however the kernels are cut', async ({ page }) => {
  await page.goto('e2e/pages/training.html');
  await page.waitForFunction(() => 'runTrainingSuite' in window);
  expect(await page.evaluate(() => window.runTrainingSuite('software'))).toEqual({ cases: 100, failures: [] });
  expect(await page.evaluate(() => window.runTrainingSuite('hardware'))).toEqual({ cases: 3, failures: [] });
});

test('a training on the WGSL kernels keeps its bits, pauses, stops, goes on and tells what diverged', async ({ page }) => {
  await page.goto('e2e/pages/training.html');
  await page.waitForFunction(() => 'runTrainingPromises' in window);
  const promises = await page.evaluate(() => window.runTrainingPromises());
  expect(Object.entries(promises).filter(([, kept]) => !kept)).toEqual([]);
  expect(Object.keys(promises).length).toBeGreaterThan(8);
  expect(await page.evaluate(() => window.runTrainingSubmissions())).toEqual({ same: true, taken: [55, 55, 55, 55, 55, 55] });
});
