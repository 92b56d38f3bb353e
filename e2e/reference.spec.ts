import { checkReference } from './reference-case.ts';
import { needsShared, test } from './support.ts';

const ONE_LAYER = 1 + 1e-6;
const DEEPER = 1.01;

const CASES: [name: string, distanceFactor: number, plane: boolean][] = [
  ['moons-relu-32', ONE_LAYER, true],
  ['moons-relu-512', ONE_LAYER, true],
  ['moons-tanh-logit-16-16', DEEPER, true],
  ['moons-ln-64-64-64', DEEPER, true],
  ['mnist-relu-32', ONE_LAYER, true],
  ['mnist-relu-512', ONE_LAYER, true],
  ['mnist-ln-64-64-64', DEEPER, true],
  ['mnist-relu-ln-48-48-48', DEEPER, true],
  ['cifar10-ln-128-128-128', DEEPER, true],
];

test.describe('agrees with PyTorch and float64 NumPy, on wasm', () => {
  for (const [name, distanceFactor, plane] of CASES) {
    test(name, async ({ page }) => {
      needsShared();
      await page.goto('?backend=wasm');
      await checkReference(page, name, { distanceFactor, plane });
    });
  }
});
