/** Puts it together: the application over the computing worker, the page, and `window.ridgeline`. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { version } from '../package.json';
import { BACKEND_PREFERENCES, type BackendPreference } from './compute/backend-names.ts';
import type { ComputeClient } from './compute/client-contract.ts';
import { parseDatasetIndex } from './compute/data/site-index.ts';
import { createApp } from './state/app.ts';
import type { AppState } from './state/app-state.ts';
import { browserLocation, saveFile, tabNote } from './state/browser.ts';
import { openStorage } from './state/storage/indexeddb.ts';
import type { AppStorage } from './state/storage/storage.ts';
import { openTabChannel } from './state/storage/tabs.ts';
import './ui/theme.css';
import { AppShell } from './views/shell/AppShell.tsx';

/** What src/start.ts began. */
export interface Begun {
  readonly client: ComputeClient;
  /** From `?backend=`, else 'auto'. */
  readonly preference: BackendPreference;
  /** What stands in `?backend=`, a backend or not. */
  readonly asked: string | null;
}

/** Which image sets lie at this site, and how many images of each. */
async function availableData(): Promise<AppState['available']> {
  const response = await fetch('data/index.json', { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) return {};
  const { mnist, cifar10 } = parseDatasetIndex(await response.text());
  const count = (files: readonly { role: string; count: number }[], role: string): number =>
    files.filter((file) => file.role === role).reduce((sum, file) => sum + file.count, 0);
  return {
    ...(mnist === null ? {} : { mnist: { train: count(mnist, 'train-images'), test: count(mnist, 'test-images') } }),
    ...(cifar10 === null ? {} : { cifar10: { train: count(cifar10, 'train'), test: count(cifar10, 'test') } }),
  };
}

/** Milliseconds in which the browser's storage must have opened: it may never answer. */
const STORAGE_TIME = 8000;

interface OpenedStorage {
  readonly storage: AppStorage | null;
  /** Why there is none, where the application's own words do not fit. */
  readonly storageMessage?: string;
}

async function storageOrNone(): Promise<OpenedStorage> {
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

/** Opens what the browser keeps, paints the page in the place of the one that index.html holds, and begins. */
export async function startPage({ client, preference, asked }: Begun): Promise<void> {
  const element = document.getElementById('root');
  if (element === null) throw new Error('index.html lost its #root.');
  const app = createApp({
    client,
    ...(await storageOrNone()),
    location: browserLocation(window),
    clock: { now: () => Date.now() },
    unfinished: tabNote(window, 'ridgeline-training'),
    tabs: openTabChannel(),
    preference,
    available: availableData,
    saveFile: (file) => saveFile(file.name, file),
  });
  createRoot(element).render(
    <StrictMode>
      <AppShell app={app} />
    </StrictMode>,
  );
  // While the first networks train: their figures need not wait for what draws them.
  import('./plots/Plot.tsx').then(({ preloadPlots }) => preloadPlots()).catch(() => undefined);
  const [{ createScripting }] = await Promise.all([import('./state/scripting/scripting.ts'), app.start()]);
  if (asked !== null && asked !== preference) {
    app.session.notices.add(
      'warning',
      `There is no backend "${asked.slice(0, 40)}": ?backend= takes ${BACKEND_PREFERENCES.join(', ')}. The best one here was chosen.`,
    );
  }
  Object.defineProperty(window, 'ridgeline', { value: createScripting(app, version), configurable: true });
}
