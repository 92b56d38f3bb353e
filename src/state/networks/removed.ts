/** Deleted networks that can be brought back. */
import { canonicalJson } from '../../base/hash.ts';
import type { Session } from '../session.ts';

/** Brings a deleted network back, and takes down the notice that offers it; false where there is none of this id. */
export function bringBack(session: Session, id: string): boolean {
  const removed = session.removed.get(id);
  if (removed === undefined) return false;
  session.removed.delete(id);
  session.library.restore(removed);
  const offer = canonicalJson({ id });
  session.notices.forget(({ action }) => action?.name === 'restore' && canonicalJson(action.argument) === offer);
  return true;
}
