/** The browser's storage, or why there is none. */
import { openStorage } from './indexeddb.ts';
import type { AppStorage } from './storage.ts';

/** Milliseconds in which it must have opened: it may never answer. */
const STORAGE_TIME = 8000;

export interface OpenedStorage {
  readonly storage: AppStorage | null;
  /** Why there is none, where the application's own words do not fit. */
  readonly storageMessage?: string;
}

/** Never rejects. */
export async function openedStorage(): Promise<OpenedStorage> {
  const late = new Promise<OpenedStorage>((resolve) => {
    const storageMessage =
      "This browser's storage does not answer: stored networks are not shown, and new ones last until the tab closes. Reload the page to try again.";
    setTimeout(() => resolve({ storage: null, storageMessage }), STORAGE_TIME);
  });
  try {
    return await Promise.race([openStorage().then((storage) => ({ storage })), late]);
  } catch {
    // A private window: the application says that networks last until the tab closes.
    return { storage: null };
  }
}
