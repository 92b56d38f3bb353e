/** What the actions work with: the store and everything behind it. Made by app.ts; not for views. */
import type { FileReference } from '../datasets/spec.ts';
import type { ComputeClient } from '../compute/client-contract.ts';
import type { AppState } from './app-state.ts';
import type { CurrentData } from './shared-state.ts';
import type { RunningJobs } from './running-jobs.ts';
import type { History } from './history.ts';
import type { Library, RemovedNetwork } from './networks/library.ts';
import type { LinkState } from './link/state.ts';
import type { Notices } from './notices.ts';
import type { SourceQuestions } from './bundle/source-question.ts';
import type { ReadingQuestions } from './data/reading-questions.ts';
import type { SiteKeeper } from './offline/site-keeper.ts';
import type { Viewer } from './page/html.ts';
import type { ShownFigures } from './page/shown-figure.ts';
import type { AppStorage } from './storage/storage.ts';
import type { AppStore } from './store.ts';
import type { Motion } from './talk/motion.ts';
import type { Speaker } from './talk/speaker-channel.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The address bar, as far as the app needs it. */
export interface PageLocation {
  /** The address without its hash. */
  readonly base: string;
  /** '' or '#...'. */
  hash(): string;
  /** `mark`: plain data that comes back with the entry of the browser's history. */
  replaceHash(hash: string, mark: unknown): void;
  /** Begins an entry of the browser's history, which Back leaves again. */
  pushHash(hash: string, mark: unknown): void;
  /** Calls back when the person (not the app) enters or follows a hash; returns a function that ends it. */
  onHashChange(listener: () => void): () => void;
  /** Calls back when the person goes to an entry that has a mark, by Back or Forward; the hash is that entry's already. */
  onReturn(listener: (mark: unknown) => void): () => void;
}

/** A line that outlives a reload of this tab, and no more: what was training when the page went away. */
export interface TabNote {
  get(): string | null;
  set(text: string | null): void;
}

export interface Session {
  /** Of Ridgeline. */
  readonly version: string;
  readonly store: AppStore;
  readonly client: ComputeClient;
  readonly library: Library;
  readonly storage: AppStorage | null;
  readonly notices: Notices;
  readonly history: History;
  readonly jobs: RunningJobs;
  /** Whether a bundle may be fetched from another host. */
  readonly sources: SourceQuestions;
  /** How bundles are fetched. */
  readonly fetch: typeof fetch;
  /** What is drawn now. */
  readonly shownFigures: ShownFigures;
  /** What a page of its own is made with. */
  readonly viewer: () => Promise<Viewer>;
  /** How dropped files are to be read, asked where they do not say it. */
  readonly questions: ReadingQuestions;
  readonly clock: Clock;
  readonly location: PageLocation;
  /** null where the browser keeps nothing. */
  readonly unfinished: TabNote | null;
  /** Networks that `undo` of a deletion brings back, by id, until the session ends. */
  readonly removed: Map<string, RemovedNetwork>;
  /** What the data index says lies at this site; asked once. */
  readonly available: () => Promise<AppState['available']>;
  /** What keeps the site for visits without network, always the same one; null where nothing does. */
  readonly site: (() => Promise<SiteKeeper>) | null;
  /** null until the first data are there. */
  current: CurrentData | null;
  /** The link whose networks are not all here yet. */
  wanted: LinkState | null;
  /** Data files of that link that this browser lacks; nothing of the link is loaded before they are here. */
  awaitedFiles: readonly FileReference[];
  /** Ends the demonstration's own work; null where there is none. */
  demonstration: AbortController | null;
  /** Begins an entry of the browser's history, from which Back leads to the link that was open. */
  beginEntry: () => void;
  readonly motion: Motion;
  /** Takes back the frame that something moving waits for. */
  stopFrames: () => void;
  /** When the talk began that is given now, milliseconds since 1970; null: none is. */
  talkSince: number | null;
  /** The talk's end of the speaker's view; null: it was not opened. */
  speaker: Speaker | null;
  /** Opens an address of this page in a window of its own; false where the browser refuses. */
  readonly openWindow: (address: string) => boolean;
  /** Starts figures again that were stopped. */
  resumeFigures: () => void;
  /** Fulfils once the link that is being opened is on the screen (or could not be); scripted calls wait for it. */
  opening: Promise<void>;
  /** Fulfils once no training is under way and what the last one keeps is in the list. */
  trained: Promise<void>;
  /** Fulfils once the backend is there; rejects where none works. */
  ready: Promise<void>;
}

/** A short unique id. crypto.randomUUID is missing on plain-http hosts. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
