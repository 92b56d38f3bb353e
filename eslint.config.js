import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const layers = ['base', 'offline', 'linalg', 'ui', 'nn', 'datasets', 'landscape', 'io', 'compute', 'state', 'plots', 'views', 'viewer'];

/** Who may import whom (docs/architecture.md, "Who may import whom"). `base` (errors, jobs, hashes, how numbers are written) is open to all. */
const mayImport = {
  base: [],
  offline: [],
  linalg: [],
  ui: [],
  nn: ['linalg'],
  datasets: ['linalg'],
  landscape: ['linalg', 'nn'],
  io: ['linalg', 'nn'],
  compute: ['linalg', 'nn', 'datasets', 'landscape', 'io'],
  state: ['offline', 'linalg', 'nn', 'datasets', 'landscape', 'io'],
  plots: ['linalg', 'landscape', 'ui'],
  views: ['state', 'plots', 'ui'],
  viewer: ['state', 'plots'],
};

const zones = layers.flatMap((layer) =>
  layers
    .filter((other) => other !== layer && other !== 'base' && !mayImport[layer].includes(other))
    .filter((other) => !(layer === 'state' && other === 'compute')) // narrowed below
    .filter((other) => !(layer === 'views' && !['state', 'plots', 'ui'].includes(other))) // types only, below
    .map((other) => ({
      target: `./src/${layer}/**/!(*.test).{ts,tsx}`,
      from: `./src/${other}`,
      message: `${layer}/ may not import ${other}/ (docs/architecture.md, "Who may import whom").`,
    })),
);
zones.push({
  target: './src/state',
  from: './src/compute',
  except: ['./client.ts', './client-contract.ts', './protocol.ts', './backend-names.ts'],
  message: 'state/ knows only the client, the protocol and the names of the backends of compute/.',
});

/** The rooms of compute/, from the lowest up: each may import those below it. What all of them name lies in backend-names.ts. */
const rooms = ['rpc', 'data', 'evaluate', 'training', 'engine', 'jobs'];
for (const [i, room] of rooms.entries())
  zones.push(
    ...[...rooms.slice(i + 1), 'protocol.ts', 'client.ts', 'helper-starter.ts', 'worker.ts']
      .filter((other) => room !== 'jobs' || other !== 'protocol.ts')
      .map((other) => ({
        target: `./src/compute/${room}/**/!(*.test).ts`,
        from: `./src/compute/${other}`,
        message: `compute/${room}/ lies below ${other} (docs/architecture.md).`,
      })),
  );
/** The three evaluators know nothing of each other. */
const evaluators = ['tfjs', 'webgpu', 'wasm'];
for (const own of evaluators)
  for (const other of evaluators)
    if (own !== other)
      zones.push({
        target: `./src/compute/evaluate/${own}/**/!(*.test).ts`,
        from: `./src/compute/evaluate/${other}`,
        message: `The ${own} evaluator may not import the ${other} one.`,
      });

const fences = (...groups) => ({ 'no-restricted-imports': ['error', { patterns: groups.flat() }] });
const tensorflow = { group: ['@tensorflow/*'], message: '@tensorflow only in compute/.' };
const plotly = { group: ['plotly.js', 'plotly.js/*', 'react-plotly.js'], message: 'plotly only in plots/Plot.tsx.' };
const react = {
  group: ['react', 'react-dom', 'react-dom/*', 'react-aria-components', 'react/*'],
  message: 'react only in ui/, views/, plots/Plot.tsx and main.tsx.',
};
const zustand = { group: ['zustand', 'zustand/*'], message: 'zustand only in state/.' };
const lowerTypesOnly = {
  regex: '^(\\.\\./)+(base|linalg|nn|datasets|landscape|io|compute)/(?!errors|job|format)',
  allowTypeImports: true,
  message: 'views/ take types only from the lower layers.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.site/',
      'node_modules/',
      'src/compute/evaluate/wasm/kernels/',
      'src/compute/training/kernels/',
      'public/',
      'test-results/',
      'playwright-report/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
      'import-x/extensions': ['.ts', '.tsx', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  { files: ['src/**/*.{ts,tsx}'], rules: { ...reactHooks.configs.recommended.rules, ...fences(tensorflow, plotly, react, zustand) } },
  { files: ['src/compute/**', 'src/testing/**'], rules: fences(plotly, react, zustand) },
  { files: ['src/testing/**/*.tsx'], rules: fences(plotly, zustand) },
  { files: ['src/state/**'], rules: fences(tensorflow, plotly, react) },
  { files: ['src/ui/**', 'src/main.tsx'], rules: fences(tensorflow, plotly, zustand) },
  { files: ['src/views/**'], rules: fences(tensorflow, plotly, zustand, lowerTypesOnly) },
  { files: ['src/plots/Plot.tsx'], rules: fences(tensorflow, zustand) },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/main.tsx', 'src/state/**', 'src/**/*.test.ts', 'src/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Seeded numbers come from linalg/random.ts.' },
        { object: 'Date', property: 'now', message: 'Clocks only in main and state.' },
      ],
    },
  },
  { files: ['**/*.config.ts', '*.config.js'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'src/testing/**', 'e2e/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
