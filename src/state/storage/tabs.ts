/** What tabs of this site tell each other about the stored networks. */
export type TabMessage = { readonly kind: 'saved' | 'removed'; readonly id: string };

export interface TabChannel {
  send(message: TabMessage): void;
  /** Returns a function that ends the listening. */
  listen(listener: (message: TabMessage) => void): () => void;
  close(): void;
}

/** A BroadcastChannel; null where the browser has none. */
export function openTabChannel(name = 'ridgeline-networks'): TabChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(name);
  return {
    send: (message) => channel.postMessage(message),
    listen: (listener) => {
      const hear = (event: MessageEvent): void => {
        const message = readMessage(event.data);
        if (message !== null) listener(message);
      };
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
    close: () => channel.close(),
  };
}

function readMessage(value: unknown): TabMessage | null {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return null;
  const { kind, id } = value;
  return (kind === 'saved' || kind === 'removed') && typeof id === 'string' && id.length <= 100 ? { kind, id } : null;
}
