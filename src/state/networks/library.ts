/**
 * The network library: parameters and checkpoints by id, in memory, registered with the worker and kept in the browser's
 * storage. The store's list shows its rows. What could not be kept says so on its row and in a notice.
 */
import type { ComputeClient } from '../../compute/client-contract.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { Checkpoint } from '../../nn/training.ts';
import type { AppState } from '../app-state.ts';
import type { NetworkEntry } from '../shared-state.ts';
import { entryOf, type NetworkRecord, type Scores } from './record.ts';
import type { Notices } from '../notices.ts';
import { freeName } from './free-name.ts';
import { realigned, refilled, without } from './roles.ts';
import { StoredNetworks } from './stored-networks.ts';
import { readNetworkRecord } from './stored-record.ts';
import type { AppStorage, StoredFile } from '../storage/storage.ts';
import type { AppStore } from '../store.ts';
import type { TabChannel, TabMessage } from '../storage/tabs.ts';
import { unsavedText } from '../storage/storage-full.ts';

/** Checkpoints of one network beyond this stay in memory only. */
const MOST_STORED_CHECKPOINT_VALUES = 16_000_000;
const NO_SCORES: Scores = { train: null, test: null };

export interface RemovedNetwork {
  readonly record: NetworkRecord;
  readonly scores: Scores;
  readonly index: number;
  /** What the network stood for when it was deleted. */
  readonly roles: AppState['roles'];
  readonly aligned: AppState['aligned'];
}

export interface LibraryParts {
  readonly store: AppStore;
  readonly client: ComputeClient;
  readonly storage: AppStorage | null;
  readonly notices: Notices;
  readonly tabs: TabChannel | null;
  /** Called when another tab's network came into the list, not measured yet. */
  readonly onArrival: () => void;
}

export class Library {
  private readonly records = new Map<string, NetworkRecord>();
  /** Ids of checkpoints that the worker knows, by their network. */
  private readonly registered = new Map<string, Set<string>>();
  private readonly pendingSaves = new Set<Promise<void>>();
  /** Ids deleted here or elsewhere: what was read of them before is out of date. */
  private readonly gone = new Set<string>();
  /** SHA-256 of files that came in this session. */
  private readonly files = new Set<string>();
  private readonly parts: LibraryParts;
  /** null where the browser keeps nothing. */
  private readonly kept: StoredNetworks | null;
  private readonly stopListening: () => void;

  constructor(parts: LibraryParts) {
    this.parts = parts;
    this.kept = parts.storage === null ? null : new StoredNetworks(parts.storage);
    this.stopListening = parts.tabs?.listen((message) => void this.hear(message)) ?? (() => undefined);
  }

  /** The record of an id; rejects with 'not-found' and the ids there are. */
  get(id: string, argument = 'id'): NetworkRecord {
    const found = this.records.get(id);
    if (found !== undefined) return found;
    const known = [...this.records.keys()].slice(0, 10);
    const hint = known.length === 0 ? 'There are no networks yet: train or import some.' : `Networks there are: ${known.join(', ')}.`;
    throw new RidgelineError('not-found', `${argument}: there is no network with the id '${id.slice(0, 60)}'. ${hint}`, { argument, received: id });
  }

  find(test: (record: NetworkRecord) => boolean): NetworkRecord | null {
    for (const record of this.records.values()) if (test(record)) return record;
    return null;
  }

  /** Adds a network, at the list's end or at `index`, and saves it in the background. */
  add(record: NetworkRecord, scores: Scores = NO_SCORES, index?: number): NetworkEntry {
    const entry = this.show(record, scores, this.parts.storage === null ? 'memory-only' : 'saving', index);
    this.save(record);
    return entry;
  }

  /** Gives the worker a checkpoint of a network, once; the id by which jobs name it. It goes when the network goes. */
  registerCheckpoint(id: string, { epoch, parameters }: Checkpoint): string {
    const { architecture } = this.get(id).network;
    const name = `${id}@${epoch}`;
    const known = this.registered.get(id) ?? new Set<string>();
    if (!known.has(name)) this.parts.client.registerNetwork(name, { architecture, parameters });
    this.registered.set(id, known.add(name));
    return name;
  }

  rename(id: string, name: string): void {
    const record: NetworkRecord = { ...this.get(id), name };
    this.records.set(id, record);
    this.patchEntry(id, { name });
    this.save(record);
  }

