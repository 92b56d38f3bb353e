/** The page's first script, small: the computing worker, its backend and the browser's storage start while the rest of the page's code is on its way. */
import { BACKEND_NAMES, SIMD_BUILDS } from './compute/backend-names.ts';
import { readChannelName } from './state/talk/channel-name.ts';
import { createClient, startComputeWorker } from './compute/client.ts';
import { openedStorage } from './state/storage/opened.ts';
import { FileDrops } from './ui/file-drops.ts';

/** Where the page cannot even begin, it says so: a blank page tells nothing. */
function tellFailure(error: unknown): void {
  const root = document.getElementById('root');
  const text = document.createElement('p');
  text.setAttribute('role', 'alert');
  text.textContent = `Ridgeline could not start: ${error instanceof Error ? error.message : String(error)}. Reload the page; where it stands in a frame, open it in a tab of its own.`;
  // What is drawn already stays, and has the notices to tell.
  if (root?.querySelector('.app:not(.page-frame)') === null) root.replaceChildren(text);
  console.error(error);
}

/** This script waits for neither the rest of index.html nor style sheets; the page does. */
async function framed(): Promise<void> {
  if (document.readyState === 'loading') await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter(({ sheet }) => sheet === null);
  const settled = (link: HTMLLinkElement): Promise<unknown> =>
    new Promise((resolve) => {
      for (const event of ['load', 'error']) link.addEventListener(event, resolve, { once: true });
    });
  await Promise.all(sheets.map(settled));
}

async function start(): Promise<void> {
  const drops = new FileDrops(window);
  const asked = new URLSearchParams(window.location.search);
  const speaker = readChannelName(asked.get('speaker'));
  if (speaker !== null) {
    const [{ startSpeakerPage }] = await Promise.all([import('./views/speaker/start-speaker.tsx'), framed()]);
    startSpeakerPage(speaker);
    return;
  }
  const preference = BACKEND_NAMES.find((name) => name === asked.get('backend')) ?? 'auto';
  const simd = SIMD_BUILDS.find((build) => build === asked.get('simd'));
  const client = createClient(startComputeWorker);
  // The application asks again, and tells what comes of it.
  client.run('selectBackend', { preference, ...(simd === undefined ? {} : { simd }) }).catch(() => undefined);
  const storage = openedStorage();
  const [{ startPage }] = await Promise.all([import('./main.tsx'), framed()]);
  await startPage({ client, storage, drops });
}

start().catch(tellFailure);
