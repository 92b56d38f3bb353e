import { describe, expect, it } from 'vitest';
import { kernelModule } from '../testing/kernel-module.ts';
import { Shard } from './evaluate/wasm/shard.ts';
import { hasFusedMultiplyAdd, simdChoice, startBuild } from './simd-build.ts';

describe('builds of the wasm kernels', () => {
  it('are told apart: fused rounds once where this processor has the instruction, plain always twice', () => {
    // The kernel's own sum: weight 1 + 2⁻¹², input 1 + 2⁻¹², bias -(1 + 2⁻¹¹); 2⁻²⁴ is left where nothing was rounded in between.
    const logits = (['fma', 'plain'] as const).map((build) => {
      const shard = new Shard(kernelModule(build));
      const architecture = { inputs: 1, classes: 2, hidden: [], activation: 'relu', norm: 'none', output: 'logistic', init: 'he-normal' } as const;
      shard.setExamples({ x: Float32Array.of(1 + 2 ** -12), y: Int32Array.of(0), count: 1, inputs: 1, classes: 2 });
      shard.addVector(1, Float32Array.of(1 + 2 ** -12, -(1 + 2 ** -11)));
      const run = shard.logits({ architecture, vectors: [1], layers: null, coordinates: new Float64Array(0), points: 1, total: 1, each: [] });
      for (;;) {
        const step = run.next();
        if (step.done === true) return step.value[0];
      }
    });
    // The flag that lets Node compile the fused build lets it see the instruction, too.
    expect(logits).toEqual([hasFusedMultiplyAdd() ? 2 ** -24 : 0, 0]);
  });

  it('are started best first, and one that fails leaves its place to the next and says why', async () => {
    const both = simdChoice('auto', true);
    const start =
      (...failing: string[]) =>
      (build: string): Promise<string> =>
        failing.includes(build) ? Promise.reject(new Error(`no ${build}`)) : Promise.resolve(build);
    expect(await startBuild(both, start())).toEqual({ started: { value: 'fma', simd: 'fma' }, reasons: [] });
    expect(await startBuild(both, start('fma'))).toEqual({
      started: { value: 'plain', simd: 'plain' },
      reasons: [expect.stringContaining('no fma')],
    });
    const none = await startBuild(simdChoice('fma', false), start('plain'));
    expect(none).toEqual({ started: null, reasons: [expect.stringMatching(/asked for/), expect.stringContaining('no plain')] });
  });

  it('are chosen by what there is and what was asked for', () => {
    expect(simdChoice('auto', true)).toEqual({ builds: ['fma', 'plain'], reason: null });
    expect(simdChoice('fma', true)).toEqual({ builds: ['fma', 'plain'], reason: null });
    expect(simdChoice('plain', true)).toEqual({ builds: ['plain'], reason: null });
    expect(simdChoice('auto', false)).toEqual({ builds: ['plain'], reason: null });
    expect(simdChoice('fma', false)).toEqual({ builds: ['plain'], reason: expect.stringMatching(/asked for/) });
  });
});
