import { describe, expect, it } from 'vitest';
import type { Training } from '../../nn/training.ts';
import { expectClose } from '../../testing/close.ts';
import { learningRateAt, momentumAt } from './schedule.ts';

const training: Training = {
  epochs: 10,
  batchSize: 1,
  optimizer: 'sgd',
  learningRate: 0.4,
  momentum: 0,
  weightDecay: 0,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 2,
};
const rates = (change: Partial<Training>, stepsPerEpoch: number): number[] => {
  const changed = { ...training, ...change };
  return Array.from({ length: changed.epochs * stepsPerEpoch }, (_, step) => learningRateAt(changed, step, stepsPerEpoch));
};

describe('learningRateAt', () => {
  it('constant, with linear warm-up over two epochs', () => {
    expect(rates({}, 3).every((rate) => rate === 0.4)).toBe(true);
    expectClose(rates({ warmup: 2 }, 2).slice(0, 5), [0.1, 0.2, 0.3, 0.4, 0.4], 1e-12, 0);
  });

  it('cosine steps once an epoch, from the rate towards 0', () => {
    const got = rates({ schedule: 'cosine' }, 2);
    expect(got[0]).toBe(0.4);
    expect(got[1]).toBe(0.4);
    expectClose([got[10], got[19]], [0.2, 0.2 * (1 + Math.cos(0.9 * Math.PI))], 1e-12, 1e-15);
  });

  it('one-cycle gives what torch.optim.lr_scheduler.OneCycleLR(max_lr=0.4, total_steps=20) gives', () => {
    // Its formula, written out: phases end at 0.3·20 − 1 = 5 and 19; initial 0.016, final 1.6e-6.
    const cosine = (a: number, b: number, t: number): number => b + ((a - b) / 2) * (Math.cos(Math.PI * t) + 1);
    const want = Array.from({ length: 20 }, (_, n) => (n <= 5 ? cosine(0.016, 0.4, n / 5) : cosine(0.4, 1.6e-6, (n - 5) / 14)));
    expectClose(rates({ schedule: 'onecycle' }, 2), want, 1e-12, 1e-15);
    expect(Math.max(...rates({ schedule: 'onecycle' }, 2))).toBeCloseTo(0.4, 12);
  });

  it('the momentum of one-cycle goes as cycle_momentum=True has it, and only where that is chosen', () => {
    const cycled = { ...training, schedule: 'onecycle' as const, cycleMomentum: true };
    const cosine = (a: number, b: number, t: number): number => b + ((a - b) / 2) * (Math.cos(Math.PI * t) + 1);
    const want = Array.from({ length: 20 }, (_, n) => (n <= 5 ? cosine(0.95, 0.85, n / 5) : cosine(0.85, 0.95, (n - 5) / 14)));
    expectClose(
      want.map((_, step) => momentumAt(cycled, step, 2) ?? NaN),
      want,
      1e-12,
      0,
    );
    expect(momentumAt({ ...cycled, cycleMomentum: false }, 3, 2)).toBeUndefined();
    expect(momentumAt({ ...cycled, schedule: 'cosine' }, 3, 2)).toBeUndefined();
  });

  it('one-cycle stays finite for runs of one, two and three steps', () => {
    for (const epochs of [1, 2, 3]) for (const rate of rates({ schedule: 'onecycle', epochs }, 1)) expect(rate).toBeGreaterThan(0);
  });
});
