/** Trainings that were stopped: what they leave, in words, and which network of the list one goes on from. */
import { formatList } from '../../base/format.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { StoppedTraining, TrainingState } from '../../nn/training.ts';
import type { TrainedRecipe } from '../experiment.ts';
import type { Notice } from '../app-state.ts';
import type { Session } from '../session.ts';
import type { NetworkEntry } from '../shared-state.ts';
import type { NetworkRecord, Scores } from './record.ts';

/** A network of the list whose training can go on. */
export interface UnfinishedRecord extends NetworkRecord {
  readonly stopped: StoppedTraining & { readonly optimizer: NonNullable<StoppedTraining['optimizer']> };
}

export function canGoOn(record: NetworkRecord): record is UnfinishedRecord {
  return record.stopped?.optimizer != null && record.recipe?.kind === 'trained';
}

/** What the worker goes on from. */
export function stateOf({ network, stopped: { epoch, optimizer } }: UnfinishedRecord): TrainingState {
  return { epoch, parameters: network.parameters, optimizer };
}

/** The recipe of the whole training. */
export function wholeRecipe(recipe: TrainedRecipe): TrainedRecipe {
  const { kind, architecture, training, seeds, share } = recipe;
  return { kind, architecture, training, seeds, share };
}

/** Of the networks that were stopped before `until` on the way to this recipe, the one that is farthest. */
export function findUnfinished({ library, store }: Session, recipe: TrainedRecipe, data: DatasetSpec, until: number): UnfinishedRecord | null {
  const key = canonicalJson([wholeRecipe(recipe), data]);
  let found: UnfinishedRecord | null = null;
  for (const { id, stopped } of store.getState().networks) {
    if (stopped === null || stopped.epoch >= until || stopped.epoch <= (found?.stopped.epoch ?? 0)) continue;
    const record = library.get(id);
    if (canGoOn(record) && record.recipe?.kind === 'trained' && canonicalJson([wholeRecipe(record.recipe), record.data]) === key) found = record;
  }
  return found;
}

/** Puts a network in another's place in the list, in its roles too; where the other is gone, at the list's end. */
export function replaceNetwork({ library, store }: Session, old: string, record: NetworkRecord, scores?: Scores): NetworkEntry {
  const { networks, roles, aligned } = store.getState();
  const index = networks.findIndex(({ id }) => id === old);
  // First the new, then the old: a page that ends in between has both.
  const entry = library.add(record, scores, index < 0 ? undefined : index);
  if (index < 0) return entry;
  library.remove(old);
  const taken = (id: string | null): string | null => (id === old ? entry.id : id);
  store.setState({
    roles: { A: taken(roles.A), B: taken(roles.B), C: taken(roles.C) },
    aligned: { B: roles.A === old || roles.B === old ? null : aligned.B, C: roles.A === old || roles.C === old ? null : aligned.C },
  });
  return entry;
}

/**
 * Tells what a training that was stopped leaves, with the way to go on.
 *
 * @param nothingOf names of which no epoch was done
 * @param whole goes on with all of which the training was a part; null: what is kept goes on
 */
export function tellStopped({ notices }: Session, kept: readonly NetworkEntry[], nothingOf: readonly string[], whole: Notice['action'] = null): void {
  if (kept.length === 0) {
    notices.confirm('Training was stopped before a whole epoch was done: there is nothing new to keep.');
    return;
  }
  const words = kept.map(({ name, stopped, training }) =>
    stopped === null ? `${name} (finished)` : `${name} (epoch ${stopped.epoch}${training === null ? '' : ` of ${training.epochs}`})`,
  );
  const lost = nothingOf.length === 0 ? '' : ` Of ${formatList(nothingOf)} no epoch was done.`;
  const ids = kept.filter(({ stopped }) => stopped?.canGoOn === true).map(({ id }) => id);
  const action = whole ?? (ids.length === 0 ? null : { label: 'Go on', name: 'continueTraining', argument: { ids } });
  notices.add('info', `Training was stopped. Kept: ${formatList(words)}.${lost}`, action, { untilTraining: true });
}
