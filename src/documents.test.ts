/** Comments, messages and documents name documents and their sections: all of them are there. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorOf, documentPaths, findDocument, headings, readDocument } from './testing/documents.ts';

interface Mention {
  readonly where: string;
  readonly document: string;
  /** The number behind a §; null where none is given. */
  readonly section: string | null;
  /** A heading in quotation marks; null where none is given. */
  readonly title: string | null;
}

const SOURCE = /\.(?:ts|tsx|mjs|js|css|html)$/;

/** Every file that is written by hand: src, e2e and the configuration beside them. */
function sourcePaths(): string[] {
  const trees = ['src', 'e2e'].flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path)));
  return [...trees, ...readdirSync('.')].filter((path) => SOURCE.test(path));
}

/** Documents named in a text: 'methods.md §4', 'docs/architecture.md, "The evaluator"', 'README, "Start"'. Lines of a comment may break anywhere. */
function mentionsIn(where: string, source: string): Mention[] {
  const text = source.replace(/\s*\n\s*(?:\/\/|\*(?!\/))?\s*/g, ' ');
  const named = /(?<![\w/.-])((?:docs\/)?[\w-]+\.md|README)\b(?:,? ?§ ?(\d+))?(?:,? "([^"]+)")?/g;
  return [...text.matchAll(named)].map((match) => ({
    where,
    document: match[1] === 'README' ? 'README.md' : match[1],
    section: match.at(2) ?? null,
    title: match.at(3) ?? null,
  }));
}

/** What of a mention is not there; null where all is. */
function missing({ where, document, section, title }: Mention): string | null {
  const path = findDocument(document);
  if (path === null) return `${where} names ${document}, and there is no such document.`;
  const titles = headings(readDocument(path));
  if (section !== null && !titles.some((heading) => heading.startsWith(`${section}. `)))
    return `${where} names ${document} §${section}, and there is no such section.`;
  return title === null || titles.includes(title) ? null : `${where} names ${document}, "${title}", and there is no such heading.`;
}

const sources = sourcePaths()
  .filter((path) => path !== join('src', 'documents.test.ts'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('documents named in comments', () => {
  it('are there, with the sections named', () => {
    const mentions = sources.flatMap(({ path, text }) => mentionsIn(path, text));
    expect(mentions.length).toBeGreaterThan(30);
    expect(mentions.map(missing).filter((problem) => problem !== null)).toEqual([]);
  });

  it('are told from those that are not', () => {
    const found = (text: string): (string | null)[] => mentionsIn('x.ts', text).map(missing);
    expect(found('(methods.md §4; README, "Start"; see docs/architecture.md, "The evaluator")')).toEqual([null, null, null]);
    expect(found('/**\n * Barriers (methods.md\n * §1).\n */')).toEqual([null]);
    expect(mentionsIn('x.ts', '/**\n * Barriers (methods.md\n * §1).\n */')[0].section).toBe('1');
    expect(found('methods.md §99')).toEqual(['x.ts names methods.md §99, and there is no such section.']);
    expect(found('README, "Nowhere"')).toEqual(['x.ts names README.md, "Nowhere", and there is no such heading.']);
    expect(found('// see lost.md')).toEqual(['x.ts names lost.md, and there is no such document.']);
    expect(mentionsIn('x.ts', 'file.md5 is a checksum')).toEqual([]);
  });
});

describe('links in documents', () => {
  it.each(documentPaths())('%s: lead somewhere', (path) => {
    const links = [...readDocument(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target).filter((target) => !/^https?:/.test(target));
    const broken = links.filter((target) => {
      const [file, anchor] = target.split('#');
      const place = file === '' ? path : normalize(join(dirname(path), file));
      if (!place.endsWith('.md')) return !readdirSync(dirname(place)).includes(place.split('/').at(-1) ?? '');
      if (!documentPaths().includes(place)) return true;
      return target.includes('#') && !headings(readDocument(place)).map(anchorOf).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names of documents and sections in them are right too', () => {
    const mentions = documentPaths().flatMap((path) => mentionsIn(path, readDocument(path)));
    expect(mentions.map(missing).filter((problem) => problem !== null)).toEqual([]);
  });
});

describe('README.md', () => {
  it('has at most 150 lines', () => {
    expect(readDocument('README.md').split('\n').length).toBeLessThanOrEqual(151);
  });
});
