import { describe, expect, it } from 'vitest';
import { findSeries } from './checkpoint-series.ts';

/** Name and epochs of each series, and what stood alone. */
function found(names: readonly string[]): { series: Record<string, number[]>; alone: string[] } {
  const { series } = findSeries(names);
  const taken = new Set(series.flatMap(({ files }) => files.map(({ index }) => index)));
  return {
    series: Object.fromEntries(series.map(({ name, files }) => [name, files.map(({ epoch }) => epoch)])),
    alone: names.filter((_, i) => !taken.has(i)),
  };
}

describe('series of checkpoints', () => {
  it.each([
    [['a_epoch10.safetensors', 'a_epoch0.safetensors', 'a_epoch5.safetensors'], { a: [0, 5, 10] }],
    [['epoch=30.safetensors', 'epoch=4.safetensors'], { checkpoints: [4, 30] }],
    [['epoch=1-step=100.safetensors', 'epoch=2-step=200.safetensors'], { checkpoints: [1, 2] }],
    [['net-step_500.SAFETENSORS', 'net-step_1000.safetensors'], { net: [500, 1000] }],
    [['seed1.ep001.safetensors', 'seed1.ep002.safetensors'], { seed1: [1, 2] }],
    [['wide_ckpt-3_relu.safetensors', 'wide_ckpt-9_relu.safetensors'], { 'wide-relu': [3, 9] }],
    [['a-0.safetensors', 'a-20.safetensors', 'a-40.safetensors'], { a: [0, 20, 40] }],
    [['0.safetensors', '10.safetensors', '20.safetensors'], { checkpoints: [0, 10, 20] }],
  ])('%j', (names, series) => {
    expect(found(names)).toEqual({ series, alone: [] });
  });

  it('are told apart by the rest of their names', () => {
    const names = [0, 10].flatMap((epoch) => ['a', 'b'].map((run) => `${run}_epoch${epoch}.safetensors`));
    expect(found([...names, 'c.safetensors', 'd_epoch3.safetensors'])).toEqual({
      series: { a: [0, 10], b: [0, 10] },
      alone: ['c.safetensors', 'd_epoch3.safetensors'],
    });
  });

  it.each([
    [['net-1.safetensors', 'net-2.safetensors', 'net-3.safetensors']],
    [['net-10.safetensors', 'net-20.safetensors']],
    [['seed-10.safetensors', 'seed-20.safetensors', 'seed-30.safetensors']],
    [['a.safetensors', 'b.safetensors', 'c.safetensors']],
    [['deep3.safetensors', 'deep12.safetensors']],
    [['width64_relu.safetensors', 'width128_relu.safetensors', 'width256_relu.safetensors']],
  ])('%j are networks of their own', (names) => {
    expect(findSeries(names)).toEqual({ series: [], problems: [] });
  });

  it('with an epoch twice, or an absurd one, are told and left apart', () => {
    expect(findSeries(['a_epoch1.safetensors', 'a_epoch01.safetensors'])).toEqual({
      series: [],
      problems: ["The checkpoints of 'a' were opened one by one: two files are of epoch 1. Drop one file an epoch."],
    });
    expect(findSeries(['a_epoch1.safetensors', 'a_epoch1000001.safetensors']).problems[0]).toMatch(/1000001 is no epoch/);
    expect(findSeries(Array.from({ length: 1001 }, (_, epoch) => `a_epoch${epoch}.safetensors`)).problems[0]).toMatch(/at most 1000/);
  });
});
