/** The documents of the repository as tests read them: README.md and docs/, their headings and their tables. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PLACES = ['.', 'docs'];

/** Paths of all documents from the root of the repository: 'README.md', 'docs/methods.md', ... */
export function documentPaths(): string[] {
  return PLACES.flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(place, name)),
  );
}

/** The path of a document that is named without its folder; null where there is none. */
export function findDocument(name: string): string | null {
  return [name, join('docs', name)].find((path) => existsSync(path)) ?? null;
}

export function readDocument(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Titles of a document's headings, in order. */
export function headings(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.trim());
}

/** The anchor that a heading gets on the code host: '4. Layers' is '4-layers'. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Rows of the first table under a heading, without its own head: the text of each cell. None where there is no table before the next heading. */
export function tableUnder(text: string, title: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '').trim() === title);
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line));
  const section = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  const first = section.findIndex((line) => line.startsWith('|'));
  if (first < 0) return [];
  const end = section.slice(first).findIndex((line) => !line.startsWith('|'));
  return section.slice(first + 2, end < 0 ? undefined : first + end).map(cellsOf);
}

/** Of '| a | b |'; a bar that belongs to a cell is written '\|'. */
function cellsOf(line: string): string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
