// Finds a Chromium or Chrome for the browser tests, else installs one. Prints what it does, returns the path.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fromEnvironment() {
  for (const name of ['RIDGELINE_BROWSER', 'CHROMIUM_PATH', 'CHROME_PATH']) {
    const path = process.env[name];
    if (!path) continue;
    if (runnable(path)) return path;
    throw new Error(`${name} is set to ${path}, which is not an executable file. Unset it or point it to a Chromium or Chrome.`);
  }
  return null;
}

function fromCommonPlaces() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))), ...PLACES];
  return candidates.find(runnable) ?? null;
}

async function fromPlaywright() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

function installWithApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.log('No browser found: installing Debian’s chromium with apt-get.');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-q'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  });
  return fromCommonPlaces();
}

async function installWithPlaywright() {
  console.log('No browser found: installing Playwright’s Chromium.');
  execFileSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], { stdio: 'inherit' });
  return fromPlaywright();
}

/** Path of a Chromium or Chrome: environment, common places, Playwright's own, else installed now. */
export async function findBrowser() {
  const path = fromEnvironment() ?? fromCommonPlaces() ?? (await fromPlaywright()) ?? installWithApt() ?? (await installWithPlaywright());
  if (!path) throw new Error('No Chromium or Chrome was found or could be installed. Set RIDGELINE_BROWSER to the path of one.');
  return path;
}
