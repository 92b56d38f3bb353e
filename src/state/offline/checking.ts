/** Looks into the browser's storage: what is said about working without network is what was found there. */
import { toPlainError } from '../../base/errors.ts';
import type { SiteCheck } from '../../offline/messages.ts';
import type { Session } from '../session.ts';
import type { KeptSite, OfflineState } from './offline-state.ts';

export function setSite({ store }: Session, patch: Partial<KeptSite>): void {
  store.setState(({ offline }) => ({ offline: { ...offline, site: { ...offline.site, ...patch } } }));
}

/** How the site's files are kept, into the state; a service worker that does not answer is told as the reason. Never rejects. */
export async function checkSite(session: Session, look: 'check' | 'complete' = 'check'): Promise<void> {
  const site = (await session.site?.()) ?? null;
  if (site === null) return;
  if (site.refusal !== null) {
    setSite(session, { status: 'impossible', reason: site.refusal });
    return;
  }
  try {
    noteSite(session, await site[look]());
  } catch (error) {
    setSite(session, { status: 'unknown', reason: toPlainError(error).message });
  }
}

function noteSite(session: Session, found: SiteCheck | null): void {
  if (found === null) return;
  const { kept, total } = found;
  setSite(session, { status: kept === total ? 'kept' : 'partly', reason: null, done: kept, total });
}

/** Site and data. @throws RidgelineError where the list of data cannot be read */
export async function checkOffline(session: Session): Promise<OfflineState> {
  await checkSite(session);
  await checkData(session);
  return session.store.getState().offline;
}

/** @throws as `checkOffline` */
export async function checkData({ client, store }: Session, signal?: AbortSignal): Promise<void> {
  const data = await client.run('keptData', null, signal === undefined ? {} : { signal });
  store.setState(({ offline }) => ({ offline: { ...offline, data } }));
}
