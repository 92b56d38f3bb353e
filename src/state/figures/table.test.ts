import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { GLOSSARY } from '../../views/help/glossary.ts';
import { nameOf } from './reading.ts';
import { FIGURE_NAMES, FIGURES } from './table.ts';
import type { AnyFigure } from './definition.ts';

const SRC = resolve(import.meta.dirname, '../..');

it('few files name a figure', () => {
  const naming = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith('testing'))
    .filter((file) => /robustness/i.test(readFileSync(join(SRC, file), 'utf8')));
  expect(naming.length).toBeGreaterThan(4);
  expect(naming.length, naming.join(', ')).toBeLessThanOrEqual(10);
});

it('every definition is found by its name, and defines its term', () => {
  const names = FIGURE_NAMES.map((name) => {
    const figure: AnyFigure = FIGURES[name];
    if (figure.words.term !== '') expect(Object.keys(GLOSSARY)).toContain(figure.words.term);
    return nameOf(figure);
  });
  expect(names).toEqual(FIGURE_NAMES);
});

it('no two settings have one key in a link', () => {
  const keys = Object.values<AnyFigure>(FIGURES).flatMap(({ settings }) =>
    Object.values((settings ?? {}) as Readonly<Record<string, { readonly link: string }>>).map(({ link }) => link),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
