import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomExamples, randomSlice } from '../../../testing/random-slice.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import { fusedTiling, FUSED_GROUPS, packedRows, type FusedSpec } from './kernels/fused.ts';
import { fusedGrid, fusedSpec, planGpuSlice } from './slice.ts';
import { blocksOf } from './store.ts';

const spec: fc.Arbitrary<FusedSpec> = fc.record({
  hidden: fc.integer({ min: 1, max: 2048 }),
  outputs: fc.integer({ min: 1, max: 1000 }),
  activation: fc.constantFrom('relu' as const, 'tanh' as const, 'gelu' as const, 'linear' as const),
  norm: fc.constantFrom('none' as const, 'before' as const, 'after' as const),
  inputs: fc.option(fc.integer({ min: 1, max: 8 })),
  directions: fc.integer({ min: 0, max: 2 }),
});
const WORK = 4e9;

describe('fusedGrid', () => {
  it('keeps every dispatch within its work, or at one thread group of a few points', () => {
    fc.assert(
      fc.property(spec, fc.integer({ min: 1, max: 60_000 }), (shape, count) => {
        const blocks = blocksOf(count);
        const { tile, points, threads } = fusedGrid(shape, blocks, WORK);
        const tiling = fusedTiling(shape);
        const products = points * threads * tiling.quads * 4 * shape.hidden * shape.outputs;
        expect(products <= WORK || threads === 1).toBe(true);
        expect(points % (tiling.points * FUSED_GROUPS)).toBe(0);
        expect(tile).toBeGreaterThanOrEqual(points);
        expect(tile * Math.ceil(Math.max(...blocks.map(({ quads }) => quads)) / tiling.quads) * 16).toBeLessThanOrEqual(2 ** 27);
      }),
    );
  });
});

describe('packedRows', () => {
  it('has a row for every parameter of the output layer, blocks of classes padded', () => {
    fc.assert(
      fc.property(spec, (shape) => {
        const { outputs, bias, total, block } = packedRows(shape);
        const padded = Math.ceil(shape.outputs / block) * block;
        expect(padded - shape.outputs).toBeLessThan(block);
        expect(bias - outputs).toBe(shape.hidden * padded);
        expect(total - bias).toBe(padded);
      }),
    );
  });
});

describe('blocksOf', () => {
  it('takes every example once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (count) => {
        let next = 0;
        for (const { start, valid, quads } of blocksOf(count)) {
          expect(start).toBe(next);
          expect(quads).toBe(Math.ceil(valid / 4));
          next += valid;
        }
        expect(next).toBe(count);
      }),
    );
  });
});

describe('planGpuSlice', () => {
  const architecture: Architecture = { inputs: 30, classes: 4, hidden: [6, 5], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };
  const examples = randomExamples(30, 4, 10, 1);
  const fused = (change: Partial<Architecture>, layers: number[] | null, points: number): FusedSpec | null => {
    const own = { ...architecture, ...change };
    return fusedSpec(planGpuSlice(randomSlice(own, 2, layers, 1), { ...examples, inputs: own.inputs }, points));
  };

  it('fuses one hidden layer, hoisted or formed at each point', () => {
    expect(fused({ hidden: [6] }, null, 100)).toMatchObject({ hidden: 6, inputs: null, directions: 2 });
    expect(fused({ hidden: [6], inputs: 2 }, null, 100)).toMatchObject({ inputs: 2, directions: 0 });
    expect(fused({ hidden: [6] }, [1], 100)).toBeNull();
  });

  it('fuses the last two layers where those before stay at the origin', () => {
    expect(fused({}, [1, 2], 100)).toMatchObject({ hidden: 5, outputs: 4 });
    expect(fused({}, null, 100)).toBeNull();
  });
});
