/** "Prepare for offline": fetches what is missing of the site and of the data that are asked for, then looks whether it is there. */
import { isAbort, toPlainError } from '../../base/errors.ts';
import type { KeptId } from '../../compute/protocol.ts';
import { IDLE } from '../figures/derived.ts';
import type { Session } from '../session.ts';
import type { Work } from '../shared-state.ts';
import { checkData, checkSite } from './checking.ts';
import type { OfflineState } from './offline-state.ts';

/** @param wanted null: all data of this site, never the mirror's */
export async function prepareOffline(session: Session, wanted: readonly KeptId[] | null): Promise<OfflineState> {
  const { store, jobs, client, site } = session;
  const signal = jobs.start('preparing');
  const set = (work: Partial<Work<null>>): void =>
    store.setState(({ offline }) => ({ offline: { ...offline, preparing: { ...offline.preparing, ...work } } }));
  set({ status: 'running', progress: null, error: null });
  try {
    // Some browsers ask the person, who may take their time.
    void (await site?.())?.persist().then((persistent) => store.setState(({ offline }) => ({ offline: { ...offline, persistent } })));
    await checkSite(session, 'complete');
    await checkData(session, signal);
    const here = store.getState().offline.data;
    const ids = wanted ?? here.filter(({ host }) => host === null).map(({ id }) => id);
    for (const id of ids) {
      await client.run(
        'keepData',
        { id },
        {
          signal,
          onProgress: (progress) => {
            if (!signal.aborted) set({ progress });
          },
        },
      );
      await checkData(session, signal);
    }
    set({ ...IDLE, status: 'done' });
  } catch (error) {
    if (jobs.isCurrent('preparing', signal)) set(isAbort(error) ? IDLE : { status: 'failed', progress: null, error: toPlainError(error) });
    throw error;
  } finally {
    jobs.end('preparing', signal);
  }
  return store.getState().offline;
}
