/** The shapes that `window.ridgeline` answers with (scripting.md). */
import type { Architecture } from '../../nn/architecture.ts';
import type { Score, Seeds } from '../../nn/training.ts';
import type { NetworkEntry, NetworkOrigin } from '../shared-state.ts';
import type { NetworkRecord } from '../networks/record.ts';

export interface NetworkSummary {
  id: string;
  name: string;
  architecture: Architecture;
  /** On the current data; null where the network does not fit them. */
  train: Score | null;
  test: Score | null;
  seed: Seeds | null;
  /** The epoch after which its training was stopped; null where it was not. */
  stopped: number | null;
  origin: NetworkOrigin;
}

export interface DatasetReply {
  id: string;
  inputs: number;
  classes: number;
  trainSize: number;
  testSize: number;
}

export function networkSummary(
  { id, name, network, seeds, stopped, origin }: NetworkRecord,
  entry: Pick<NetworkEntry, 'train' | 'test'> | null,
): NetworkSummary {
  return {
    id,
    name,
    architecture: { ...network.architecture, hidden: [...network.architecture.hidden] },
    train: entry?.train ?? null,
    test: entry?.test ?? null,
    seed: seeds,
    stopped: stopped?.epoch ?? null,
    origin,
  };
}
