/** How many steps go into one submission, by what the device took for those before: never what they compute. */

/** Milliseconds of a submission to aim at: two of them may be on the way when a pause or a cancel comes. */
const AIM = 40;
/** Milliseconds that a submission may take. */
const MOST = 100;
/** From one submission to the next. */
const GROWTH = 4;
const MOST_STEPS = 512;
/** Steps of the first submission. */
const FIRST_STEPS = 4;

export class Pace {
  /** Milliseconds. */
  #stepTime: number;
  #bound = FIRST_STEPS;

  /** @param guess milliseconds of a step, before the first is measured */
  constructor(guess: number) {
    this.#stepTime = guess;
  }

  /** Steps of the next submission. */
  get steps(): number {
    return Math.max(1, Math.min(MOST_STEPS, this.#bound, Math.floor(AIM / this.#stepTime)));
  }

  /** Submissions that one step is shared out to: more than one where it would take too long. */
  get pieces(): number {
    return Math.max(1, Math.ceil(this.#stepTime / MOST));
  }

  /** What some steps took. A slower one counts at once, a faster one by half. */
  measured(steps: number, ms: number): void {
    const now = Math.max(ms / steps, 1e-3);
    this.#stepTime = Math.max(now, (this.#stepTime + now) / 2);
    this.#bound = Math.max(this.#bound, GROWTH * steps);
  }
}
