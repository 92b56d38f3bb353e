// Looks for programs, and installs Debian's packages where that is allowed.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** First of the commands that lies on the search path, else first of the places that is a program, else null. */
export function findExecutable(commands, places = []) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...places];
  return candidates.find(runnable) ?? null;
}

/** The path in an environment variable, null where it is not set; an error where it is no program. */
export function executableFromEnvironment(name, what) {
  const path = process.env[name];
  if (!path) return null;
  if (runnable(path)) return path;
  throw new Error(`${name} is set to ${path}, which is not an executable file. Unset it or point it to ${what}.`);
}

/** Installs Debian packages; false where there is no apt-get or no right to it. */
export function installWithApt(packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log(`Installing Debian’s ${packages.join(', ')} with apt-get.`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  execFileSync('apt-get', ['update', '-q'], options);
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
  return true;
}
