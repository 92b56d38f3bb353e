/** A plugin of the build: the viewer that pages of their own hold (src/viewer), built apart and given to the app as text. */
import { readFileSync } from 'node:fs';
import { build, type Plugin } from 'vite';
import { rootRules } from '../ui/palette.ts';

/** The module that the app imports when a page is made. */
const NAME = 'virtual:page-viewer';

export function pageViewer(): Plugin {
  return {
    name: 'page-viewer',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      const script = await viewerScript();
      const style = readFileSync('src/viewer/viewer.css', 'utf8');
      return `export const script = ${JSON.stringify(script)};\nexport const style = ${JSON.stringify(`${rootRules()}\n${style}`)};\n`;
    },
  };
}

/** One script that imports nothing and leaves nothing behind. */
async function viewerScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, target: 'es2022', lib: { entry: 'src/viewer/viewer.ts', formats: ['iife'], name: 'viewer', fileName: 'viewer' } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!('output' in output)) throw new Error('The viewer was not built.');
  return output.output[0].code.trim();
}
