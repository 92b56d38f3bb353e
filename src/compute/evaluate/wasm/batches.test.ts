import { describe, expect, it } from 'vitest';
import type { SliceRequest } from '../../../landscape/evaluator.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import { MAX_VECTORS } from './shard-group.ts';
import { batchesOf } from './batches.ts';

const architecture: Architecture = {
  inputs: 784,
  classes: 10,
  hidden: [256, 256],
  activation: 'relu',
  norm: 'none',
  output: 'softmax',
  init: 'he-normal',
};

/** Vectors here are only names. */
function request(
  layers: readonly number[] | null,
  points: number,
  origin = new Float32Array(1),
  direction = new Float32Array(1),
  of = architecture,
): SliceRequest {
  return { slice: { architecture: of, origin, directions: [direction], layers }, coordinates: Float64Array.from({ length: points }, (_, i) => i) };
}

describe('batchesOf', () => {
  it('holds every point of every request once, in its order', () => {
    const requests = [request(null, 301), request([1], 1), request([0], 40)];
    const tiles = batchesOf(requests, 500).flatMap((batch) => batch.tiles.flat());
    for (const [index, { coordinates }] of requests.entries()) {
      const own = tiles.filter((tile) => tile.index === index);
      expect(own.flatMap((tile) => [...tile.coordinates])).toEqual([...coordinates]);
      expect(own.every((tile) => tile.total === coordinates.length && tile.coordinates[0] === tile.start)).toBe(true);
    }
  });

  it('cuts tiles of about 2e8 multiply-adds, a tenth of a second on a slow core, but never less than a point', () => {
    const sizes = (count: number): number[] =>
      batchesOf([request(null, 100)], count).flatMap(({ tiles }) =>
        tiles.map((tile) => tile.reduce((sum, { coordinates }) => sum + coordinates.length, 0)),
      );
    // 256·256 + 256·10, three multiply-adds a hoisted unit, and 400 for the loss: 69,264 an example.
    expect(sizes(500)[0]).toBe(6);
    expect(sizes(1_000_000)[0]).toBe(1);
    expect(Math.max(...batchesOf([request(null, 5000)], 1)[0].tiles.map((tile) => tile[0].coordinates.length))).toBe(512);
  });

  it('puts slices of one origin next to each other, those whose first layers stay before those whose move', () => {
    const [a, b, d] = [0, 1, 2].map(() => new Float32Array(1));
    const requests = [request([0], 1, a, d), request([2], 1, b, d), request([2], 1, a, d), request([1, 2], 1, a, d), request([0, 1], 1, b, d)];
    const [batch, ...others] = batchesOf(requests, 10);
    expect(others).toEqual([]);
    expect(batch.tiles.flat().map(({ index }) => index)).toEqual([2, 3, 0, 1, 4]);
    expect(batch.vectors).toBe(3);
  });

  it('starts anew at another architecture and where there are too many vectors', () => {
    const other: Architecture = { ...architecture, hidden: [9] };
    expect(
      batchesOf([request(null, 1), request(null, 1), request(null, 1, undefined, undefined, other), request(null, 1)], 10).map(
        ({ vectors }) => vectors,
      ),
    ).toEqual([4, 2, 2]);
    const many = batchesOf(
      Array.from({ length: 11 }, () => request([1], 1)),
      10,
    );
    expect(many.map(({ vectors }) => vectors)).toEqual([MAX_VECTORS, MAX_VECTORS, 6]);
  });
});
