/** Training networks: the job, its live state, and what becomes of the result. */
import type { Notice } from '../app-state.ts';
import { recordedBackend } from '../backend-words.ts';
import { isAbort, RidgelineError, toPlainError } from '../../base/errors.ts';
import { yieldToEventLoop, type JobOptions } from '../../base/job.ts';
import type { Share } from '../../datasets/share.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Seeds, StoppedNetwork, TrainedNetwork, Training, TrainingPoint, TrainPartial } from '../../nn/training.ts';
import { seedText } from '../../nn/seed-settings.ts';
import { checkArchitecture } from '../../nn/validate-architecture.ts';
import type { NetworkEntry, NetworkRun, TrainingPart, TrainingRun } from '../shared-state.ts';
import { DEFAULT_VIEW } from '../view.ts';
import { ROLES, type NetworkRecipe, type Role } from '../experiment.ts';
import type { NetworkRecord } from './record.ts';
import { RECORD_VERSION } from './record.ts';
import { newId, type Session } from '../session.ts';
import type { CurrentData } from '../shared-state.ts';
import { nameInRun, nextRun } from './runs.ts';
import { measureNetworks } from '../data/loading.ts';
import { findUnfinished, replaceNetwork, stateOf, tellStopped, type UnfinishedRecord } from './stopped-training.ts';

export interface TrainingPlan {
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: readonly Seeds[];
  /** What each network trains on; null, or left out = all training data. */
  readonly shares?: readonly (Share | null)[];
  /** The role that each network gets, by position; null = none. */
  readonly roles: readonly (Role | null)[];
  /** The epoch to train to, where that is not the last. */
  readonly until?: number;
}

export interface TrainingOptions extends JobOptions {
  readonly keepRoles?: boolean;
  /** The run that the networks join; left out: one of their own. */
  readonly run?: NetworkRun;
  /** Which of several trainings one after another this is. */
  readonly part?: TrainingPart;
  /** Trains from the beginning what was stopped, too. */
  readonly anew?: boolean;
  /** What it has done is dropped where it is stopped. */
  readonly forgets?: boolean;
  /** The action that goes on with all of which this training is a part, where it is stopped. Left out: its own networks go on. */
  readonly goOn?: Notice['action'];
}

/** The first three networks get the roles A, B, C. */
export function firstThree(count: number): (Role | null)[] {
  return Array.from({ length: count }, (_, i) => ROLES[i] ?? null);
}

/**
 * Trains the plan's networks on the current data, puts them in the library and gives them their roles. Roles of a plan that
 * starts anew are emptied where it has no network for them. Networks of the list that were stopped on the way to the same recipe go on
 * from there, and the new ones take their places. Stopped itself, it keeps what is done (stopped-training.ts), gives no roles, and rejects
 * with the signal's reason.
 */
export async function trainNetworks(session: Session, plan: TrainingPlan, options: TrainingOptions = {}): Promise<NetworkEntry[]> {
  const { store, jobs } = session;
  const current = requireData(session);
  checkArchitecture(plan.architecture, current.summary.inputs, current.summary.classes);
  const signal = jobs.start('training', options.signal);
  jobs.cancel('aligning');
  session.notices.forget(({ untilTraining }) => untilTraining);
  session.unfinished?.set(emptyRun(plan).names.join(', '));
  const before = options.anew === true ? plan.seeds.map(() => null) : unfinishedOf(session, current, plan);
  const trained: Trained = { current, plan, before, ...(options.run === undefined ? {} : { joined: options.run }) };
  let end = (): void => undefined;
  session.trained = new Promise((resolve) => (end = resolve));
  const begun = { ...emptyRun(plan, options.part), points: before.map((record) => record?.history ?? []) };
  store.setState({ training: { status: 'running', result: begun, progress: null, error: null } });
  try {
    const { networks } = await session.client.run(
      'train',
      {
        dataset: current.spec,
        architecture: plan.architecture,
        training: plan.training,
        seeds: plan.seeds,
        shares: plan.seeds.map((_, i) => shareAt(plan, i)),
        from: before.map((record) => record && stateOf(record)),
        ...(plan.until === undefined ? {} : { until: plan.until }),
      },
      {
        signal,
        onPartial: (partial) => {
          if (!signal.aborted) store.setState(({ training }) => ({ training: { ...training, result: extended(training.result ?? begun, partial) } }));
        },
        onProgress: (progress) => {
          if (!signal.aborted) store.setState(({ training }) => ({ training: { ...training, progress } }));
          options.onProgress?.(progress);
        },
      },
    );
    signal.throwIfAborted();
    // A task each: together they would keep the page from answering.
    const entries = await keep(session, trained, networks);
    signal.throwIfAborted();
    giveRoles(session, plan, entries, options.keepRoles ?? false);
    await yieldToEventLoop();
    store.setState(({ training }) => ({ training: { ...training, status: 'done', progress: null } }));
    return entries;
  } catch (error) {
    if (jobs.isCurrent('training', signal)) {
      store.setState(({ training }) => ({
        training: isAbort(error)
          ? { ...training, status: 'idle', progress: null }
          : { ...training, status: 'failed', progress: null, error: toPlainError(error) },
      }));
    }
    if (isAbort(error) && options.forgets !== true) await keepStopped(session, trained, options.goOn ?? null);
    throw error;
  } finally {
    if (jobs.isCurrent('training', signal)) session.unfinished?.set(null);
    jobs.end('training', signal);
    end();
  }
}

