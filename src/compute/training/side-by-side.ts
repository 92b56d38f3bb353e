/**
 * Networks trained side by side, one worker a core. Each network's epochs are cut into spans (span.ts); a worker that is
 * free takes the network that is least far. So three networks keep two cores busy to the end, and what a failed worker was at is
 * done again elsewhere. The result does not depend on who trains what.
 */
import { isAbort } from '../../base/errors.ts';
import { throwIfAborted, type StreamOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Share } from '../../datasets/share.ts';
import type { Checkpoint, Seeds, StoppedNetwork, TrainedNetwork, TrainingPoint, TrainPartial } from '../../nn/training.ts';
import { abandonOnAbort } from '../../base/abort.ts';
import type { PauseSwitch } from './pause-switch.ts';
import { REPORT_INTERVAL } from './trainer.ts';
import type { TrainerRequest } from './trainer-request.ts';
import type { TrainingPool } from './pool.ts';
import { WorkerFailure, type TrainingPort } from './port.ts';
import type { SpanResult, SpanState, TrainingSpan } from './span.ts';

export interface SideBySideSetup {
  readonly pool: TrainingPool;
  readonly pause: PauseSwitch;
  /** Epochs of one span. */
  readonly spanEpochs: number;
  /** Told after an abort what the spans that were done left. */
  readonly onStop?: (networks: StoppedNetwork[]) => void;
}

interface Member {
  readonly number: number;
  readonly seeds: Seeds;
  readonly share: Share | null;
  /** Epochs done before this run. */
  readonly from: number;
  /** Epochs done in full spans, and where that left the network. */
  epoch: number;
  state: SpanState | null;
  readonly history: TrainingPoint[];
  readonly checkpoints: Checkpoint[];
  /** What the span under way has told. */
  live: { epoch: number; readonly points: TrainingPoint[] };
  /** Points that were reported. */
  told: number;
  busy: boolean;
  network: TrainedNetwork | null;
}

/** As trainNetworks, with the same bits. */
export async function trainSideBySide(
  dataset: Dataset,
  request: TrainerRequest,
  setup: SideBySideSetup,
  options: StreamOptions<TrainPartial> = {},
): Promise<TrainedNetwork[]> {
  throwIfAborted(options.signal);
  const run = new SideBySideRun(dataset, request, setup, options);
  const own = new AbortController();
  const signal = options.signal === undefined ? own.signal : AbortSignal.any([own.signal, options.signal]);
  const unwatch = setup.pause.watch(() => run.paused());
  try {
    const places = Array.from({ length: Math.min(setup.pool.size, request.seeds.length) }, (_, place) => run.work(place, signal));
    await abandonOnAbort(Promise.all(places), options.signal);
    return run.results();
  } catch (error) {
    if (isAbort(options.signal?.reason)) setup.onStop?.(run.stopped());
    throw error;
  } finally {
    unwatch();
    // Where one failed, the others stop too.
    own.abort(new DOMException('The training ended.', 'AbortError'));
  }
}

class SideBySideRun {
  readonly #dataset: Dataset;
  readonly #request: TrainerRequest;
  readonly #setup: SideBySideSetup;
  readonly #options: StreamOptions<TrainPartial>;
  readonly #members: readonly Member[];
  readonly #until: number;
  readonly #started = performance.now();
  #pausedFor = 0;
  #pausedSince: number | null = null;
  #lastReport = -Infinity;

