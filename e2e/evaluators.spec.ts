import type {} from './pages/evaluators.ts';
import { expect, test } from './support.ts';

test('the wasm kernels agree with float64 on random architectures, in pool workers', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runSuite' in window);
  expect(await page.evaluate(() => window.runSuite('wasm kernels', 150))).toEqual({ cases: 150, failures: [] });
});

test('the wasm kernels take a thousand classes, and mask places where logits overflow', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runExtremes' in window);
  expect(await page.evaluate(() => window.runExtremes('wasm kernels'))).toEqual({ cases: 15, failures: [] });
});
