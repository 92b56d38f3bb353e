import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const layers = ['base', 'linalg', 'ui', 'nn', 'datasets', 'landscape', 'io', 'compute', 'state', 'plots', 'views'];

/** Who may import whom (README, "Architecture"). `base` (errors, jobs, hashes) is open to all. */
const mayImport = {
  base: [],
  linalg: [],
  ui: [],
  nn: ['linalg'],
  datasets: ['linalg'],
  landscape: ['linalg', 'nn'],
  io: ['linalg', 'nn'],
  compute: ['linalg', 'nn', 'datasets', 'landscape', 'io'],
  state: ['linalg', 'nn', 'datasets', 'landscape', 'io'],
  plots: ['linalg', 'landscape', 'ui'],
  views: ['state', 'plots', 'ui'],
};

const zones = layers.flatMap((layer) =>
  layers
    .filter((other) => other !== layer && other !== 'base' && !mayImport[layer].includes(other))
    .filter((other) => !(layer === 'state' && other === 'compute')) // narrowed below
    .filter((other) => !(layer === 'views' && !['state', 'plots', 'ui'].includes(other))) // types only, below
    .map((other) => ({
      target: `./src/${layer}/**/!(*.test).{ts,tsx}`,
      from: `./src/${other}`,
      message: `${layer}/ may not import ${other}/ (README, "Architecture").`,
    })),
);
zones.push({
  target: './src/state',
  from: './src/compute',
  except: ['./client.ts', './client-contract.ts', './protocol.ts'],
  message: 'state/ knows only the client and the protocol of compute/.',
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
  regex: '^(\\.\\./)+(base|linalg|nn|datasets|landscape|io|compute)/(?!errors|job)',
  allowTypeImports: true,
  message: 'views/ take types only from the lower layers.',
};

export default tseslint.config(
  { ignores: ['dist/', '.site/', 'node_modules/', 'src/compute/wasm/', 'public/', 'test-results/', 'playwright-report/'] },
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
  { files: ['*.config.ts', '*.config.js'], rules: { 'import-x/no-default-export': 'off' } },
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
