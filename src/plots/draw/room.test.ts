import { describe, expect, it } from 'vitest';
import { figureTheme } from './colours.ts';
import { axisRoom, keyHeight, linesOf } from './room.ts';

const theme = figureTheme('light', false);

describe('room of words', () => {
  it('gives a key a row where all entries stand side by side, and as many as it needs where they do not', () => {
    const names = ['naive', 'aligned', 'even share'];
    const one = keyHeight(names, 600, theme);
    expect(keyHeight([], 600, theme)).toBe(one);
    expect(keyHeight(names, 200, theme)).toBe(one + 29);
    // Narrower than any entry: one a row.
    expect(keyHeight(names, 10, theme)).toBe(one + 2 * 29);
  });

  it('widens with the digits and the sign of the numbers on an axis', () => {
    const plain = axisRoom({ low: 0, high: 3 }, 6, theme);
    expect(axisRoom({ low: 0, high: 0.03 }, 6, theme)).toBeGreaterThan(plain);
    expect(axisRoom({ low: -3, high: 0 }, 6, theme)).toBeGreaterThan(plain);
    expect(axisRoom({ low: 0, high: 3000 }, 6, theme)).toBeGreaterThan(plain);
    expect(axisRoom({ low: -0.01, high: 0.016 }, 6, theme)).toBeGreaterThan(axisRoom({ low: -0.1, high: 0.16 }, 6, theme));
    // A range of one point has no steps.
    expect(Number.isFinite(axisRoom({ low: 0, high: 0 }, 6, theme))).toBe(true);
  });

  it('breaks text between words, and loses none', () => {
    const text = 'training subspace: span of both runs’ checkpoints, 4 of 114 dimensions';
    const lines = linesOf(text, 200, 12);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(text);
    expect(linesOf(text, 2000, 12)).toEqual([text]);
    expect(linesOf('immeasurable', 10, 12)).toEqual(['immeasurable']);
  });
});
