/** Choosing the backend, and telling where it changes under way. */
import { toPlainError } from '../base/errors.ts';
import type { Session } from './session.ts';
import type { BackendInfo, BackendPreference } from '../compute/backend-names.ts';

/** Starts the preferred backend, or the next best; why another was taken is told. */
export async function selectBackend(session: Session, preference: BackendPreference): Promise<BackendInfo> {
  const { store, client, notices } = session;
  const { simd } = store.getState().backend;
  store.setState(({ backend }) => ({ backend: { ...backend, status: 'starting', preference } }));
  try {
    const info = await client.run('selectBackend', { preference, ...(simd === 'auto' ? {} : { simd }) });
    showBackend(session, info);
    return info;
  } catch (error) {
    store.setState(({ backend }) => ({ backend: { ...backend, status: backend.info === null ? 'failed' : 'ready' } }));
    notices.add('error', `The backend could not be started: ${toPlainError(error).message}`);
    throw error;
  }
}

/** A backend that changed under way: why is told each time, though it may be for the same reason. */
export function changeBackend({ store, notices }: Session, info: BackendInfo): void {
  store.setState(({ backend }) => ({ backend: { ...backend, status: 'ready', info } }));
  if (info.reason !== null) notices.add('warning', info.reason);
}

/** Shows the backend in use; a change for a reason is told. */
function showBackend(session: Session, info: BackendInfo): void {
  const before = session.store.getState().backend;
  session.store.setState(({ backend }) => ({ backend: { ...backend, status: 'ready', info } }));
  if (info.reason !== null && info.reason !== before.info?.reason) session.notices.add('warning', info.reason);
}
