/**
 * The browser's storage as the library sees it. What comes out is untyped: whoever reads it validates it. `indexeddb.ts`
 * implements it on IndexedDB.
 *
 * What lives where: networks and dropped files here, one record each; the last link, the theme and the person's own scenes here under `settings`;
 * experiment and view in the link; datasets in the worker's own cache; undo history and notices nowhere.
 */

/** What is kept of a network, whatever else it holds; structured-cloneable. */
export interface Identified {
  readonly id: string;
}

export interface StoredFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** 'run.sensitivity': what a run of a figure has finished; 'steps': whether the first steps were dismissed; 'scenes': a deck. */
export type SettingName = 'link' | 'theme' | 'steps' | 'scenes' | `run.${string}`;

/** Every call may reject: a full quota, a private window, a database that another version holds. */
export interface AppStorage {
  networkIds(): Promise<string[]>;
  /** undefined where there is none. */
  network(id: string): Promise<unknown>;
  /** Keeps a new network, or one brought back. */
  putNetwork(record: Identified): Promise<void>;
  /**
   * Replaces a network that is kept; false, and nothing written, where there is none any more. Looking and writing are one step:
   * what another tab deleted stays deleted.
   */
  updateNetwork(record: Identified): Promise<boolean>;
  deleteNetwork(id: string): Promise<void>;
  file(sha256: string): Promise<unknown>;
  putFile(file: StoredFile): Promise<void>;
  setting(name: SettingName): Promise<unknown>;
  putSetting(name: SettingName, value: unknown): Promise<void>;
}
