/**
 * Trains several networks of one recipe, each on the whole training split or on a share of it. Each network's start and data
 * order depend on its own seeds alone; how many make one stack follows from shapes, among those with equally many
 * examples. Live losses are those of the first 2,000 examples that the network trains on, and of the test split (all, if fewer);
 * the final scores are of all examples of both splits, whatever the share. Runs of more than 200 epochs are scored at 200 of
 * them, evenly spread.
 */
import { isAbort, RidgelineError } from '../../base/errors.ts';
import type { StreamOptions } from '../../base/job.ts';
import type { Dataset, Examples } from '../../datasets/dataset.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import type { OptimizerState, Score, StoppedNetwork, TrainedNetwork, Training, TrainPartial } from '../../nn/training.ts';
import { spread } from './epochs.ts';
import { findDiverged, gatherGroups, ordersOf, sizesOf, takesPart, type TrainingGroup } from './group.ts';
import { firstExamples, newMember, type Member, type TrainingRecord } from './member.ts';
import { Yielder } from '../../base/yielder.ts';
import type { TrainerRequest, TrainerSetup } from './trainer-request.ts';

const MOST_SCORED_EPOCHS = 200;
/** Milliseconds between reports: at most ten a second. */
export const REPORT_INTERVAL = 100;
const YIELD_INTERVAL = 25;

/** What the last whole epoch left. */
interface Held {
  readonly epoch: number;
  readonly latest: readonly { readonly parameters: Float32Array; readonly epoch: number }[];
}

/** Trains until done, or rejects with the signal's reason. The arrays of the result belong to the caller. */
export async function trainNetworks(
  dataset: Dataset,
  request: TrainerRequest,
  setup: TrainerSetup,
  options: StreamOptions<TrainPartial> = {},
): Promise<TrainedNetwork[]> {
  options.signal?.throwIfAborted();
  const run = new TrainingRun(dataset, request, setup, options);
  try {
    await run.advance(request.until ?? request.training.epochs);
    return await run.results();
  } catch (error) {
    // A signal whose reason is no abort ends the engine too: there is nothing to read.
    if (isAbort(options.signal?.reason) && setup.onStop !== undefined) setup.onStop(await run.stopped());
    throw error;
  } finally {
    run.dispose();
  }
}

/** A run epoch by epoch: `advance` to the last, then `results`, then `dispose` in any case. */
export class TrainingRun {
  readonly #dataset: Dataset;
  readonly #architecture: Architecture;
  readonly #training: Training;
  readonly #setup: TrainerSetup;
  readonly #options: StreamOptions<TrainPartial>;
  readonly #members: readonly Member[];
  readonly #groups: readonly TrainingGroup[];
  readonly #liveTest: Examples;
  readonly #yielder: Yielder;
  readonly #started = performance.now();
  #pausedFor = 0;
  #lastReport = -Infinity;
  #epoch: number;
  readonly #until: number;
  #held: Held | null = null;

