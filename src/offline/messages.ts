/** What page and service worker say to each other. */

/** The site's own version as it lies in the browser's storage. */
export interface SiteCheck {
  readonly total: number;
  /** Of these, how many lie in the storage now. */
  readonly kept: number;
  /** The page that asked is of the version that the service worker keeps. */
  readonly current: boolean;
}

/** `script`: absolute address of the asking page's main script. All but 'activate' are answered through the port that comes along. */
export type ToServiceWorker =
  /** Answered by a SiteCheck. */
  | { readonly kind: 'check'; readonly script: string }
  /** Fetches what is missing of this version; answered by a SiteCheck. */
  | { readonly kind: 'complete'; readonly script: string }
  /** A waiting version takes over. */
  | { readonly kind: 'activate' };

/** While a version is being fetched. */
export interface SiteProgress {
  readonly kind: 'site-progress';
  readonly done: number;
  readonly total: number;
}

/** Every page holds a shared lock of this name while it lives: what its version may still load is kept that long. */
export function pageLock(script: string): string {
  return `${PAGE_LOCK}${script}`;
}

/** Addresses of the main scripts of the pages that live, from the names of all locks that are held. */
export function livingScripts(locks: readonly string[]): string[] {
  return locks.filter((name) => name.startsWith(PAGE_LOCK)).map((name) => name.slice(PAGE_LOCK.length));
}

const PAGE_LOCK = 'ridgeline-page ';
