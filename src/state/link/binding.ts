/** Keeps the address bar's hash and the state together: debounced, and deaf to its own echo. */
import { currentLink } from './current.ts';
import type { Session } from '../session.ts';

const DELAY_MILLISECONDS = 300;

export interface LinkBinding {
  /** Writes the hash now where it differs. */
  flush(): void;
  close(): void;
}

/** `open` is called with a hash that the person entered or followed. */
export function bindLink(session: Session, open: (hash: string) => void): LinkBinding {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let written = session.location.hash();
  const write = (): void => {
    timer = null;
    // A reload starts the demonstration again: its address stays bare until its networks stand in it.
    if (session.demonstration !== null) return;
    const { hash } = currentLink(session);
    if (hash === written) return;
    written = hash;
    session.location.replaceHash(hash);
    // The last link is what a later visit without one starts from; losing it is no loss worth a notice.
    session.storage?.putSetting('link', hash).catch(() => undefined);
  };
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    write();
  };
  const stopState = session.store.subscribe((state, before) => {
    // What is about to train stands in the address before a reload can lose it; what was deleted is out of it before one brings it back.
    const starts = state.training.status === 'running' && before.training.status !== 'running';
    if (starts || state.networks.length < before.networks.length) {
      flush();
      return;
    }
    if (
      state.experiment === before.experiment &&
      state.view === before.view &&
      state.roles === before.roles &&
      state.aligned === before.aligned &&
      state.backend === before.backend &&
      state.pending === before.pending &&
      state.demonstration === before.demonstration
    )
      return;
    timer ??= setTimeout(write, DELAY_MILLISECONDS);
  });
  const stopHash = session.location.onHashChange(() => {
    const hash = session.location.hash();
    if (hash === written) return;
    written = hash;
    open(hash);
  });
  return {
    flush,
    close: () => {
      if (timer !== null) clearTimeout(timer);
      stopState();
      stopHash();
    },
  };
}
