/** Links that version 0.1.0 made open as they did then, and are written as they were. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { frozenLinks, withLaterSettings, type FrozenLink } from '../../testing/frozen.ts';
import { fakePage, quiet } from '../../testing/fake-page.ts';
import type { LinkState } from './state.ts';
import { formatLink, parseLink } from './link.ts';

/** A frozen state in today's shape. Where a property is renamed or moved, this is the one place that says so: the fixture stays. */
function inTodaysShape(state: FrozenLink['state']): LinkState {
  return withLaterSettings(state) as LinkState;
}

/** What was wrong is told more exactly since, and in one kit's words: as 0.1.0 said it, and as it is said now. */
const SAID_NOW: readonly (readonly [string, string])[] = [
  ['a number from 0 to 100;', 'a number above 0 and up to 100;'],
  ['a number from 0 to 1;', 'a number from 0 and below 1;'],
  [
    'training.momentum must be a number from 0 and below 1; received 1. Instead, the default training was used.',
    "momentum must be a number from 0 and below 1; received 1. Instead, '0.9' was used.",
  ],
  ['100000. Received NaN.', "100000; received 'many'."],
  ['\'file\'. Received "stars".', "'file'; received 'stars'."],
  ['10. Received 1.', '10; received 1.'],
  ['characters. Received "".', "characters; received ''."],
  [
    'a seed such as 1, or 1/5 for initialisation/order;',
    'written like 1, like 1/5 (initialisation/order) or like 1/4:3/5 (the first 3 epochs in order 4);',
  ],
  ['(half, seed)', '(half 1 or 2, seed)'],
  ...[
    ['seeds[1]', 'seeds', 'x'],
    ['A[0]', 'A', '<script>alert(1)</script>'],
  ].map(
    ([part, key, text]) =>
      [
        `${part}.init must be a whole number from -9007199254740991 to 9007199254740991; received NaN.`,
        `${key} must be written like 1, like 1/5 (initialisation/order) or like 1/4:3/5 (the first 3 epochs in order 4); received '${text}'.`,
      ] as const,
  ),
  [
    'A.share.part must be a whole number from 0 to 1; received 2.',
    "A.share must be a share such as 'random:1:7' (half 1 or 2, seed) or 'class:2', or 'all'; received 'random:3:1'.",
  ],
  ['signs (or nosigns);', 'signs (or nosigns), and then flips, alone or both where wanted;'],
  ['one of webgpu, webgl, wasm, cpu;', "one of 'webgpu', 'webgl', 'wasm', 'cpu';"],
];

/** Keys of their own that begin with another's. */
const KEYS = new Set(['A.share', 'B.share', 'B.aligned', 'C.aligned']);

/** Frozen problems in today's words. What was said of a part is said of the pair, as the link has it. */
function inTodaysWords(problems: readonly string[], hash: string): string[] {
  return problems
    .map((problem) => SAID_NOW.reduce((text, [then, now]) => text.replace(then, now), problem))
    .map((problem) =>
      problem.replace(/(?<=^|: )([A-Za-z][\w.[\]]*) must be (.*); received .*?\. Instead/, (all, argument: string, rule: string) => {
        const pairs = hash
          .slice(1)
          .split('&')
          .map((text) => text.split('=') as [string, string]);
        const of = pairs.filter(([key]) => key !== 'data' && argument.startsWith(key) && /^[.[]/.test(argument.slice(key.length)));
        const pair = KEYS.has(argument) ? undefined : of.toSorted(([a], [b]) => b.length - a.length).at(0);
        return pair === undefined ? all : `${pair.join('=')} is not understood: a part of it must be ${rule}. Instead`;
      }),
    );
}

const links = frozenLinks();

describe('a link of version 0.1.0', () => {
  it.each(links)('$what', ({ hash, state, problems, written }) => {
    const parsed = parseLink(hash);
    expect(parsed.state).toStrictEqual(inTodaysShape(state));
    // A setting that is wrong by itself is told in its place, no longer after all others.
    expect(parsed.problems.toSorted()).toStrictEqual(inTodaysWords(problems, hash).toSorted());
    expect(formatLink(inTodaysShape(state))).toBe(written);
  });

  it.each(links)('asks for what this browser lacks: $what', async ({ hash, asks }) => {
    const { problems } = parseLink(hash);
    const page = fakePage({ hash });
    onTestFinished(() => page.app.close());
    await page.app.start();
    await quiet(page);
    const { pending, notices } = page.app.getState();
    expect(pending === null ? null : { train: pending.train, files: pending.files, authorBackend: pending.authorBackend }).toStrictEqual(asks);
    const told = notices.map(({ text }) => text).filter((text) => text.startsWith('About this link: '));
    expect(told).toStrictEqual(problems.length === 0 ? [] : [cutTo(Math.max(told[0]?.length ?? 0, 800), `About this link: ${problems.join(' ')}`)]);
  });
});

/** As a notice cuts what is longer than it may be. */
function cutTo(length: number, text: string): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
