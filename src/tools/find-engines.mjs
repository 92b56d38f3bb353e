// Finds Firefox and WebKit for the engines' tests. Where CI is set they are required, and installed from Debian's packages.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { executableFromEnvironment, findExecutable, installWithApt, runnable } from './executables.mjs';

const FIREFOX = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'];

function findFirefox() {
  return executableFromEnvironment('RIDGELINE_FIREFOX', 'a Firefox') ?? findExecutable(['firefox-esr', 'firefox'], FIREFOX);
}

/** The driver starts the MiniBrowser that was built with it, which distributions keep in a folder of the library's, if they have it. */
function hasMiniBrowser() {
  const parents = ['/usr/lib', '/usr/lib64', '/usr/libexec', ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu`)];
  const libraries = parents.filter((parent) => existsSync(parent)).flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)));
  return libraries.some((library) => /webkit(2?gtk)/.test(library) && runnable(join(library, 'MiniBrowser')));
}

/** WebKit's driver, where what it needs is there too: its browser, and a display without a screen. */
function findWebKit() {
  const driver = executableFromEnvironment('RIDGELINE_WEBKIT', 'a WebKitWebDriver') ?? findExecutable(['WebKitWebDriver']);
  return driver !== null && hasMiniBrowser() && findExecutable(['Xvfb']) !== null ? driver : null;
}

const ENGINES = [
  { title: 'Firefox', variable: 'RIDGELINE_FIREFOX', packages: ['firefox-esr'], find: findFirefox },
  { title: 'WebKit', variable: 'RIDGELINE_WEBKIT', packages: ['webkit2gtk-driver', 'xvfb'], find: findWebKit },
];

/** Paths of the engines besides Chromium by the environment variable that the tests read; an engine that was not found is left out. */
export function findEngines() {
  const found = {};
  for (const { title, variable, packages, find } of ENGINES) {
    const path = find() ?? (process.env.CI && installWithApt(packages) ? find() : null);
    const where = `Debian: ${packages.join(', ')}`;
    if (path === null && process.env.CI)
      throw new Error(`${title} was not found and could not be installed (${where}). Where CI is set it is needed.`);
    console.log(`${title}: ${path ?? `not found (${where}); its tests are skipped`}`);
    if (path !== null) found[variable] = path;
  }
  return found;
}
