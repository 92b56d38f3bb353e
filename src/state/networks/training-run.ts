/** Training networks: the job, its live state, and what becomes of the result. */
import { isAbort, RidgelineError, toPlainError } from '../../base/errors.ts';
import { yieldToEventLoop, type JobOptions } from '../../base/job.ts';
import type { Share } from '../../datasets/share.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Seeds, TrainedNetwork, Training, TrainingPoint, TrainPartial } from '../../nn/training.ts';
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

export interface TrainingPlan {
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: readonly Seeds[];
  /** What each network trains on; null, or left out = all training data. */
  readonly shares?: readonly (Share | null)[];
  /** The role that each network gets, by position; null = none. */
  readonly roles: readonly (Role | null)[];
}

export interface TrainingOptions extends JobOptions {
  readonly keepRoles?: boolean;
  /** The run that the networks join; left out: one of their own. */
  readonly run?: NetworkRun;
  /** Which of several trainings one after another this is. */
  readonly part?: TrainingPart;
}

/** The first three networks get the roles A, B, C. */
export function firstThree(count: number): (Role | null)[] {
  return Array.from({ length: count }, (_, i) => ROLES[i] ?? null);
}

/**
 * Trains the plan's networks on the current data, puts them in the library and gives them their roles. Roles of a plan that
 * starts anew are emptied where it has no network for them.
 */
export async function trainNetworks(session: Session, plan: TrainingPlan, options: TrainingOptions = {}): Promise<NetworkEntry[]> {
  const { store, jobs } = session;
  const current = requireData(session);
  checkArchitecture(plan.architecture, current.summary.inputs, current.summary.classes);
  const signal = jobs.start('training', options.signal);
  jobs.cancel('aligning');
  session.notices.forget(({ untilTraining }) => untilTraining);
  session.unfinished?.set(emptyRun(plan).names.join(', '));
  const begun = emptyRun(plan, options.part);
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
    const entries = await keep(session, current, plan, networks, options.run);
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
    throw error;
  } finally {
    if (jobs.isCurrent('training', signal)) session.unfinished?.set(null);
    jobs.end('training', signal);
  }
}

/** The current data; rejects where none are loaded. */
export function requireData(session: Session): CurrentData {
  if (session.current !== null) return session.current;
  throw new RidgelineError('not-found', 'No data are loaded yet. Load a dataset first.');
}

async function keep(
  session: Session,
  current: CurrentData,
  plan: TrainingPlan,
  networks: readonly TrainedNetwork[],
  joined?: NetworkRun,
): Promise<NetworkEntry[]> {
  const taken = new Set(session.store.getState().networks.map(({ name }) => name));
  const run = joined ?? nextRun(session.store.getState().networks, current.spec);
  const backend = session.store.getState().backend.info?.name ?? null;
  const created = session.clock.now();
  const entries: NetworkEntry[] = [];
  for (const [i, trained] of networks.entries()) {
    const record = trainedRecord(current, plan, trained, {
      share: shareAt(plan, i),
      name: nameInRun(nameAt(plan, i), run, current.spec, taken),
      run,
      backend,
      created: created + i,
    });
    if (record.diverged !== null) session.notices.add('warning', record.diverged.replace(/^Network \d+/, record.name), null, { untilTraining: true });
    entries.push(session.library.add(record, { train: finite(trained.train), test: finite(trained.test) }));
    await yieldToEventLoop();
  }
  return entries;
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
  trained: TrainedNetwork,
  { share, ...kept }: { share: Share | null } & Pick<NetworkRecord, 'name' | 'run' | 'backend' | 'created'>,
): NetworkRecord {
  const { architecture, training } = plan;
  const recipe: NetworkRecipe = { kind: 'trained', architecture, training, seeds: trained.seeds, share };
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
  };
}

function emptyRun(plan: TrainingPlan, part?: TrainingPart): TrainingRun {
  return {
    names: plan.seeds.map((_, i) => nameAt(plan, i)),
    points: plan.seeds.map(() => []),
    epoch: 0,
    epochs: plan.training.epochs,
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
