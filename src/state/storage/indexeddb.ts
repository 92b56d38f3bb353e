/** The browser's storage on IndexedDB: each network its own record, so that two tabs never overwrite each other's lists. */
import { openDB, type IDBPDatabase } from 'idb';
import type { AppStorage } from './storage.ts';

const DATABASE = 'ridgeline';
const DATABASE_VERSION = 1;

/**
 * Opens the storage. Rejects where the browser has none (some private windows) or another tab holds an older version
 * open; the caller then goes on in memory and says so.
 */
export async function openStorage(): Promise<AppStorage> {
  if (typeof indexedDB === 'undefined') throw new Error('no IndexedDB here');
  const database = await openDB(DATABASE, DATABASE_VERSION, {
    upgrade: (fresh) => {
      for (const name of ['networks', 'files', 'settings']) if (!fresh.objectStoreNames.contains(name)) fresh.createObjectStore(name);
    },
    // A newer version in another tab must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return storageOn(database);
}

function storageOn(database: IDBPDatabase): AppStorage {
  const put = async (store: string, key: string, value: unknown): Promise<void> => {
    await database.put(store, value, key);
  };
  return {
    networkIds: async () => (await database.getAllKeys('networks')).filter((key) => typeof key === 'string'),
    network: (id) => database.get('networks', id) as Promise<unknown>,
    putNetwork: (record) => put('networks', record.id, record),
    updateNetwork: (record) => replace(database, 'networks', record.id, record),
    deleteNetwork: (id) => database.delete('networks', id),
    file: (sha256) => database.get('files', sha256) as Promise<unknown>,
    putFile: (file) => put('files', file.sha256, file),
    setting: (name) => database.get('settings', name) as Promise<unknown>,
    putSetting: (name, value) => put('settings', name, value),
  };
}

/** Puts the value where the key still has one; whether it had. One transaction: no other tab's deletion comes between look and put. */
async function replace(database: IDBPDatabase, name: string, key: string, value: unknown): Promise<boolean> {
  const transaction = database.transaction(name, 'readwrite');
  const write = async (): Promise<boolean> => {
    if ((await transaction.store.getKey(key)) === undefined) return false;
    await transaction.store.put(value, key);
    return true;
  };
  const [kept] = await Promise.all([write(), transaction.done]);
  return kept;
}
