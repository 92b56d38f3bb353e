import { describe, expect, it } from 'vitest';
import type { KnownPoints } from '../../landscape/plane/plane.ts';
import { PlanePoints } from './plane-points.ts';

const plane = { dataset: { id: 'moons', trainSize: 8, testSize: 8, noise: 0, seed: 1, arms: 2 }, a: 'a', b: 'b', c: 'c', split: 'test' } as const;
const write = (points: KnownPoints, count: number): void => {
  for (let n = 0; n < count; n++) points.set(n, 0.5, n, 1);
};

describe('points of planes', () => {
  it('are found by plane, examples and exact coordinates', () => {
    const points = new PlanePoints();
    points.of(plane).set(0.1, 0.2, 3, 0.5);
    expect(points.of({ ...plane }).get(0.1, 0.2)).toEqual({ loss: 3, accuracy: 0.5 });
    expect(points.of(plane).get(0.1 + 1e-18, 0.2)).toBeDefined();
    expect(points.of(plane).get(0.1 + 1e-16, 0.2)).toBeUndefined();
    for (const other of [{ split: 'train' as const }, { c: 'd' }, { a: 'b', b: 'a' }, { dataset: { ...plane.dataset, seed: 2 } }])
      expect(points.of({ ...plane, ...other }).get(0.1, 0.2)).toBeUndefined();
    points.clear();
    expect(points.of(plane).get(0.1, 0.2)).toBeUndefined();
  });

  it('go, least recently used plane first, where there are too many', () => {
    const points = new PlanePoints(25);
    for (const c of ['1', '2', '3']) write(points.of({ ...plane, c }), 10);
    expect(points.of({ ...plane, c: '2' }).get(1, 0.5)).toBeDefined();
    expect(points.of({ ...plane, c: '1' }).get(1, 0.5)).toBeUndefined();
    expect(points.of({ ...plane, c: '3' }).get(1, 0.5)).toBeDefined();
  });

  it('count once however often they are written', () => {
    const points = new PlanePoints(25);
    for (let times = 0; times < 5; times++) for (const c of ['1', '2']) write(points.of({ ...plane, c }), 10);
    expect(points.of({ ...plane, c: '1' }).get(1, 0.5)).toBeDefined();
  });
});
