import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Cross-origin isolation: SharedArrayBuffer and precise timers where the host allows it. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  appType: 'mpa',
  // plotly.js 4 expects Node's name for the global object.
  define: { global: 'globalThis' },
  plugins: [react()],
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 2500,
    // The browser tests' own pages come along only when they are asked for.
    rolldownOptions: { input: ['index.html', ...(process.env['RIDGELINE_TEST_PAGES'] ? ['e2e/pages/evaluators.html'] : [])] },
  },
});
