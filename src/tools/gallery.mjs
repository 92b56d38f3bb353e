/* global window, btoa */
// `npm run gallery`: makes public/gallery/*.ridgeline anew, by the app itself in a Chromium: trains, matches, keeps scenes, saves bundles.
// Names as arguments make those alone. What an entry says of its figures is checked while it is made (gallery-scenes.mjs).
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findBrowser } from './find-browser.mjs';
import { SCENES } from './gallery-scenes.mjs';
import { buildTestSite } from './test-site.mjs';

const FOLDER = 'public/gallery';
const MOST_BYTES = 400_000;
const WITH_NETWORKS = ['averaging', 'lesson'];
const port = Number(process.env.RIDGELINE_PORT ?? 4173);
const entries = JSON.parse(readFileSync('src/state/gallery/gallery.json', 'utf8'));
const asked = process.argv.slice(2);

if (process.env.RIDGELINE_SITE === undefined) buildTestSite();
mkdirSync(FOLDER, { recursive: true });
const server = spawn(
  process.execPath,
  [
    'node_modules/vite/bin/vite.js',
    'preview',
    '--outDir',
    process.env.RIDGELINE_SITE ?? '.site',
    '--port',
    String(port),
    '--strictPort',
    '--host',
    '127.0.0.1',
  ],
  { stdio: 'ignore' },
);
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
});
try {
  await reachable();
  let bytes = 0;
  for (const { name, title } of entries) {
    if (asked.length === 0 || asked.includes(name)) writeFileSync(`${FOLDER}/${name}.ridgeline`, await made(name, title));
    const { length } = readFileSync(`${FOLDER}/${name}.ridgeline`);
    console.log(`${name}: ${length} bytes`);
    bytes += length;
  }
  console.log(`${bytes} bytes in all`);
  if (bytes > MOST_BYTES) throw new Error(`The gallery has ${bytes} bytes; at most ${MOST_BYTES} are meant to be fetched by anybody.`);
} finally {
  await browser.close();
  server.kill();
}

async function reachable() {
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The built site was not served.');
}

/** The bytes of one entry, from a browser profile of its own. */
async function made(name, title) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.goto(`http://127.0.0.1:${port}/?backend=wasm#v=1&data=moons&len=14`);
  await page.waitForFunction(() => 'ridgeline' in window);
  const call = (method, ...args) => page.evaluate(([m, list]) => window.ridgeline[m](...list), [method, args]);
  // Until nothing runs, for a while: a figure may begin when another has ended.
  const calm = async () => {
    await page.waitForTimeout(500);
    await page.getByRole('contentinfo').getByRole('button', { name: 'cancel' }).waitFor({ state: 'detached', timeout: 300_000 });
    await page.waitForTimeout(500);
  };
  const api = {
    call,
    calm,
    run: (action, argument) => call('run', action, argument),
    settings: (patch) => call('run', 'setExperiment', patch),
    /** Keeps the view, with a change, as a scene. */
    scene: async (view, text) => {
      await call('setView', { large: null, ...view });
      await calm();
      await call('addScene', text);
    },
  };
  await SCENES[name](api);
  await call('showScene', 0);
  await calm();
  const text = await page.evaluate(
    async (of) => {
      const blob = await window.ridgeline.bundle(of);
      let binary = '';
      for (const byte of new Uint8Array(await blob.arrayBuffer())) binary += String.fromCharCode(byte);
      return btoa(binary);
      // Networks are half of a bundle's bytes: they go along where the first text speaks of what they compute.
    },
    { title, networks: WITH_NETWORKS.includes(name) },
  );
  await page.close();
  return Buffer.from(text, 'base64');
}
