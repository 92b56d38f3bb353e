/** The tree in docs/architecture.md is the tree of src/. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDocument } from './testing/documents.ts';

/** Made by tools, and no folder of the source. */
const MADE = ['build', '__snapshots__'];

/** Folders of src as the document's tree has them: 'compute/evaluate/wasm'. Deeper lines are indented further. */
function documentedFolders(text: string): string[] {
  const [, block = ''] = /^src\/\n((?: .*\n)*)/m.exec(text) ?? [];
  const path: { readonly name: string; readonly indent: number }[] = [];
  return block.split('\n').flatMap((line) => {
    const [, space, name] = /^( +)([\w-]+)\//.exec(line) ?? ['', '', ''];
    if (name === '') return [];
    while (path.length > 0 && path[path.length - 1].indent >= space.length) path.pop();
    path.push({ name, indent: space.length });
    return [path.map((folder) => folder.name).join('/')];
  });
}

/** Folders under a place, at every depth. */
function folders(place: string, prefix = ''): string[] {
  return readdirSync(join(place, prefix), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !MADE.includes(entry.name))
    .flatMap(({ name }) => [`${prefix}${name}`, ...folders(place, `${prefix}${name}/`)]);
}

/** Views are one folder a view, which the document says once. */
const isListed = (folder: string): boolean => !/^views\/(?!shell)/.test(folder);

it('docs/architecture.md lists every folder of src, and no other', () => {
  const listed = documentedFolders(readDocument('docs/architecture.md'));
  expect(listed.length).toBeGreaterThan(20);
  expect(listed.sort()).toEqual(folders('src').filter(isListed).sort());
});