  setScores(id: string, scores: Scores): void {
    this.patchEntry(id, scores);
  }

  /** Takes a network out of list, worker and storage; `restore` undoes it. */
  remove(id: string): RemovedNetwork {
    const record = this.get(id);
    const { networks, roles, aligned } = this.parts.store.getState();
    const index = networks.findIndex((entry) => entry.id === id);
    const { train, test } = networks[index];
    this.hide(id);
    this.track(
      this.kept?.delete(id),
      () => this.parts.tabs?.send({ kind: 'removed', id }),
      () => {
        this.parts.notices.add('warning', `'${record.name}' could not be deleted from this browser's storage; it will be back after a reload.`);
      },
    );
    return { record, scores: { train, test }, index, roles, aligned };
  }

  /** Brings a removed network back to its place and its roles, where nothing else has taken them. */
  restore({ record, scores, index, roles, aligned }: RemovedNetwork): void {
    this.add(record, scores, Math.min(index, this.parts.store.getState().networks.length));
    this.parts.store.setState((state) => ({ roles: refilled(state.roles, roles, record.id) }));
    this.parts.store.setState((state) => ({ aligned: realigned(state, roles, aligned) }));
  }

  /** Reads what is stored. A broken record is reported and left alone. */
  async load(): Promise<void> {
    const { storage, notices } = this.parts;
    if (storage === null) return;
    let ids: string[];
    try {
      ids = await storage.networkIds();
    } catch (error) {
      this.lostStorage(error);
      return;
    }
    const read: NetworkRecord[] = [];
    const broken: string[] = [];
    for (const id of ids) {
      try {
        const stored = await storage.network(id);
        // Another tab deleted it since the ids were read.
        if (stored !== undefined) read.push(readNetworkRecord(stored));
      } catch (error) {
        broken.push(`${id.slice(0, 40)} (${error instanceof Error ? error.message : String(error)})`);
      }
    }
    read.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
    for (const record of read) if (!this.records.has(record.id) && !this.gone.has(record.id)) this.showStored(record);
    if (broken.length > 0)
      notices.add(
        'warning',
        `${broken.length} stored network${broken.length === 1 ? '' : 's'} could not be read and ${broken.length === 1 ? 'was' : 'were'} left out: ${broken.slice(0, 3).join('; ')}.`,
      );
  }

  /** Whether a file's bytes came in this session: the worker has them, whatever the browser keeps. */
  holdsFile(sha256: string): boolean {
    return this.files.has(sha256);
  }

  /** Keeps a dropped file's bytes, so that a reload finds them. */
  keepFile(file: StoredFile): void {
    this.files.add(file.sha256);
    this.parts.client.registerFile(file);
    this.track(this.parts.storage?.putFile(file), undefined, () => {
      this.parts.notices.add(
        'warning',
        `The file ${file.name} could not be kept in this browser's storage; after a reload it must be dropped again.`,
      );
    });
  }

  /** Waits until everything was saved or has failed. */
  async settle(): Promise<void> {
    while (this.pendingSaves.size > 0) await Promise.all(this.pendingSaves);
  }

  close(): void {
    this.stopListening();
  }

  private showStored(record: NetworkRecord, index?: number): void {
    this.kept?.found(record.id);
    this.show(record, NO_SCORES, 'saved', index);
  }

  private show(record: NetworkRecord, scores: Scores, saved: NetworkEntry['saved'], index?: number): NetworkEntry {
    const entry = entryOf(record, scores, saved);
    this.gone.delete(record.id);
    this.records.set(record.id, record);
    this.parts.client.registerNetwork(record.id, record.network);
    this.parts.store.setState(({ networks }) => ({ networks: networks.toSpliced(index ?? networks.length, 0, entry) }));
    return entry;
  }

  private hide(id: string): void {
    this.records.delete(id);
    this.gone.add(id);
    this.parts.client.forgetNetwork(id);
    for (const checkpoint of this.registered.get(id) ?? []) this.parts.client.forgetNetwork(checkpoint);
    this.registered.delete(id);
    this.parts.store.setState(({ networks, roles, aligned }) => ({
      networks: networks.filter((entry) => entry.id !== id),
      roles: { A: without(roles.A, id), B: without(roles.B, id), C: without(roles.C, id) },
      // A copy is matched for two networks; without one of them it stands for nothing.
      aligned: {
        B: roles.A === id || roles.B === id ? null : without(aligned.B, id),
        C: roles.A === id || roles.C === id ? null : without(aligned.C, id),
      },
    }));
  }

