import type { AppStorage } from '../state/storage/storage.ts';

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
