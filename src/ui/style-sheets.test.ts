import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const LONGEST = 250;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((file) => join('src', file));
const sheets = files.filter((file) => file.endsWith('.css'));

it('no style sheet is longer than fits on a few screens', () => {
  expect(sheets.length).toBeGreaterThan(20);
  const lines = (file: string): number => readFileSync(file, 'utf8').trimEnd().split('\n').length;
  expect(sheets.filter((file) => lines(file) > LONGEST)).toEqual([]);
});

it('every sheet is imported by a component, and no component imports one that is not there', () => {
  const imported = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => Array.from(readFileSync(file, 'utf8').matchAll(/^import '(\.[^']+\.css)';$/gm), ([, name]) => join(dirname(file), name)));
  expect(imported.filter((file) => !existsSync(file))).toEqual([]);
  // That of the page of its own is read by src/tools/page-viewer.ts.
  expect(sheets.filter((file) => !imported.includes(file))).toEqual([join('src', 'viewer', 'viewer.css')]);
});

it('each view’s rules stand beside it: the folder of a view holds its sheet', () => {
  const folders = new Set(sheets.map(dirname));
  for (const view of ['curve', 'plane', 'probe', 'lab', 'figure', 'networks', 'notices', 'sentence', 'training', 'help', 'align', 'shell'])
    expect(folders).toContain(join('src', 'views', view));
});
