/** An app on a fake client, a fake address bar and storage in memory, for tests of state/. */
import { createApp, type AppOptions, type RunningApp } from '../state/app.ts';
import type { PageLocation } from '../state/session.ts';
import { fakeClient, type FakeClient } from './fake-client.ts';
import { memoryStorage } from './memory-storage.ts';

export interface FakeLocation extends PageLocation {
  /** As if the person followed a link. */
  goTo(hash: string): void;
  /** As if the person pressed Back; false where the page would be left. */
  back(): boolean;
}

export function fakeLocation(start = ''): FakeLocation {
  const entries: { hash: string; mark: unknown }[] = [{ hash: start, mark: null }];
  let at = 0;
  const listeners = new Set<() => void>();
  const returns = new Set<(mark: unknown) => void>();
  const begin = (hash: string, mark: unknown): void => void entries.splice(++at, Infinity, { hash, mark });
  return {
    base: 'https://example.test/ridgeline/',
    hash: () => entries[at].hash,
    replaceHash: (hash, mark) => void (entries[at] = { hash, mark }),
    pushHash: begin,
    onHashChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onReturn: (listener) => {
      returns.add(listener);
      return () => returns.delete(listener);
    },
    goTo: (hash) => {
      begin(hash, null);
      listeners.forEach((listener) => listener());
    },
    back: () => {
      if (at === 0) return false;
      const { mark } = entries[--at];
      if (mark === null) listeners.forEach((listener) => listener());
      else returns.forEach((listener) => listener(mark));
      return true;
    },
  };
}

export interface FakePage {
  readonly app: RunningApp;
  readonly client: FakeClient;
  readonly location: FakeLocation;
  readonly storage: ReturnType<typeof memoryStorage>;
  /** The files that the person got. */
  readonly saved: readonly File[];
}

export function fakePage(options: Partial<AppOptions> & { hash?: string; storage?: ReturnType<typeof memoryStorage> } = {}): FakePage {
  const client = fakeClient();
  const location = fakeLocation(options.hash ?? '');
  const storage = options.storage ?? memoryStorage();
  const saved: File[] = [];
  let time = 1_700_000_000_000;
  const app = createApp({
    version: 'test',
    client,
    storage,
    location,
    clock: { now: () => (time += 5000) },
    tabs: null,
    preference: 'auto',
    available: () => Promise.resolve({}),
    viewer: () => Promise.resolve({ script: 'void 0', style: '' }),
    saveFile: (file) => saved.push(file),
    ...options,
  });
  return { app, client, location, storage, saved };
}

/** Waits until the condition holds; throws after two seconds. */
export async function until(condition: () => boolean, what = condition.toString()): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Never came true: ${what}`);
}

/** Waits until nothing runs, all figures are drawn, and what is asked of files shows how they are read. */
export async function quiet({ app }: Pick<FakePage, 'app'>): Promise<void> {
  let calm = 0;
  for (let turn = 0; turn < 600 && calm < 4; turn++) {
    const { data, training, aligning, probe, figures, opening, question } = app.getState();
    const runs = [data, training, aligning, probe, ...Object.values(figures)].some(({ status }) => status === 'running');
    const reads =
      question === null
        ? opening.status === 'running'
        : question.table !== null && question.table.understood === null && question.table.fault === null;
    calm = runs || reads ? 0 : calm + 1;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await app.settle();
}
