/** The site is kept for the next visit without network; a newer version is told of. */
import { toPlainError } from '../../base/errors.ts';
import type { Session } from '../session.ts';
import { checkSite, setSite } from './checking.ts';
import type { SiteNews } from './site-keeper.ts';

/** Starts the service worker. Never rejects: what went wrong stands in the state. */
export async function startKeeping(session: Session): Promise<void> {
  const site = (await session.site?.()) ?? null;
  if (site === null || site.refusal !== null) return;
  try {
    await site.start((news) => hear(session, news));
  } catch (error) {
    setSite(session, { status: 'impossible', reason: `This browser refuses to keep the page: ${toPlainError(error).message}` });
  }
}

function hear(session: Session, news: SiteNews): void {
  if (news.kind === 'progress') {
    // What is whole already is this version; what comes then is a newer one.
    if (session.store.getState().offline.site.status !== 'kept')
      setSite(session, { status: 'keeping', reason: null, done: news.done, total: news.total });
  } else if (news.kind === 'settled') void checkSite(session);
  else tellNewVersion(session);
}

function tellNewVersion({ store, notices }: Session): void {
  if (store.getState().offline.newVersion) return;
  store.setState(({ offline }) => ({ offline: { ...offline, newVersion: true } }));
  const text = 'A newer version of Ridgeline is here. It is used when all tabs of this one are closed, or now, which loads the page again.';
  notices.add('info', text, { label: 'Use it now', name: 'takeNewVersion', argument: undefined });
}
