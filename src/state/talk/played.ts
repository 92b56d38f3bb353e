/** Which network the probe shows while the trainings play. */
import type { Checkpoint } from '../../nn/training.ts';
import type { AppState } from '../app-state.ts';
import type { Role } from '../experiment.ts';
import { sourceRole } from '../figures/inputs.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { playedEpoch } from './talk-state.ts';

type Seen = Pick<AppState, 'play' | 'roles' | 'view'>;

/** The role whose training is watched: the probe's network, else A. */
export function playedRole({ view: { probe } }: Pick<Seen, 'view'>): Role {
  return probe.kind === 'network' ? sourceRole(probe.endpoint) : 'A';
}

/** The latest of ascending epochs that is not after `epoch`; the first where all are. -1: there are none. */
export function reached(epochs: readonly number[], epoch: number): number {
  const later = epochs.findIndex((recorded) => recorded > epoch);
  return later < 0 ? epochs.length - 1 : Math.max(0, later - 1);
}

/** The network as it was at the epoch that is shown; null where no training plays or it kept no checkpoints. */
export function playedNetwork(state: Seen, library: { get(id: string): NetworkRecord }): { id: string; checkpoint: Checkpoint } | null {
  const epoch = playedEpoch(state);
  const id = state.roles[playedRole(state)];
  if (epoch === null || id === null) return null;
  const { checkpoints } = library.get(id);
  const at = reached(
    checkpoints.map((checkpoint) => checkpoint.epoch),
    epoch,
  );
  return at < 1 && checkpoints.length < 2 ? null : { id, checkpoint: checkpoints[at] };
}
