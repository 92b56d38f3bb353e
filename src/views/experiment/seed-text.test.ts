import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSeeds, parseWidths, seedText } from './seed-text.ts';

describe('seeds as text', () => {
  it('reads what it writes', () => {
    const seed = fc.record({ init: fc.maxSafeInteger(), order: fc.maxSafeInteger() });
    fc.assert(
      fc.property(fc.array(seed, { minLength: 1, maxLength: 64 }), (seeds) => {
        expect(parseSeeds(seedText(seeds))).toEqual(seeds);
      }),
    );
  });

  it.each([
    ['', 'at least one'],
    ['1, x', 'no seed'],
    ['1.5', 'no seed'],
    ['9007199254740992', 'no seed'],
    ['1/', 'no seed'],
    ['1/2/3', 'no seed'],
    [Array(65).fill('1').join(' '), '1 to 64 of them'],
  ])('refuses %j in words', (text, words) => {
    expect(parseSeeds(text)).toContain(words);
  });
});

describe('widths as text', () => {
  it('takes commas, spaces and an empty line', () => {
    expect(parseWidths('64, 32 16')).toEqual([64, 32, 16]);
    expect(parseWidths('  ')).toEqual([]);
  });

  it.each(['0', '2049', '3.5', 'wide', '-4'])('refuses %j and says the bounds', (text) => {
    expect(parseWidths(text)).toContain('from 1 to 2048');
  });

  it('refuses a thirteenth layer', () => {
    expect(parseWidths(Array(13).fill('8').join(' '))).toContain('at most 12');
  });
});
