/** Trains what is missing of the pairs that a choice names. */
import type { JobOptions } from '../../base/job.ts';
import { knownCopies } from '../networks/alignment-run.ts';
import { DEFAULT_VIEW } from '../view.ts';
import type { TrainedRecipe } from '../experiment.ts';
import { loadData } from '../data/loading.ts';
import type { Session } from '../session.ts';
import { nextRun } from '../networks/runs.ts';
import { requireData, trainNetworks, type TrainingOptions } from '../networks/training-run.ts';
import type { PairChoice } from '../figures/lab-view.ts';
import { findPairs, pairRecipes, type FoundPair } from './pairs.ts';

export interface PairOptions extends JobOptions {
  /** Architecture and training of all; the experiment's where left out. */
  readonly base?: Pick<TrainedRecipe, 'architecture' | 'training'>;
  /** Pairs of the same job that were trained before: they are counted with the others. */
  readonly before?: number;
}

/**
 * Makes these the pairs of the view and trains the missing networks on the current data. The first pair gets the roles A and B as
 * soon as it is there, and C is emptied, unless it has them already. Networks join the list pair by pair (on a GPU, where they train
 * as one stack, all together), so that a cancel keeps the pairs that are done. Rejects with the signal's reason.
 *
 * @returns the networks of each pair, null where one was cancelled or could not be found
 */
export async function trainPairs(session: Session, choice: PairChoice, { base, before = 0, ...options }: PairOptions = {}): Promise<FoundPair[]> {
  const { store } = session;
  const { experiment } = store.getState();
  store.setState(({ view }) => ({ view: { ...view, lab: { ...view.lab, pairs: choice } } }));
  if (session.current === null) await loadData(session, experiment.data, { keepSettings: true });
  const recipes = pairRecipes(base ?? experiment, choice);
  const found = (): FoundPair[] => findPairs(store.getState().networks, recipes, requireData(session).spec);
  const missing = found().map(({ a, b }, p) => recipes[p].filter((_, side) => (side === 0 ? a : b) === null));
  takeRoles(session, found()[0]);
  const parts = (stacks(session) ? [missing.flat()] : missing).filter((part) => part.length > 0);
  // Pairs that train one after another are one run in the list.
  const run = nextRun(store.getState().networks, requireData(session).spec);
  for (const [i, part] of parts.entries()) {
    await trainPart(session, part, {
      ...options,
      run,
      // The pairs that were not begun are part of it.
      ...(base === undefined ? { goOn: { label: 'Go on', name: 'trainPairs', argument: { pairs: choice } } } : {}),
      ...(before + parts.length > 1 ? { part: { at: before + i + 1, of: before + parts.length } } : {}),
      onProgress: ({ done, total }) => options.onProgress?.({ phase: 'training pairs', done: i * total + done, total: parts.length * total }),
    });
    takeRoles(session, found()[0]);
  }
  return found();
}

/** How many pairs beside the first wait for a training of their own; 0 where all train as one stack. */
export function pairsToTrain(session: Session, choice: PairChoice, base: Pick<TrainedRecipe, 'architecture' | 'training'>): number {
  if (stacks(session)) return 0;
  const found = findPairs(session.store.getState().networks, pairRecipes(base, choice), requireData(session).spec);
  return found.slice(1).filter(({ a, b }) => a === null || b === null).length;
}

async function trainPart(session: Session, recipes: readonly TrainedRecipe[], options: TrainingOptions): Promise<void> {
  const [{ architecture, training }] = recipes;
  const plan = {
    architecture,
    training,
    seeds: recipes.map(({ seeds }) => seeds),
    shares: recipes.map(({ share }) => share),
    roles: recipes.map(() => null),
  };
  await trainNetworks(session, plan, { ...options, keepRoles: true });
}

/** Whether networks train as one stack, in hardly more time than one alone. */
function stacks({ store }: Session): boolean {
  const name = store.getState().backend.info?.name;
  return name === 'webgpu' || name === 'webgl';
}

/** The first pair as A and B, where both are there and sound. What was matched before stays where it still holds. */
function takeRoles(session: Session, { a, b }: FoundPair): void {
  const { networks, roles } = session.store.getState();
  const sound = (id: string | null): id is string => networks.some((entry) => entry.id === id && entry.diverged === null);
  if (!sound(a) || !sound(b) || (roles.A === a && roles.B === b)) return;
  session.store.setState(({ view }) => {
    const next = { A: a, B: b, C: null };
    const shown = { ...view, plane: { ...view.plane, window: null }, probe: view.probe.kind === 'plane' ? DEFAULT_VIEW.probe : view.probe };
    return { roles: next, aligned: knownCopies(session, { roles: next, view: shown }), view: shown };
  });
}
