import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Connect, type Plugin } from 'vite';
import { CONTENT_POLICY } from './src/tools/content-policy.ts';
import { firstFiles } from './src/tools/first-files.ts';
import { licences } from './src/tools/licences.ts';
import { offlineSite } from './src/tools/offline-site.ts';
import packageFile from './package.json' with { type: 'json' };
import { pageViewer } from './src/tools/page-viewer.ts';
import { plotlyChanges, plotlyWithoutMaps } from './src/tools/plotly-changes.ts';
import { ROLES, rootRules, THEMES } from './src/ui/palette.ts';

/**
 * Cross-origin isolation, in which training workers share the examples instead of copying them. On every answer: vite's own
 * setting leaves them out of 304, and WebKit then refuses the worker of a reloaded page.
 */
function isolation(): Plugin {
  const isolate: Connect.NextHandleFunction = (_, response, next) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    next();
  };
  return {
    name: 'isolation',
    configureServer: ({ middlewares }) => void middlewares.use(isolate),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(isolate),
  };
}

/**
 * The policy stands in the built page, for hosts that send no headers, and `vite preview` sends it too: a worker's script answers to its
 * own headers alone. The development server works without it: it writes scripts into the page.
 */
function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle, path }) =>
        bundle === undefined || path !== '/index.html'
          ? []
          : [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_POLICY }, injectTo: 'head-prepend' }],
    },
    configurePreviewServer: ({ middlewares }) =>
      void middlewares.use((_, response, next) => {
        response.setHeader('Content-Security-Policy', CONTENT_POLICY);
        next();
      }),
  };
}

/** The page asks for data/index.json to learn which data sets lie at this site: where `npm run data` wrote none, an empty one stands in (a 404 would be an error in the console). */
function emptyDataIndex(): Plugin {
  const missing = (): boolean => !existsSync('public/data/index.json');
  const source = '{"version":1,"datasets":{}}\n';
  return {
    name: 'empty-data-index',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url?.split('?')[0].endsWith('/data/index.json') !== true || !missing()) {
          next();
          return;
        }
        response.setHeader('Content-Type', 'application/json');
        response.end(source);
      });
    },
    generateBundle() {
      if (missing()) this.emitFile({ type: 'asset', fileName: 'data/index.json', source });
    },
  };
}

/** The colours in the page's head (src/ui/palette.ts): the style sheets' variables, those of the browser's own bars, and the icon. */
function paletteInHead(): Plugin {
  const lines = `<path d='M2 25C9 25 11 7 16 7s7 18 14 18' fill='none' stroke='${ROLES.B.line}' stroke-width='3'/><path d='M2 25h28' stroke='${THEMES.light.accent}' stroke-width='3'/>`;
  const icon = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>${lines}</svg>`;
  const bars = (['light', 'dark'] as const).map((theme) => ({
    tag: 'meta',
    attrs: { name: 'theme-color', media: `(prefers-color-scheme: ${theme})`, content: THEMES[theme].paper },
    injectTo: 'head' as const,
  }));
  return {
    name: 'palette-in-head',
    transformIndexHtml: () => [
      { tag: 'style', children: rootRules(), injectTo: 'head-prepend' },
      ...bars,
      { tag: 'link', attrs: { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }, injectTo: 'head' },
    ],
  };
}

const licenceFile = licences();

export default defineConfig({
  base: './',
  appType: 'mpa',
  // plotly.js 4 expects Node's name for the global object.
  define: { global: 'globalThis' },
  plugins: [
    react(),
    isolation(),
    contentPolicy(),
    emptyDataIndex(),
    paletteInHead(),
    plotlyChanges(),
    plotlyWithoutMaps(),
    firstFiles(),
    pageViewer(),
    licenceFile.page,
    // The browser tests' pages are no part of the site.
    ...(process.env['RIDGELINE_TEST_PAGES'] ? [] : [offlineSite({ name: 'Ridgeline', description: packageFile.description })]),
  ],
  // A worker's script is named after its folder: compute-worker, wasm-worker, training-worker.
  worker: {
    format: 'es',
    plugins: () => [licenceFile.workers()],
    rolldownOptions: {
      output: {
        comments: { legal: false },
        entryFileNames: ({ facadeModuleId }) => `assets/${basename(dirname(facadeModuleId ?? 'compute/x'))}-worker-[hash].js`,
      },
    },
  },
  // Workers are entries too: what they import is found before the first page, not after it (a reload in the middle of a first visit).
  optimizeDeps: { entries: ['index.html', 'src/compute/**/worker.ts'] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 2500,
    // The browser tests' own pages are built beside the site, apart from it: what is tested is what is published.
    rolldownOptions: {
      output: { comments: { legal: false } },
      input: process.env['RIDGELINE_TEST_PAGES'] ? ['e2e/pages/evaluators.html', 'e2e/pages/training.html', 'e2e/pages/bench.html'] : ['index.html'],
    },
  },
});
