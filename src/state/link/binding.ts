/**
 * Keeps the address bar's hash and the state together: debounced, and deaf to its own echo. Another place, another figure of the
 * laboratory and a figure that fills the middle each begin an entry of the browser's history: Back goes to the view before.
 */
import { currentAddress, currentLink } from './current.ts';
import { atSpot, readMark, sameSpot, type SpotMark, spotOf } from './spot.ts';
import { newId, type Session } from '../session.ts';
import type { View } from '../view.ts';

const DELAY_MILLISECONDS = 300;

export interface LinkBinding {
  /** Writes the hash now where it differs. */
  flush(): void;
  /** Begins an entry of the browser's history: Back opens the link of the one before. */
  begin(): void;
  close(): void;
}

/** `open` is called with a hash that the person entered or followed. */
export function bindLink(session: Session, open: (hash: string) => void): LinkBinding {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let written = session.location.hash();
  // Entries of this visit, since the last link was opened: going back to one changes the view alone.
  let era = newId();
  let returning = false;
  const markOf = (view: View): SpotMark => ({ era, spot: spotOf(view) });
  const write = (): void => {
    timer = null;
    // A reload starts the demonstration again: its address stays bare until its networks stand in it.
    // A reload asks again about the bundle that the address names.
    const { play, source } = session.store.getState();
    if (session.demonstration !== null || source !== null || play?.running === true) return;
    const hash = currentAddress(session);
    if (hash === written) return;
    written = hash;
    session.location.replaceHash(hash, markOf(session.store.getState().view));
    // The last link is what a later visit without one starts from; losing it is no loss worth a notice.
    session.storage?.putSetting('link', currentLink(session, 'none').hash).catch(() => undefined);
  };
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    write();
  };
  const openAnew = (): void => {
    const hash = session.location.hash();
    if (hash === written) return;
    written = hash;
    era = newId();
    open(hash);
  };
  const stopState = session.store.subscribe((state, before) => {
    // A link and an undo bring their settings with them, and go on in the entry where they are.
    const moved = state.view !== before.view && state.experiment === before.experiment && !sameSpot(state.view, before.view);
    if (moved && !returning) {
      const { location } = session;
      location.replaceHash(location.hash(), markOf(before.view));
      location.pushHash(location.hash(), markOf(state.view));
      flush();
      return;
    }
    // What is about to train stands in the address before a reload can lose it; what was deleted is out of it before one brings it back.
    const starts = state.training.status === 'running' && before.training.status !== 'running';
    // A step of a lesson stands in the address before a reload can lose it.
    const steps = state.talk.lesson && state.talk.at !== before.talk.at;
    if (starts || steps || state.networks.length < before.networks.length) {
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
      state.talk === before.talk &&
      state.play === before.play &&
      state.published === before.published &&
      state.demonstration === before.demonstration
    )
      return;
    timer ??= setTimeout(write, DELAY_MILLISECONDS);
  });
  const stopHash = session.location.onHashChange(openAnew);
  const stopReturn = session.location.onReturn((value) => {
    const mark = readMark(value);
    if (mark === null || mark.era !== era) {
      openAnew();
      return;
    }
    written = session.location.hash();
    returning = true;
    session.store.setState(({ view }) => ({ view: atSpot(view, mark.spot) }));
    returning = false;
    // The networks and settings are those of now: the entry's address follows.
    flush();
  });
  const begin = (): void => {
    flush();
    era = newId();
    session.location.pushHash(session.location.hash(), markOf(session.store.getState().view));
  };
  return {
    flush,
    begin,
    close: () => {
      if (timer !== null) clearTimeout(timer);
      stopState();
      stopHash();
      stopReturn();
    },
  };
}
