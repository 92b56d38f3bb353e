import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { createReferenceEvaluator } from '../../landscape/reference-evaluator.ts';
import { KERNEL_MODULES } from '../../testing/kernel-module.ts';
import { inlineShard } from './wasm/inline-shard.ts';
import { KernelEvaluator } from './wasm/evaluator.ts';
import { selfTest } from './self-test.ts';

describe('selfTest', () => {
  it.each(KERNEL_MODULES)('passes the wasm kernels ($build)', async ({ module }) => {
    expect(await selfTest(new KernelEvaluator([inlineShard(module)], inlineShard(module)))).toBeNull();
  });

  it('tells an evaluator that is off by a percent', async () => {
    const right = createReferenceEvaluator();
    const wrong: Evaluator = {
      ...right,
      evaluate: async (...request) => {
        const field = await right.evaluate(...request);
        return { ...field, loss: field.loss.map((value) => value * 1.01) };
      },
    };
    expect(await selfTest(wrong)).toMatch(/instead of/);
  });
});
