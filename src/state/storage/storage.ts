/**
 * The browser's storage as the library sees it. What comes out is untyped: whoever reads it validates it. `indexeddb.ts`
 * implements it on IndexedDB; `memoryStorage` serves tests.
 *
 * What lives where: networks and dropped files here, one record each; the last link and the theme here under `settings`;
 * experiment and view in the link; datasets in the worker's own cache; undo history and notices nowhere.
 */
import type { NetworkRecord } from '../networks/record.ts';

export interface StoredFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

export type SettingName = 'link' | 'theme';

/** Every call may reject: a full quota, a private window, a database that another version holds. */
export interface AppStorage {
  networkIds(): Promise<string[]>;
  /** undefined where there is none. */
  network(id: string): Promise<unknown>;
  /** Keeps a new network, or one brought back. */
  putNetwork(record: NetworkRecord): Promise<void>;
  /**
   * Replaces a network that is kept; false, and nothing written, where there is none any more. Looking and writing are one step:
   * what another tab deleted stays deleted.
   */
  updateNetwork(record: NetworkRecord): Promise<boolean>;
  deleteNetwork(id: string): Promise<void>;
  file(sha256: string): Promise<unknown>;
  putFile(file: StoredFile): Promise<void>;
  setting(name: SettingName): Promise<unknown>;
  putSetting(name: SettingName, value: string): Promise<void>;
}

/** Storage that lasts as long as the object. */
export function memoryStorage(): AppStorage & {
  readonly networks: Map<string, unknown>;
  readonly files: Map<string, unknown>;
  readonly settings: Map<string, unknown>;
} {
  const networks = new Map<string, unknown>();
  const files = new Map<string, unknown>();
  const settings = new Map<string, unknown>();
  const settle = <T>(body: () => T): Promise<T> => Promise.resolve().then(body);
  return {
    networks,
    files,
    settings,
    networkIds: () => settle(() => [...networks.keys()]),
    network: (id) => settle(() => networks.get(id)),
    putNetwork: (record) => settle(() => void networks.set(record.id, structuredClone(record))),
    updateNetwork: (record) =>
      settle(() => {
        const kept = networks.has(record.id);
        if (kept) networks.set(record.id, structuredClone(record));
        return kept;
      }),
    deleteNetwork: (id) => settle(() => void networks.delete(id)),
    file: (sha256) => settle(() => files.get(sha256)),
    putFile: (file) => settle(() => void files.set(file.sha256, structuredClone(file))),
    setting: (name) => settle(() => settings.get(name)),
    putSetting: (name, value) => settle(() => void settings.set(name, value)),
  };
}
