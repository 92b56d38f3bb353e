/** How training is timed: with the same training of no epochs taken off. */
import { median } from './row.ts';
import type { Recipe } from './recipe.ts';

const RUNS = 3;
/** No further run begins after so long. */
const ENOUGH_MS = 5000;

export interface TrainingRate {
  /** The whole training: start, steps, live scores after every epoch, final scores. */
  readonly ms: number;
  /** Network-steps, with the live scores that come between them. */
  readonly perSecond: number;
  readonly runs: number;
}

/** Medians, after a run that is not counted. @param train trains until an epoch; 0: does all that a training does besides its epochs */
export async function rateOf({ count, steps, epochs }: Recipe, train: (until: number) => Promise<unknown>): Promise<TrainingRate> {
  const time = async (until: number): Promise<number> => {
    const start = performance.now();
    await train(until);
    return performance.now() - start;
  };
  await time(0);
  await time(1);
  const whole: number[] = [];
  const around: number[] = [];
  const since = performance.now();
  while (whole.length < RUNS && (whole.length === 0 || performance.now() - since < ENOUGH_MS)) {
    around.push(await time(0));
    whole.push(await time(epochs));
  }
  const ms = median(whole);
  return { ms, perSecond: (1000 * count * steps * epochs) / (ms - median(around)), runs: whole.length };
}
