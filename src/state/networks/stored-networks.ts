/** The stored networks as one tab writes them: each network's writes in the order they were asked for, and none after another tab's deletion. */
import { yieldToEventLoop } from '../../base/job.ts';
import { SerialQueue } from '../../base/serial-queue.ts';
import type { NetworkRecord } from './record.ts';
import type { AppStorage } from '../storage/storage.ts';

export class StoredNetworks {
  private readonly storage: AppStorage;
  /** Ids that storage holds as far as this tab knows: writing one again is an update, which another tab's deletion beats. */
  private readonly held = new Set<string>();
  /** Of the networks that are being written. */
  private readonly queues = new Map<string, SerialQueue>();

  constructor(storage: AppStorage) {
    this.storage = storage;
  }

  /** This network was read from storage. */
  found(id: string): void {
    this.held.add(id);
  }

  /** Another tab deleted this network; should it be saved again, it is a new one. */
  lost(id: string): void {
    this.held.delete(id);
  }

  /** Saves the network if it is still wanted when its turn comes; false where another tab deleted it meanwhile, which stands. */
  save(record: NetworkRecord, isWanted: () => boolean): Promise<boolean> {
    return this.inTurn(record.id, async () => {
      // In a task of its own: the copy that storage takes of several networks with their checkpoints is long.
      await yieldToEventLoop();
      if (!isWanted()) return true;
      if (this.held.has(record.id)) return this.storage.updateNetwork(record);
      await this.storage.putNetwork(record);
      this.held.add(record.id);
      return true;
    });
  }

  delete(id: string): Promise<void> {
    return this.inTurn(id, async () => {
      await this.storage.deleteNetwork(id);
      this.held.delete(id);
    });
  }

  private async inTurn<T>(id: string, write: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(id) ?? new SerialQueue();
    this.queues.set(id, queue);
    try {
      return await queue.run(write);
    } finally {
      if (queue.isIdle) this.queues.delete(id);
    }
  }
}
