import type {} from './pages/evaluators.ts';
import { expect, test } from './support.ts';

for (const kernels of ['wasm kernels', 'wasm kernels, fma']) {
  test(`the ${kernels} agree with float64 on random architectures, in pool workers`, async ({ page }) => {
    await page.goto('e2e/pages/evaluators.html');
    await page.waitForFunction(() => 'runSuite' in window);
    expect(await page.evaluate((name) => window.runSuite(name, 150), kernels)).toEqual({ cases: 150, failures: [] });
  });
}

test('the wasm kernels take a thousand classes, and mask places where logits overflow', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runExtremes' in window);
  expect(await page.evaluate(() => window.runExtremes('wasm kernels'))).toEqual({ cases: 15, failures: [] });
});
