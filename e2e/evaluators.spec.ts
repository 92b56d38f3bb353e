import type {} from './pages/evaluators.ts';
import { expect, test } from './support.ts';

test('the wasm kernels agree with float64 on random architectures, in pool workers', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runSuite' in window);
  expect(await page.evaluate(() => window.runSuite('wasm kernels', 150))).toEqual({ cases: 150, failures: [] });
});
