/** Puts it together: the application over the computing worker, the page, and `window.ridgeline`. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { version } from '../package.json';
import { wordsOf, type ChoiceSetting } from './base/setting.ts';
import type { ComputeClient } from './compute/client-contract.ts';
import { parseDatasetIndex } from './compute/data/site-index.ts';
import { preloadPlots } from './plots/Plot.tsx';
import { createApp } from './state/app.ts';
import type { AppState } from './state/app-state.ts';
import { browserLocation, saveFile, tabNote } from './state/browser.ts';
import { holdPage } from './state/offline/hold-page.ts';
import type { SiteKeeper } from './state/offline/site-keeper.ts';
import { BACKEND_SETTING, SIMD_SETTING } from './state/settings.ts';
import type { OpenedStorage } from './state/storage/opened.ts';
import { openTabChannel } from './state/storage/tabs.ts';
import { browserMotion } from './state/talk/motion.ts';
import { createScripting } from './state/scripting/scripting.ts';
import type { FileDrops } from './ui/file-drops.ts';
import './ui/theme.css';
import { AppShell } from './views/shell/AppShell.tsx';

/** What runs since the page's first script. */
export interface Started {
  readonly client: ComputeClient;
  readonly storage: Promise<OpenedStorage>;
  readonly drops: FileDrops;
}

/** What the address asks of the computing: `?backend=`, `?simd=`. */
function asked({ link }: ChoiceSetting<string>): string | null {
  return new URLSearchParams(window.location.search).get(link);
}

function preferred<T extends string>(setting: ChoiceSetting<T>): T {
  return wordsOf(setting).find((word) => word === asked(setting)) ?? setting.standard;
}

/** A sentence where the address asks for a word that is none; null else. */
function unknownWord(what: string, setting: ChoiceSetting<string>): string | null {
  const word = asked(setting);
  if (word === null || wordsOf(setting).some((known) => known === word)) return null;
  return `There is no ${what} "${word.slice(0, 40)}": ?${setting.link}= takes ${wordsOf(setting).join(', ')}. The best one here was chosen.`;
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

/** Begins, and paints the page in the place of the one that index.html holds. @param started by src/start.ts */
export async function startPage({ client, storage, drops }: Started): Promise<void> {
  const element = document.getElementById('root');
  if (element === null) throw new Error('index.html lost its #root.');
  const script = import.meta.url;
  holdPage(navigator, script);
  let siteKeeper: Promise<SiteKeeper> | undefined;
  const app = createApp({
    version,
    client,
    ...(await storage),
    location: browserLocation(window),
    clock: { now: () => Date.now() },
    unfinished: tabNote(window, 'ridgeline-training'),
    tabs: openTabChannel(),
    preference: preferred(BACKEND_SETTING),
    simd: preferred(SIMD_SETTING),
    available: availableData,
    site: () => (siteKeeper ??= import('./state/offline/site-keeper.ts').then((module) => module.browserSiteKeeper(window, script))),
    viewer: () => import('virtual:page-viewer'),
    saveFile: (file) => saveFile(file.name, file),
    motion: browserMotion(window),
    openWindow: (address) => window.open(address, '_blank', 'popup,width=960,height=640') !== null,
  });
  // The worker loads and trains while the page is drawn.
  const begun = app.start();
  createRoot(element).render(
    <StrictMode>
      <AppShell app={app} drops={drops} />
    </StrictMode>,
  );
  preloadPlots();
  await begun;
  drops.deliver((files) => {
    app.perform('openFiles', { files }).catch(() => undefined);
  });
  for (const told of [unknownWord('backend', BACKEND_SETTING), unknownWord('build of the kernels', SIMD_SETTING)])
    if (told !== null) app.session.notices.add('warning', told);
  Object.defineProperty(window, 'ridgeline', { value: createScripting(app, version), configurable: true });
}