  private save(record: NetworkRecord): void {
    const { tabs, notices } = this.parts;
    const stored = trimmed(record);
    this.track(
      this.kept?.save(stored, () => this.records.has(record.id)),
      (kept) => {
        if (!kept) this.lose(record);
        if (!this.records.has(record.id)) return;
        this.patchEntry(record.id, { saved: 'saved' });
        tabs?.send({ kind: 'saved', id: record.id });
        if (stored !== record)
          notices.add(
            'info',
            `'${record.name}' was saved without its checkpoints, which are too large to keep; trajectories of it are gone after a reload.`,
          );
      },
      (error) => {
        this.patchEntry(record.id, { saved: 'failed' });
        notices.add('warning', unsavedText(record.name, error), { label: 'Export', name: 'exportNetwork', argument: { id: record.id } });
      },
    );
  }

  /** Another tab deleted the network before it could be saved again: the deletion stands. */
  private lose(record: NetworkRecord): void {
    this.kept?.lost(record.id);
    if (this.records.has(record.id)) this.hide(record.id);
    this.parts.notices.confirm(`'${record.name}' was deleted in another tab; it is gone here too.`);
  }

  private track<T>(work: Promise<T> | undefined, done: ((value: T) => void) | undefined, failed: (error: unknown) => void): void {
    if (work === undefined) return;
    const tracked = work.then(done, failed).finally(() => this.pendingSaves.delete(tracked));
    this.pendingSaves.add(tracked);
  }

  private patchEntry(id: string, patch: Partial<NetworkEntry>): void {
    this.parts.store.setState(({ networks }) => ({ networks: networks.map((entry) => (entry.id === id ? { ...entry, ...patch } : entry)) }));
  }

  private lostStorage(error: unknown): void {
    const message = `This browser's storage cannot be used (${error instanceof Error ? error.message : String(error)}): networks last until the tab closes. Export those to keep.`;
    this.parts.store.setState({ storage: { available: false, message } });
    this.parts.notices.add('warning', message);
  }

  /**
   * Two tabs may give one name at the same time. The network that was made later takes another, in the tab that holds it when the
   * earlier one arrives: every tab decides alike, and one of them writes.
   */
  private tellApart(arrived: NetworkRecord): void {
    const held = this.find(({ id, name }) => id !== arrived.id && name === arrived.name);
    if (held === null || held.created < arrived.created || (held.created === arrived.created && held.id < arrived.id)) return;
    const name = freeName(held.name, new Set(this.parts.store.getState().networks.map((entry) => entry.name)));
    this.rename(held.id, name);
    this.parts.notices.confirm(`Another tab made a network '${held.name}' too, before this tab did: the one of this tab is '${name}' now.`);
  }

  /** Another tab saved or deleted a network. */
  private async hear(message: TabMessage): Promise<void> {
    if (message.kind === 'removed') {
      this.kept?.lost(message.id);
      this.gone.add(message.id);
      if (this.records.has(message.id)) this.hide(message.id);
      return;
    }
    this.gone.delete(message.id);
    try {
      const stored = await this.parts.storage?.network(message.id);
      // Deleted again since: here, or in a tab whose word of it is on its way.
      if (stored === undefined || this.gone.has(message.id)) return;
      const record = readNetworkRecord(stored);
      const known = this.records.get(record.id);
      if (known === undefined) {
        // In its place: another tab's networks come in any order.
        this.showStored(record, this.parts.store.getState().networks.filter(({ created }) => created <= record.created).length);
        this.tellApart(record);
        this.parts.onArrival();
      } else if (known.name !== record.name) {
        this.records.set(record.id, { ...known, name: record.name });
        this.patchEntry(record.id, { name: record.name });
      }
    } catch {
      this.parts.notices.add('info', 'Another tab saved a network that this one could not read.');
    }
  }
}

function trimmed(record: NetworkRecord): NetworkRecord {
  const values = record.checkpoints.length * record.network.parameters.length;
  return values > MOST_STORED_CHECKPOINT_VALUES ? { ...record, checkpoints: [] } : record;
}
