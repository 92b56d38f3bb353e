import { checkReference } from './reference-case.ts';
import { hashOf } from './screen.ts';
import { call, expect, needsShared, ready, test } from './support.ts';

test.describe('agrees with PyTorch and float64 NumPy, on software WebGPU', () => {
  test.setTimeout(240_000);
  for (const name of ['moons-relu-32', 'moons-tanh-logit-16-16']) {
    test(name, async ({ page }) => {
      needsShared();
      // A link, so that no demonstration trains on the slow adapter.
      await page.goto(`?backend=webgpu${hashOf(['v=1', 'data=moons'])}`);
      await ready(page);
      expect((await call<{ name: string; software: boolean }>(page, 'backend')).name).toBe('webgpu');
      await checkReference(page, name, { distanceFactor: 1.01, plane: false });
    });
  }
});
