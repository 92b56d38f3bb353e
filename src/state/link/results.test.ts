import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../../base/errors.ts';
import { seededRandom } from '../../linalg/random.ts';
import { frozenResults } from '../../testing/frozen.ts';
import { packPublished, unpackPublished } from '../published/codec/codec.ts';
import { ByteSink, STREAMS } from '../published/codec/streams.ts';
import { checkPublished, publishedJson, type Published } from '../published/published.ts';
import { readResults, splitResults, withResults } from './results.ts';

const { hash } = frozenResults();
const { bare, results } = splitResults(hash);
const published = readResults(bare, results ?? '');

function refusalOf(read: () => unknown): RidgelineError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof RidgelineError) return error;
    throw error;
  }
}

/** The link after one change of its results. */
const changed = (change: (text: string) => string): string => refusalOf(() => readResults(bare, change(results ?? '')))?.message ?? 'accepted';

describe('results in a link', () => {
  it('take about 8 kB for the three figures of Explore', () => {
    expect(Object.keys(published.figures)).toEqual(['curve', 'plane', 'layers']);
    expect(hash.length).toBeLessThan(8_400);
    expect(bare).toMatch(/^#v=1&data=moons&A=1&B=2&C=3&/);
  });

  it('are written again as they were read', () => {
    expect(withResults(bare, published)).toBe(hash);
    const json = checkPublished(JSON.parse(JSON.stringify(publishedJson(published))), 'published');
    expect(withResults(bare, json)).toBe(hash);
  });

  it('stand every way of writing the settings', () => {
    const escaped = bare.replace('B.aligned=weight,1,4', 'B.aligned=weight%2C1%2C4');
    expect(escaped).not.toBe(bare);
    expect(readResults(escaped, results ?? '').figures.curve).toEqual(published.figures.curve);
  });

  it('say what is wrong with them', () => {
    expect(changed((text) => text.slice(0, 2000))).toMatch(/^They were cut short on the way: \d{4} of \d{4} characters came\.$/);
    expect(changed((text) => `${text}AAAA`)).toContain('changed on the way or by hand');
    expect(changed((text) => text.replace(/(.{400}).(.*)$/, '$1~$2'))).toContain('changed on the way or by hand');
    expect(changed((text) => text.replace(/^1/, '7'))).toContain('newer Ridgeline (version 7');
    expect(changed((text) => text.replace(/^1/, '__proto__'))).toContain("'__proto__' is no version");
    expect(changed((text) => text.replace(/^1\.\d+/, '1.99999999'))).toContain('larger than any that Ridgeline writes');
    expect(changed(() => '')).toContain('is no version');
    // Settings that the figures were not made with.
    expect(refusalOf(() => readResults(bare.replace('A=1', 'A=9'), results ?? ''))?.message).toContain('the settings that they were made with');
  });

  it('give up a bomb where it unpacks to more than it says, or than a screen holds', () => {
    const zeros = deflateSync(new Uint8Array(60_000_000), { level: 9 });
    const bomb = (says: number): Uint8Array => {
      const sink = new ByteSink();
      sink.count(says);
      sink.count(zeros.length);
      sink.all(zeros);
      // The others are empty: no bytes, of none.
      STREAMS.slice(1).forEach(() => sink.all([0, 0]));
      return sink.taken();
    };
    expect(refusalOf(() => unpackPublished(bomb(60_000_000), bare))).toMatchObject({ code: 'too-large' });
    expect(refusalOf(() => unpackPublished(bomb(100_000), bare))?.message).toContain('unpacks to more than it says');
  });
});

/** One to four changes: a character or byte put for another, put in, taken out, or the end cut off. */
function mutate(values: readonly number[], random: () => number, alphabet: (at: number) => number): number[] {
  const next = [...values];
  const count = 1 + Math.floor(4 * random());
  for (let i = 0; i < count; i++) {
    const at = Math.floor(random() * next.length);
    const kind = random();
    if (kind < 0.6) next[at] = alphabet(random());
    else if (kind < 0.75) next.splice(at, 0, alphabet(random()));
    else if (kind < 0.9) next.splice(at, 1 + Math.floor(3 * random()));
    else next.length = at;
  }
  return next;
}

describe('hostile results', () => {
  /** Small, so that many can be tried. */
  const small: Published = { ...published, figures: { layers: published.figures.layers } } as Published;

  it('are refused or read, 96,000 of changed text, and never crash', () => {
    const random = seededRandom(1);
    const text = splitResults(withResults(bare, small)).results ?? '';
    const letters = Array.from(text, (letter) => letter.charCodeAt(0));
    let refused = 0;
    for (let i = 0; i < 96_000; i++) {
      const mutated = String.fromCharCode(
        ...mutate(
          letters,
          () => random.uniform(),
          (at) => 33 + Math.floor(94 * at),
        ),
      );
      if (refusalOf(() => readResults(bare, mutated)) !== null) refused++;
    }
    // What is read all the same is the very text: a change that changed nothing.
    expect(refused).toBeGreaterThan(94_000);
  });

  it('are refused or read, 4,000 of changed bytes under a right check sum, and what is read is whole', () => {
    const random = seededRandom(2);
    const bytes = Array.from(packPublished(small));
    let read = 0;
    for (let i = 0; i < 4000; i++) {
      const mutated = Uint8Array.from(
        mutate(
          bytes,
          () => random.uniform(),
          (at) => Math.floor(256 * at),
        ),
      );
      const refusal = refusalOf(() => {
        const found = unpackPublished(mutated, bare);
        read++;
        expect(checkPublished(found, 'again')).toEqual(found);
      });
      expect(refusal?.message ?? '').not.toContain('undefined');
    }
    expect(read).toBeGreaterThan(0);
  });
});