/** The current data; rejects where none are loaded. */
export function requireData(session: Session): CurrentData {
  if (session.current !== null) return session.current;
  throw new RidgelineError('not-found', 'No data are loaded yet. Load a dataset first.');
}

/** What was to be trained. */
interface Trained {
  readonly current: CurrentData;
  readonly plan: TrainingPlan;
  /** What each network goes on from. */
  readonly before: readonly (UnfinishedRecord | null)[];
  readonly joined?: NetworkRun;
}

/** What each network of the plan goes on from; each of the list serves one. */
function unfinishedOf(session: Session, current: CurrentData, plan: TrainingPlan): (UnfinishedRecord | null)[] {
  const taken = new Set<string>();
  return plan.seeds.map((seeds, i) => {
    const { architecture, training } = plan;
    const recipe = { kind: 'trained', architecture, training, seeds, share: shareAt(plan, i) } as const;
    const found = findUnfinished(session, recipe, current.spec, plan.until ?? training.epochs);
    if (found === null || taken.has(found.id)) return null;
    taken.add(found.id);
    return found;
  });
}

/** Asks the worker what a training that was stopped has done, and puts it in the library. */
async function keepStopped(session: Session, trained: Trained, goOn: Notice['action']): Promise<void> {
  try {
    const { networks } = await session.client.run('takeStopped', null);
    const kept = await keep(session, trained, networks);
    const held = new Set([...networks.map(({ at }) => at), ...trained.before.flatMap((record, i) => (record === null ? [] : [i]))]);
    const { names } = emptyRun(trained.plan);
    tellStopped(
      session,
      kept,
      names.filter((_, i) => !held.has(i)),
      goOn,
    );
    if (kept.length > 0) void measureNetworks(session);
  } catch (error) {
    if (!isAbort(error)) session.notices.add('error', `What was trained before the stop could not be kept: ${toPlainError(error).message}`);
  }
}

/** Puts trained networks in the library: `at` says which of the plan each is, all in order where it is left out. */
async function keep(session: Session, trained: Trained, networks: readonly (TrainedNetwork | StoppedNetwork)[]): Promise<NetworkEntry[]> {
  const { current, plan, before, joined } = trained;
  const taken = new Set(session.store.getState().networks.map(({ name }) => name));
  const run = joined ?? nextRun(session.store.getState().networks, current.spec);
  const { info } = session.store.getState().backend;
  const backend = info === null ? null : recordedBackend(info);
  const created = session.clock.now();
  const entries: NetworkEntry[] = [];
  for (const [n, network] of networks.entries()) {
    const i = 'at' in network ? network.at : n;
    const old = before[i];
    const record = trainedRecord(current, plan, network, {
      share: shareAt(plan, i),
      name: old?.name ?? nameInRun(nameAt(plan, i), run, current.spec, taken),
      run: old?.run ?? run,
      backend: old === null ? backend : bothBackends(old.backend, backend),
      created: old?.created ?? created + i,
    });
    if (record.diverged !== null) session.notices.add('warning', record.diverged.replace(/^Network \d+/, record.name), null, { untilTraining: true });
    const scores = 'at' in network ? { train: null, test: null } : { train: finite(network.train), test: finite(network.test) };
    entries.push(old === null ? session.library.add(record, scores) : replaceNetwork(session, old.id, continued(old, record), scores));
    await yieldToEventLoop();
  }
  return entries;
}

/** The record with what the network was before it went on. */
function continued(old: NetworkRecord, record: NetworkRecord): NetworkRecord {
  return { ...record, history: [...old.history, ...record.history], checkpoints: [...old.checkpoints, ...record.checkpoints] };
}

/** What trained the first epochs, and what the last. */
function bothBackends(first: string | null, last: string | null): string | null {
  if (first === null || last === null) return last;
  return first.endsWith(last) ? first : `${first}, then ${last}`;
}

