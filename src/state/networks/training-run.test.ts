import { describe, expect, it } from 'vitest';
import type { TrainingRun } from '../shared-state.ts';
import { extended } from './training-run.ts';
import type { TrainPartial } from '../../nn/training.ts';

const point = (epoch: number, trainLoss: number) => ({ epoch, trainLoss, trainAccuracy: 1, testLoss: 1, testAccuracy: 1 });
const report = (...points: TrainPartial['points']): TrainPartial => ({ points, epoch: 0, epochs: 9, secondsLeft: null, paused: false });
const empty: TrainingRun = { names: ['a', 'b'], points: [[], []], epoch: 0, epochs: 9, secondsLeft: null, paused: false };

describe('reports of a training', () => {
  it('add their points to those of the networks', () => {
    const run = [report([point(0, 3)], [point(0, 4)]), report([], [point(1, 3)]), report([point(1, 2), point(2, 1)], [])].reduce(extended, empty);
    expect(run.points.map((points) => points.map(({ epoch, trainLoss }) => [epoch, trainLoss]))).toEqual([
      [
        [0, 3],
        [1, 2],
        [2, 1],
      ],
      [
        [0, 4],
        [1, 3],
      ],
    ]);
  });

  it('tell the time of all parts: those to come at the pace of this one', () => {
    const part = (at: number): TrainingRun => ({ ...empty, epochs: 100, part: { at, of: 3 } });
    const left = (run: TrainingRun, epoch: number, secondsLeft: number | null): number | null =>
      extended(run, { points: [], epoch, epochs: 100, secondsLeft, paused: false }).secondsLeft;
    // 20 of 100 epochs done and 40 s to go: a part takes 50 s.
    expect(left(part(1), 20, 40)).toBeCloseTo(40 + 2 * 50, 9);
    expect(left(part(2), 20, 40)).toBeCloseTo(40 + 50, 9);
    expect(left(part(3), 20, 40)).toBe(40);
    expect(left({ ...empty, epochs: 100 }, 20, 40)).toBe(40);
    expect(left(part(1), 0, null)).toBeNull();
  });

  it('of a run that began again replace what was told before', () => {
    const run = [report([point(0, 3), point(1, 2), point(2, 1)], [point(0, 4)]), report([point(0, 3.5)], []), report([point(1, 2.5)], [])].reduce(
      extended,
      empty,
    );
    expect(run.points.map((points) => points.map(({ epoch, trainLoss }) => [epoch, trainLoss]))).toEqual([
      [
        [0, 3.5],
        [1, 2.5],
      ],
      [[0, 4]],
    ]);
  });
});
