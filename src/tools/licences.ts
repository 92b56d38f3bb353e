/** A plugin of the build: the licences of all packages in it as one file beside the page, instead of comments in every script. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Of the site. */
export const LICENCE_FILE = 'licences.txt';

/** `page` writes the file; `workers` notes what the workers' scripts hold, which are built before the page's are written. */
export function licences(): { page: Plugin; workers: () => Plugin } {
  const folders = new Set<string>();
  const note = (id: string): void => {
    const folder = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
    if (folder !== undefined) folders.add(folder);
  };
  const noting: Plugin['generateBundle'] = (_, bundle) => {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.moduleIds.forEach(note);
  };
  return {
    workers: () => ({ name: 'licences-of-workers', generateBundle: noting }),
    page: {
      name: 'licences',
      generateBundle(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk') file.moduleIds.forEach(note);
          else file.originalFileNames.forEach((name) => note(join(process.cwd(), name)));
        }
        this.emitFile({ type: 'asset', fileName: LICENCE_FILE, source: Array.from(folders, licenceOf).sort().join('\n') });
      },
    },
  };
}

/** Name, version and the licence's own words; where a package brings none, what it calls its licence. */
function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string | undefined>;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const words =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `Licence: ${license === undefined ? 'not named' : `${license}, https://spdx.org/licenses/${license}.html`}`;
  return `${name ?? folder} ${version ?? ''}\n\n${words}\n\n${'-'.repeat(80)}\n`;
}
