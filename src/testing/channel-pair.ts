/** Two tabs' ends of one channel, for tests of state/. */
import type { TabChannel, TabMessage } from '../state/storage/tabs.ts';

/** What one end sends the other hears, in order, this many turns of the event loop later. */
export function channelPair(turns = 0): [TabChannel, TabChannel] {
  const listeners: Set<(message: TabMessage) => void>[] = [new Set(), new Set()];
  const deliver = (to: number, message: TabMessage, left: number): void => {
    if (left === 0) listeners[to].forEach((listener) => listener(message));
    else setTimeout(() => deliver(to, message, left - 1), 0);
  };
  const channel = (own: number): TabChannel => ({
    send: (message) => deliver(1 - own, message, turns),
    listen: (listener) => {
      listeners[own].add(listener);
      return () => listeners[own].delete(listener);
    },
    close: () => undefined,
  });
  return [channel(0), channel(1)];
}
