import type {} from './pages/evaluators.ts';
import { expect, test } from './support.ts';

test('the WGSL kernels agree with float64 on random architectures, on a software adapter', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runSuite' in window);
  expect(await page.evaluate(() => window.runSuite('webgpu kernels', 100))).toEqual({ cases: 100, failures: [] });
});

test('the WGSL kernels take a thousand classes, and mask places where logits overflow', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runExtremes' in window);
  expect(await page.evaluate(() => window.runExtremes('webgpu kernels'))).toEqual({ cases: 15, failures: [] });
});

test('a hundred planes leave the device’s memory where the second left it, and so does one that is cancelled', async ({ page }) => {
  await page.goto('e2e/pages/evaluators.html');
  await page.waitForFunction(() => 'runMemory' in window);
  const bytes = await page.evaluate(() => window.runMemory(100));
  expect(bytes).toHaveLength(100);
  expect(bytes[1]).toBeGreaterThan(0);
  expect(Math.max(...bytes.slice(2)), bytes.join(' ')).toBeLessThanOrEqual(bytes[1]);
});
