/** Pairs of networks as they were along their training: the epochs recorded of all, and what the worker calls a network at one. */
import type { LastOfEach } from '../../base/epoch-name.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { SharedLab } from '../figures/lab-view.ts';
import type { SharedState } from '../shared-state.ts';
import type { NetworkRecord } from '../networks/record.ts';
import type { Checkpoint } from '../../nn/training.ts';

/** What knows the worker's names of checkpoints. */
interface Registry {
  readonly library: { registerCheckpoint(id: string, checkpoint: Checkpoint): string };
}

interface Runs {
  readonly a: NetworkRecord;
  readonly b: NetworkRecord;
}

/**
 * Epochs of which every network of the pairs has a checkpoint, ascending, thinned evenly to at most `most` (2 or more), the first and
 * the last kept. The last is always the end of training: that of the longest run where they differ, each network as it is now.
 */
export function columnEpochs(pairs: readonly Runs[], most: number): number[] {
  const records = pairs.flatMap(({ a, b }) => [a, b]);
  if (records.length === 0) return [];
  const ends = records.map(lastEpoch);
  const shortest = Math.min(...ends);
  const recorded = records.map(({ checkpoints }) => new Set(checkpoints.map(({ epoch }) => epoch)));
  const common = [...recorded[0]].filter((epoch) => epoch < shortest && recorded.every((epochs) => epochs.has(epoch))).sort((a, b) => a - b);
  return thinned([...common, Math.max(...ends)], most);
}

/**
 * The id by which the worker knows a network as it was after an epoch of `columnEpochs`; registers the checkpoint where it was not
 * named before. It is forgotten with the network.
 */
export function networkAt({ library }: Registry, record: NetworkRecord, epoch: number): string {
  if (epoch >= lastEpoch(record)) return record.id;
  const checkpoint = record.checkpoints.find((kept) => kept.epoch === epoch);
  if (checkpoint === undefined)
    throw new RidgelineError('not-found', `'${record.name}' has no checkpoint of epoch ${epoch}.`, { argument: 'epoch', received: epoch });
  return library.registerCheckpoint(record.id, checkpoint);
}

/** When the network became what it is. 0 where nothing is known of its training. */
function lastEpoch({ training, checkpoints, stopped }: NetworkRecord): number {
  return stopped?.epoch ?? training?.epochs ?? checkpoints.at(-1)?.epoch ?? 0;
}

/** After how many epochs A and B of the roles were done, where both are known and differ: the last of `columnEpochs` then shows each as it is. */
export function lastOfEach({
  networks,
  roles,
  view,
}: Pick<SharedState, 'networks' | 'roles'> & { readonly view: { readonly lab: Pick<SharedLab, 'pairs'> } }): LastOfEach {
  if (view.lab.pairs !== null) return null;
  const [a, b] = [roles.A, roles.B].map((id) => {
    const entry = networks.find((network) => network.id === id);
    return entry?.stopped?.epoch ?? entry?.training?.epochs ?? null;
  });
  return a === null || b === null || a === b ? null : [a, b];
}

/** Evenly by place, both ends included. */
function thinned(epochs: readonly number[], most: number): number[] {
  if (epochs.length <= most) return [...epochs];
  return Array.from({ length: most }, (_, i) => epochs[Math.round((i * (epochs.length - 1)) / (most - 1))]);
}
