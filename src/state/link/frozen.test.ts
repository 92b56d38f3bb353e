/** Links that version 0.1.0 made open as they did then, and are written as they were. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { frozenLinks, type FrozenLink } from '../../testing/frozen.ts';
import { fakePage, quiet } from '../../testing/fake-page.ts';
import type { LinkState } from './state.ts';
import { formatLink, parseLink } from './link.ts';

/** A frozen state in today's shape. Where a property is renamed or moved, this is the one place that says so: the fixture stays. */
function inTodaysShape(state: FrozenLink['state']): LinkState {
  return state as unknown as LinkState;
}

const links = frozenLinks();

describe('a link of version 0.1.0', () => {
  it.each(links)('$what', ({ hash, state, problems, written }) => {
    const parsed = parseLink(hash);
    expect(parsed.state).toStrictEqual(inTodaysShape(state));
    expect(parsed.problems).toStrictEqual(problems);
    expect(formatLink(inTodaysShape(state))).toBe(written);
  });

  it.each(links)('asks for what this browser lacks: $what', async ({ hash, problems, asks }) => {
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