  constructor(
    dataset: Dataset,
    { architecture, training, seeds, shares, number = 1, from = [], until = training.epochs }: TrainerRequest,
    setup: TrainerSetup,
    options: StreamOptions<TrainPartial>,
  ) {
    if (dataset.train.count === 0)
      throw new RidgelineError('invalid-argument', 'The data has no training examples. Choose a larger training size.', { argument: 'dataset' });
    if (architecture.output === 'logistic' && dataset.classes !== 2) {
      throw new RidgelineError(
        'invalid-argument',
        `A logistic output tells two classes apart, but the data has ${dataset.classes}. Choose the softmax output.`,
        { argument: 'architecture.output', received: dataset.classes },
      );
    }
    this.#dataset = dataset;
    this.#architecture = { ...architecture, inputs: dataset.inputs, classes: dataset.classes };
    this.#training = training;
    this.#setup = setup;
    this.#options = options;
    this.#until = until;
    const starts = seeds.map((seed, m) => from.at(m)?.parameters ?? initialise(this.#architecture, seed.init).parameters);
    const live = firstExamples(dataset.train);
    this.#members = seeds.map((own, m) => {
      const latest = from.at(m)?.latest ?? starts[m];
      return newMember(
        { seeds: own, number: number + m, share: shares[m] ?? null, latest, latestEpoch: from.at(m)?.epoch ?? 0 },
        dataset.train,
        live,
      );
    });
    this.#liveTest = firstExamples(dataset.test);
    this.#epoch = Math.min(...seeds.map((_, m) => from.at(m)?.epoch ?? 0));
    this.#yielder = new Yielder(YIELD_INTERVAL, options.signal);
    this.#groups = gatherGroups(
      { architecture: this.#architecture, training, examples: dataset.train },
      { members: this.#members, starts, from },
      setup.learning.makeLearners,
    );
  }

  /** One record a network, in their order: what was added by this run. */
  get records(): readonly TrainingRecord[] {
    return this.#members;
  }

  /** Whether there is nothing left to train. */
  get finished(): boolean {
    return this.#epoch === this.#until || this.#members.every((member) => member.diverged !== null);
  }

  /** Trains until epoch `until` has been recorded, or nothing is left to train. */
  async advance(until: number): Promise<void> {
    const { epochs, checkpoints } = this.#training;
    const scored = spread(epochs, MOST_SCORED_EPOCHS);
    const kept = spread(epochs, checkpoints);
    if (this.#epoch === 0) await this.#record(0, scored, kept);
    while (this.#epoch < until && !this.finished) {
      this.#epoch++;
      for (const group of this.#groups.filter((candidate) => takesPart(candidate, this.#epoch))) {
        await this.#trainGroup(group, this.#epoch);
        await findDiverged(group, this.#training);
      }
      await this.#record(this.#epoch, scored, kept);
      this.#hold();
    }
    this.#report(true);
  }

  dispose(): void {
    for (const { learners } of this.#groups) for (const learner of learners) learner.dispose();
  }

  async #trainGroup(group: TrainingGroup, epoch: number): Promise<void> {
    const { batchSize } = this.#training;
    const { learners, stepsPerEpoch } = group;
    const orders = ordersOf(group, epoch);
    for (let step = 0; step < stepsPerEpoch;) {
      const sizes = sizesOf(group, this.#training, Math.min(stepsPerEpoch - step, ...learners.map(({ stride }) => stride)));
      let first = 0;
      for (const learner of learners) {
        const own = orders.slice(first, first + learner.count);
        learner.steps(
          own.map((order) => order.subarray(step * batchSize, (step + sizes.length) * batchSize)),
          sizes,
        );
        first += learner.count;
        await learner.room?.();
        await this.#pause();
      }
      step += sizes.length;
      group.step += sizes.length;
    }
  }

  /** Yields when it is time, and waits while paused. */
  async #pause(): Promise<void> {
    const { pause } = this.#setup;
    const { signal } = this.#options;
    if (await this.#yielder.yieldIfDue()) this.#report(false);
    if (!pause.paused) return;
    const since = performance.now();
    this.#report(true);
    await pause.passed(signal);
    this.#pausedFor += performance.now() - since;
    this.#report(true);
  }

  /** Scores and checkpoints after an epoch, where they are due. */
  async #record(epoch: number, scored: ReadonlySet<number>, kept: ReadonlySet<number>): Promise<void> {
    for (const { members, learners } of this.#groups.filter((group) => takesPart(group, epoch))) {
      let m = 0;
      for (const learner of learners)
        for (const parameters of await learner.parameters())
          await this.#recordMember(members[m++], parameters, epoch, { scored: scored.has(epoch), kept: kept.has(epoch) });
    }
    this.#report(false);
  }

  async #recordMember(
    member: Member,
    parameters: Float32Array,
    epoch: number,
    { scored, kept }: { readonly scored: boolean; readonly kept: boolean },
  ): Promise<void> {
    if (parameters.every(Number.isFinite)) {
      member.latest = parameters;
      member.latestEpoch = epoch;
    }
    if (member.diverged !== null) return;
    if (kept) member.checkpoints.push({ epoch, parameters: member.latest.slice() });
    if (!scored) return;
    const train = await this.#score(member.latest, member.live);
    const test = await this.#score(member.latest, this.#liveTest);
    member.history.push({ epoch, trainLoss: train.loss, trainAccuracy: train.accuracy, testLoss: test.loss, testAccuracy: test.accuracy });
    this.#options.signal?.throwIfAborted();
  }

  #score(parameters: Float32Array, examples: Examples): Promise<Score> {
    const { signal } = this.#options;
    return this.#setup.learning.score({ architecture: this.#architecture, parameters }, examples, signal ? { signal } : {});
  }

  #report(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.#lastReport < REPORT_INTERVAL) return;
    this.#lastReport = now;
    const epochs = this.#until;
    const perEpoch = this.#groups.reduce((sum, { stepsPerEpoch }) => sum + stepsPerEpoch, 0);
    const done = this.#groups.reduce((sum, { step }) => sum + step, 0);
    const total = epochs * perEpoch;
    const before = this.#groups.reduce((sum, { from, stepsPerEpoch }) => sum + from * stepsPerEpoch, 0);
    const spent = (now - this.#started - this.#pausedFor) / 1000;
    const points = this.#members.map((member) => member.history.slice(member.reported));
    for (const member of this.#members) member.reported = member.history.length;
    this.#options.onPartial?.({
      points,
      epoch: done / perEpoch,
      epochs,
      secondsLeft: done === before ? null : (spent / (done - before)) * (total - done),
      paused: this.#setup.pause.paused,
    });
    this.#options.onProgress?.({ phase: 'training', done, total });
  }

