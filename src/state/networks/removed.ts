/** Deleted networks that can be brought back: the last one, and others before it while all together are small. */
import { canonicalJson } from '../../base/hash.ts';
import type { RemovedNetwork } from './library.ts';
import type { NetworkRecord } from './record.ts';
import type { Session } from '../session.ts';

/** Bytes of parameters, checkpoints included. */
const MOST_REMOVED_BYTES = 256 * 1024 * 1024;

/** Keeps a deleted network for undo; the oldest go where that is too much, and so do the notices that offer them. */
export function keepRemoved(session: Session, id: string, removed: RemovedNetwork): void {
  session.removed.delete(id);
  session.removed.set(id, removed);
  let bytes = 0;
  for (const [held, { record }] of [...session.removed].reverse()) {
    bytes += bytesOf(record);
    if (held !== id && bytes > MOST_REMOVED_BYTES) forget(session, held);
  }
}

/** Brings a deleted network back, and takes down the notice that offers it; false where there is none of this id. */
export function bringBack(session: Session, id: string): boolean {
  const removed = session.removed.get(id);
  if (removed === undefined) return false;
  forget(session, id);
  session.library.restore(removed);
  return true;
}

function forget(session: Session, id: string): void {
  session.removed.delete(id);
  const offer = canonicalJson({ id });
  session.notices.forget(({ action }) => action?.name === 'restore' && canonicalJson(action.argument) === offer);
}

function bytesOf({ network, checkpoints }: NetworkRecord): number {
  // The last checkpoint may be the network itself.
  const arrays = new Set([network.parameters, ...checkpoints.map(({ parameters }) => parameters)]);
  return [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
}
