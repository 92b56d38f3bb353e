import type {} from './pages/evaluators.ts';
import { expect, test } from './support.ts';

test('the WGSL kernels agree with float64 on random architectures, on a software adapter', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runSuite' in window);
  expect(await page.evaluate(() => window.runSuite('webgpu kernels', 150))).toEqual({ cases: 150, failures: [] });
});