  /** The networks with their scores on all examples of both splits. */
  async results(): Promise<TrainedNetwork[]> {
    const results: TrainedNetwork[] = [];
    const left = await this.stopped();
    for (const [m, { seeds, history, checkpoints, latest, diverged }] of this.#members.entries()) {
      const train = await this.#score(latest, this.#dataset.train);
      const test = await this.#score(latest, this.#dataset.test);
      const stopped = left.find(({ at }) => at === m)?.stopped ?? null;
      results.push({
        network: { architecture: this.#architecture, parameters: latest },
        seeds,
        checkpoints,
        history,
        train,
        test,
        diverged,
        stopped,
      });
    }
    return results;
  }

  /** Remembers what this epoch left, where the run may end before the training does. */
  #hold(): void {
    if (this.#setup.onStop === undefined && this.#until === this.#training.epochs) return;
    for (const { learners } of this.#groups) for (const learner of learners) learner.remember();
    this.#held = { epoch: this.#epoch, latest: this.#members.map(({ latest, latestEpoch }) => ({ parameters: latest, epoch: latestEpoch })) };
  }

  /** What the last whole epoch left of the networks that this run trained; none before its first. */
  async stopped(): Promise<StoppedNetwork[]> {
    const held = this.#held;
    if (held === null) return [];
    const left: StoppedNetwork[] = [];
    for (const group of this.#groups.filter(({ from }) => from < held.epoch)) {
      const states = (await Promise.all(group.learners.map((learner) => learner.remembered()))).flat();
      for (const [i, member] of group.members.entries()) left.push(this.#leftOf(member, held, states[i]));
    }
    return left.sort((a, b) => a.at - b.at);
  }

  #leftOf(member: Member, held: Held, optimizer: OptimizerState): StoppedNetwork {
    const at = this.#members.indexOf(member);
    const { parameters, epoch } = held.latest[at];
    const { seeds, diverged } = member;
    const known = <Kept extends { readonly epoch: number }>(all: readonly Kept[]): Kept[] => all.filter((kept) => kept.epoch <= held.epoch);
    const done = diverged !== null || held.epoch === this.#training.epochs;
    return {
      at,
      network: { architecture: this.#architecture, parameters },
      seeds,
      history: known(member.history),
      checkpoints: known(member.checkpoints),
      diverged,
      // Where the last parameters are not finite, those before them are no point to go on from.
      stopped: done ? null : { epoch, optimizer: epoch === held.epoch ? optimizer : null },
    };
  }
}
