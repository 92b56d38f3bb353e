// Finds a Chromium or Chrome for the browser tests, else installs one. Prints what it does, returns the path.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { executableFromEnvironment, findExecutable, installWithApt } from './executables.mjs';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function fromEnvironment() {
  for (const name of ['RIDGELINE_BROWSER', 'CHROMIUM_PATH', 'CHROME_PATH']) {
    const path = executableFromEnvironment(name, 'a Chromium or Chrome');
    if (path !== null) return path;
  }
  return null;
}

function fromCommonPlaces() {
  return findExecutable(COMMANDS, PLACES);
}

async function fromPlaywright() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

function fromApt() {
  return installWithApt(['chromium']) ? fromCommonPlaces() : null;
}

async function installWithPlaywright() {
  console.log('No browser found: installing Playwright’s Chromium.');
  execFileSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], { stdio: 'inherit' });
  return fromPlaywright();
}

/** Path of a Chromium or Chrome: environment, common places, Playwright's own, else installed now. */
export async function findBrowser() {
  const path = fromEnvironment() ?? fromCommonPlaces() ?? (await fromPlaywright()) ?? fromApt() ?? (await installWithPlaywright());
  if (!path) throw new Error('No Chromium or Chrome was found or could be installed. Set RIDGELINE_BROWSER to the path of one.');
  return path;
}
