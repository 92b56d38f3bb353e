import type {} from './pages/evaluators.ts';
import { base64, call, excess, expect, expected, needsShared, ready, test } from './support.ts';
import { hashOf } from './screen.ts';

const RELATIVE = 1e-4;
const ABSOLUTE = 1e-5;
const ONE_EXAMPLE = 1.0001e-3;

test.describe('agrees with PyTorch and float64 NumPy, on software WebGPU', () => {
  for (const name of ['moons-relu-32', 'moons-tanh-logit-16-16', 'moons-ln-64-64-64']) {
    test(name, async ({ page }) => {
      needsShared();
      const want = expected(name);
      const file = (which: string): string => base64('reference', name, `${which}.safetensors`);
      await page.goto('e2e/pages/evaluators.html');
      await page.waitForFunction(() => 'measureReference' in window);
      const files = { a: file('a'), b: file('b'), c: file('c'), examples: file('eval') };
      const got = await page.evaluate(([given, activation]) => window.measureReference('webgpu kernels', given, activation), [
        files,
        want.architecture.activation,
      ] as const);
      const near = (actual: number[], wanted: number[], what: string): void => {
        expect(excess(actual, wanted, RELATIVE, ABSOLUTE), `${what} beyond relative ${RELATIVE} + absolute ${ABSOLUTE}`).toBeLessThanOrEqual(0);
      };
      near(got.curve.loss, want.naive.loss, 'curve');
      expect(excess(got.curve.accuracy, want.naive.accuracy, 0, ONE_EXAMPLE), 'accuracy').toBeLessThanOrEqual(0);
      near(
        [got.barrier.lerp, got.barrier.mean, got.barrier.max],
        [want.naive.barrier.lerp, want.naive.barrier.mean, want.naive.barrier.max],
        'barriers',
      );
      near(got.plane.loss, want.naive.plane.loss.flat(), 'plane');
      near([got.plane.unit], [want.naive.plane.unit], 'unit');
      near(got.single.restA, want.naive.layerwise.single.restA, 'layers into A');
      near(got.single.restB, want.naive.layerwise.single.restB, 'layers into B');
      near([got.single.full], [want.naive.layerwise.full], 'full');
    });
  }
});

test('the app runs on a forced software WebGPU device and says what it is', async ({ page }) => {
  test.setTimeout(180_000);
  // A link, so that no demonstration trains on the slow adapter.
  await page.goto(`?backend=webgpu${hashOf(['v=1', 'data=moons'])}`);
  await ready(page);
  expect(await call(page, 'backend')).toMatchObject({ name: 'webgpu', software: true });
  await expect(page.getByRole('contentinfo')).toContainText('WebGPU');
});
