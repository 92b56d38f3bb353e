/** What is known of working without network: the site's own files, and data. Both are what lies in the browser's storage when it was looked. */
import type { KeptData } from '../../compute/protocol.ts';
import { IDLE } from '../figures/derived.ts';
import type { Work } from '../shared-state.ts';

export interface KeptSite {
  /** 'unknown' until it was looked; 'impossible': `reason` says why; 'partly': some files are missing. */
  readonly status: 'unknown' | 'impossible' | 'keeping' | 'partly' | 'kept';
  readonly reason: string | null;
  /** Files. */
  readonly done: number;
  readonly total: number;
}

export interface OfflineState {
  readonly site: KeptSite;
  /** What can be kept; empty until it was looked. */
  readonly data: readonly KeptData[];
  /** The browser promised not to clear this site's storage by itself; null: it was not asked. */
  readonly persistent: boolean | null;
  readonly preparing: Work<null>;
  /** Another version of the page waits. */
  readonly newVersion: boolean;
}

export const NOTHING_KNOWN: OfflineState = {
  site: { status: 'unknown', reason: null, done: 0, total: 0 },
  data: [],
  persistent: null,
  preparing: IDLE,
  newVersion: false,
};