function giveRoles(session: Session, plan: TrainingPlan, entries: readonly NetworkEntry[], keepRoles: boolean): void {
  const sound = entries.filter(({ diverged }) => diverged === null);
  // Nothing can be seen between networks that diverged: those before them stay on the screen.
  if (sound.length === 0) return;
  session.store.setState(({ roles, aligned, view }) => {
    const next = { ...(keepRoles ? roles : { A: null, B: null, C: null }) };
    const given = plan.roles.filter((role) => role !== null);
    if (keepRoles) {
      entries.forEach(({ id, diverged }, i) => {
        const role = plan.roles[i];
        if (role !== null && diverged === null) next[role] = id;
      });
    } else sound.slice(0, given.length).forEach(({ id }, i) => (next[given[i]] = id));
    const same = (role: Role): boolean => next[role] === roles[role] && next.A === roles.A;
    const kept = { B: same('B') ? aligned.B : null, C: same('C') ? aligned.C : null };
    // A window on the old networks' plane, or a place on it, says nothing of the new ones.
    return {
      roles: next,
      aligned: kept,
      view: keepRoles
        ? view
        : { ...view, plane: { ...view.plane, window: null }, probe: view.probe.kind === 'plane' ? DEFAULT_VIEW.probe : view.probe },
    };
  });
}

function trainedRecord(
  current: CurrentData,
  plan: TrainingPlan,
  trained: Omit<TrainedNetwork, 'train' | 'test'>,
  { share, ...kept }: { share: Share | null } & Pick<NetworkRecord, 'name' | 'run' | 'backend' | 'created'>,
): NetworkRecord {
  const { architecture, training } = plan;
  const { stopped } = trained;
  const whole = { kind: 'trained', architecture, training, seeds: trained.seeds, share } as const;
  const recipe: NetworkRecipe = stopped === null ? whole : { ...whole, stop: stopped.epoch };
  return {
    version: RECORD_VERSION,
    id: newId(),
    ...kept,
    network: trained.network,
    checkpoints: trained.checkpoints,
    seeds: trained.seeds,
    training,
    data: current.spec,
    recipe,
    origin: { kind: 'trained' },
    choice: null,
    matchedOn: null,
    alignment: null,
    history: trained.history,
    diverged: trained.diverged?.message ?? null,
    stopped,
  };
}

function emptyRun(plan: TrainingPlan, part?: TrainingPart): TrainingRun {
  return {
    names: plan.seeds.map((_, i) => nameAt(plan, i)),
    points: plan.seeds.map(() => []),
    epoch: 0,
    epochs: plan.until ?? plan.training.epochs,
    secondsLeft: null,
    paused: false,
    ...(part === undefined ? {} : { part }),
  };
}

/** The run with a report's points. A run that began again (its device was lost) tells its epochs again: they replace those told before. */
export function extended(run: TrainingRun, partial: TrainPartial): TrainingRun {
  const points = run.points.map((known, m): readonly TrainingPoint[] => {
    if (partial.points.length <= m || partial.points[m].length === 0) return known;
    const fresh = partial.points[m];
    return [...known.filter(({ epoch }) => epoch < fresh[0].epoch), ...fresh];
  });
  const { epoch, epochs, paused } = partial;
  return { ...run, points, epoch, epochs, secondsLeft: secondsOfAll(run, partial), paused };
}

/** Of this part and of those to come, each as long as this one by the pace it has; the last epochs are too few to tell a pace. */
function secondsOfAll({ part, secondsLeft: before }: TrainingRun, { epoch, epochs, secondsLeft }: TrainPartial): number | null {
  if (secondsLeft === null || part === undefined || part.at === part.of) return secondsLeft;
  const rest = epochs - epoch;
  if (rest < epochs / 10 && before !== null) return before;
  return secondsLeft + (part.of - part.at) * (rest > 0 ? (secondsLeft * epochs) / rest : 0);
}

function shareAt({ shares }: TrainingPlan, i: number): Share | null {
  return shares?.[i] ?? null;
}

/** 'seed 3', 'seed 3/5 from epoch 4', 'half 1 of 2, seed 3/5': what tells a pair apart stands first, where no name is cut. */
function nameAt(plan: TrainingPlan, i: number): string {
  const share = shareAt(plan, i);
  return `${share === null ? '' : `${shareText(share)}, `}seed ${seedWords(plan.seeds[i])}`;
}

/** In words: 'half 1 of 2', 'lower classes'. */
function shareText({ by, part }: Share): string {
  return by === 'class' ? `${part === 0 ? 'lower' : 'upper'} classes` : `half ${part + 1} of 2`;
}

/** '3'; '3/5' where initialisation and order differ; '3/5 from epoch 4' where the epochs before had another order. */
function seedWords({ init, order, first }: Seeds): string {
  return first === undefined ? seedText({ init, order }) : `${init}/${order} from epoch ${first.epochs + 1}`;
}

function finite<S extends { readonly loss: number }>(score: S): S | null {
  return Number.isFinite(score.loss) ? score : null;
}
