/** A plugin of the build: what makes the site installable and keeps it offline: manifest, icons' places, and the service worker with its list of files. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import type { SiteFile } from '../offline/site-file.ts';
import { THEMES } from '../ui/palette.ts';

/** Of the site; src/state/offline/site-keeper.ts registers it. */
const SERVICE_WORKER = 'service-worker.js';
const MANIFEST = 'manifest.webmanifest';
/** Data are kept when they are asked for; the pictures are the README's; the browser tests' pages are no part of the site. */
const NOT_KEPT = /^(data\/|(screenshot|layers)\.png$|e2e\/|\.)/;

/** @param texts the page's name and what it is, for the manifest */
export function offlineSite({ name, description }: { name: string; description: string }): Plugin {
  let publicDir = '';
  return {
    name: 'offline-site',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      publicDir = config.publicDir;
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: `./${MANIFEST}` }, injectTo: 'head' },
      { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icons/icon-192.png' }, injectTo: 'head' },
    ],
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        // The browser tests' own pages are built apart: they are no site.
        if (!('index.html' in bundle)) return;
        const manifest = manifestText(name, description);
        this.emitFile({ type: 'asset', fileName: MANIFEST, source: manifest });
        const files = [...publicFiles(publicDir), ...builtFiles(bundle), siteFile(MANIFEST, manifest)]
          .filter(({ url }) => !NOT_KEPT.test(url) || url === './')
          .sort((a, b) => (a.url < b.url ? -1 : 1));
        this.emitFile({ type: 'asset', fileName: SERVICE_WORKER, source: await serviceWorker(files, pageDigest(bundle)) });
      },
    },
  };
}

function manifestText(name: string, description: string): string {
  const icon = (file: string, size: number, purpose: string): object => ({
    src: `./icons/${file}`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return `${JSON.stringify(
    {
      name,
      short_name: name,
      description,
      start_url: './',
      scope: './',
      display: 'standalone',
      background_color: THEMES.light.paper,
      theme_color: THEMES.light.paper,
      icons: [icon('icon-192.png', 192, 'any'), icon('icon-512.png', 512, 'any'), icon('maskable-512.png', 512, 'maskable')],
    },
    null,
    2,
  )}\n`;
}

function siteFile(url: string, content: string | Uint8Array): SiteFile {
  return { url, digest: digestOf(content), named: /^assets\/.+-[\w-]{8}\.\w+$/.test(url) };
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function contentOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk): string | Uint8Array {
  return file.type === 'chunk' ? file.code : file.source;
}

/** The page stands for itself under './'. */
function builtFiles(bundle: Rolldown.OutputBundle): SiteFile[] {
  return Object.values(bundle).map((file) =>
    file.fileName === 'index.html' ? { url: './', digest: null, named: false } : siteFile(file.fileName, contentOf(file)),
  );
}

function publicFiles(folder: string): SiteFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => siteFile(file.replaceAll('\\', '/'), readFileSync(join(folder, file))));
}

function pageDigest(bundle: Rolldown.OutputBundle): string {
  return digestOf(contentOf(bundle['index.html']));
}

/** One classic script: not every browser takes modules here. */
async function serviceWorker(files: readonly SiteFile[], page: string): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: {
      SITE_FILES: JSON.stringify(files),
      SITE_BUILD: JSON.stringify(digestOf(JSON.stringify([files, page])).slice(0, 12)),
    },
    build: { write: false, target: 'es2022', rolldownOptions: { input: 'src/offline/service-worker.ts', output: { format: 'iife' } } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) => ('output' in result ? result.output : []));
  const script = outputs.find((file) => file.type === 'chunk');
  if (script === undefined) throw new Error('The service worker was not built.');
  return script.code;
}
