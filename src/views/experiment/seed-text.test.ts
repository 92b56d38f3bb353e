import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSeeds, parseWidths, seedText } from './seed-text.ts';

describe('seeds as text', () => {
  it('reads what it writes', () => {
    const seed = fc.record({ init: fc.nat(1e6), order: fc.nat(1e6) });
    fc.assert(
      fc.property(fc.array(seed, { minLength: 1, maxLength: 24 }), (seeds) => {
        expect(parseSeeds(seedText(seeds))).toEqual(seeds);
      }),
    );
  });

  it.each([
    ['', 'at least one'],
    ['1, x', 'no seed'],
    ['1.5', 'no seed'],
    ['-1', 'no seed'],
    ['1/2/3', 'no seed'],
    [Array(25).fill('1').join(' '), 'At most 24'],
  ])('refuses %j in words', (text, words) => {
    expect(parseSeeds(text)).toContain(words);
  });
});

describe('widths as text', () => {
  const most = { layers: 12, width: 2048 };

  it('takes commas, spaces and an empty line', () => {
    expect(parseWidths('64, 32 16', most)).toEqual([64, 32, 16]);
    expect(parseWidths('  ', most)).toEqual([]);
  });

  it.each(['0', '2049', '3.5', 'wide', '-4'])('refuses %j and says the bounds', (text) => {
    expect(parseWidths(text, most)).toContain('from 1 to 2048');
  });

  it('refuses a thirteenth layer', () => {
    expect(parseWidths(Array(13).fill('8').join(' '), most)).toContain('At most 12');
  });
});