  constructor(dataset: Dataset, request: TrainerRequest, setup: SideBySideSetup, options: StreamOptions<TrainPartial>) {
    this.#dataset = dataset;
    this.#request = request;
    this.#setup = setup;
    this.#options = options;
    this.#until = request.until ?? request.training.epochs;
    this.#members = request.seeds.map((seeds, m): Member => {
      const state = request.from?.[m] ?? null;
      const from = state?.epoch ?? 0;
      return {
        number: m + 1,
        seeds,
        share: request.shares[m] ?? null,
        from,
        epoch: from,
        state: state && { parameters: state.parameters, optimizer: state.optimizer, latest: state.parameters },
        history: [],
        checkpoints: [],
        live: { epoch: from, points: [] },
        told: 0,
        busy: false,
        network: null,
      };
    });
    if (setup.pause.paused) this.#pausedSince = this.#started;
  }

  /** Trains spans at one place of the pool until none is left to take. */
  async work(place: number, signal: AbortSignal): Promise<void> {
    const { pool } = this.#setup;
    let failures = 0;
    for (let member = this.#next(); member !== null; member = this.#next()) {
      const port = failures > 1 ? pool.inline : pool.at(place);
      member.busy = true;
      try {
        this.#take(member, await this.#train(port, member, signal));
      } catch (error) {
        if (!(error instanceof WorkerFailure) || signal.aborted) throw error;
        failures++;
        pool.discard(place);
        member.live = { epoch: member.epoch, points: [] };
      } finally {
        member.busy = false;
      }
      throwIfAborted(signal);
    }
  }

  /** To be called after the pause switch has changed. */
  paused(): void {
    const now = performance.now();
    if (this.#pausedSince !== null) this.#pausedFor += now - this.#pausedSince;
    this.#pausedSince = this.#setup.pause.paused ? now : null;
    this.#report(true);
  }

  results(): TrainedNetwork[] {
    this.#report(true);
    return this.#members.map((member) => {
      const { network, history, checkpoints, number } = member;
      if (network === null) throw new Error(`network ${number} was not trained`);
      return { ...network, history, checkpoints, stopped: this.#stoppedAt(member) };
    });
  }

  /** What the spans that were done left of the networks; of those without one nothing. */
  stopped(): StoppedNetwork[] {
    return this.#members.flatMap((member, at): StoppedNetwork[] => {
      const { network, state, epoch, from, seeds, history, checkpoints } = member;
      if (state === null || (network === null && epoch === from)) return [];
      const architecture = { ...this.#request.architecture, inputs: this.#dataset.inputs, classes: this.#dataset.classes };
      const left = network?.network ?? { architecture, parameters: state.latest };
      return [{ at, network: left, seeds, history, checkpoints, diverged: network?.diverged ?? null, stopped: this.#stoppedAt(member) }];
    });
  }

  /** null where nothing is left to train. */
  #stoppedAt({ network, state, epoch }: Member): StoppedNetwork['stopped'] {
    if (state === null || network?.diverged != null || epoch === this.#request.training.epochs) return null;
    // Where the last parameters are not finite, those before them are no point to go on from.
    return { epoch, optimizer: state.parameters.every(Number.isFinite) ? state.optimizer : null };
  }

  /** The network that is least far of those that nobody trains. */
  #next(): Member | null {
    const waiting = this.#members.filter((member) => !member.busy && member.network === null);
    return waiting.reduce<Member | null>((least, member) => (least === null || member.epoch < least.epoch ? member : least), null);
  }

  #train(port: TrainingPort, member: Member, signal: AbortSignal): Promise<SpanResult> {
    const { architecture, training } = this.#request;
    const { seeds, share, number, epoch, state } = member;
    const span: TrainingSpan = {
      architecture,
      training,
      seeds,
      share,
      number,
      from: epoch,
      until: Math.min(this.#until, epoch + this.#setup.spanEpochs),
      end: this.#until,
      state,
    };
    member.live = { epoch, points: [] };
    const { live } = member;
    return port.train(this.#dataset, span, this.#setup.pause, {
      signal,
      onPartial: (partial) => {
        live.epoch = partial.epoch;
        live.points.push(...partial.points[0]);
        // The last step is told at once: what follows is the final scores.
        if (!signal.aborted) this.#report(this.#members.every(({ live: { epoch: far } }) => far >= this.#until));
      },
    });
  }

  #take(member: Member, { state, history, checkpoints, network }: SpanResult): void {
    member.epoch = Math.min(this.#until, member.epoch + this.#setup.spanEpochs);
    member.state = state;
    member.history.push(...history);
    member.checkpoints.push(...checkpoints);
    member.live = { epoch: member.epoch, points: [] };
    member.network = network;
    this.#report(false);
  }

  #report(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.#lastReport < REPORT_INTERVAL) return;
    this.#lastReport = now;
    const epochs = this.#until;
    const points = this.#members.map((member) => {
      const told = member.told;
      const known = [...member.history, ...member.live.points];
      // A span that is done again tells its points again.
      member.told = Math.max(told, known.length);
      return known.slice(told);
    });
    const going = this.#members.filter(({ network }) => network?.diverged == null);
    const far = going.length === 0 ? epochs : going.reduce((sum, { live }) => sum + live.epoch, 0) / going.length;
    const done = far - (going.length === 0 ? 0 : going.reduce((sum, { from }) => sum + from, 0) / going.length);
    const spent = ((this.#pausedSince ?? now) - this.#started - this.#pausedFor) / 1000;
    this.#options.onPartial?.({
      points,
      epoch: far,
      epochs,
      secondsLeft: done > 0 ? (spent / done) * (epochs - far) : null,
      paused: this.#setup.pause.paused,
    });
    this.#options.onProgress?.({ phase: 'training', done: far, total: epochs });
  }
}
