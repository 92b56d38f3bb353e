/**
 * A bounded store of costly things that must be freed by hand (device tensors). A borrower holds a lease; what is on lease
 * is never freed, and of the rest the least recently used go first when the bytes or the number exceed their bounds.
 */
export interface Lease<V> {
  readonly value: V;
  /** Gives the thing back; calling it twice is harmless. */
  release(): void;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
  borrowers: number;
  doomed: boolean;
}

export class LeaseCache<V> {
  readonly #budget: number;
  readonly #most: number;
  readonly #dispose: (value: V) => void;
  readonly #entries = new Map<string, Entry<V>>();

  /** @param budget bytes kept when idle @param dispose frees a value; called exactly once for each @param most things kept when idle */
  constructor(budget: number, dispose: (value: V) => void, most = Infinity) {
    this.#budget = budget;
    this.#most = most;
    this.#dispose = dispose;
  }

  /** The thing under `key`, made on the first call. The caller releases the lease, also after an error. */
  acquire(key: string, bytes: number, make: () => V): Lease<V> {
    const found = this.#entries.get(key);
    const entry = found ?? { value: make(), bytes, borrowers: 0, doomed: false };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.borrowers++;
    this.#evict();
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      entry.borrowers--;
      if (entry.borrowers > 0) return;
      if (entry.doomed) this.#dispose(entry.value);
      else this.#evict();
    };
    return { value: entry.value, release };
  }

  /** Frees everything that is idle now, and what is on lease as soon as it comes back. */
  clear(): void {
    for (const entry of this.#entries.values()) {
      if (entry.borrowers === 0) this.#dispose(entry.value);
      else entry.doomed = true;
    }
    this.#entries.clear();
  }

  /** Frees what is idle and not to be kept. */
  prune(keep: (key: string) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (entry.borrowers > 0 || keep(key)) continue;
      this.#entries.delete(key);
      this.#dispose(entry.value);
    }
  }

  #evict(): void {
    let bytes = 0;
    for (const entry of this.#entries.values()) bytes += entry.bytes;
    for (const [key, entry] of this.#entries) {
      if (bytes <= this.#budget && this.#entries.size <= this.#most) return;
      if (entry.borrowers > 0) continue;
      this.#entries.delete(key);
      this.#dispose(entry.value);
      bytes -= entry.bytes;
    }
  }
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

/** A number that names this object for as long as it lives: cache keys by identity, without holding the object. */
export function identityOf(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, nextIdentity);
  return nextIdentity++;
}
