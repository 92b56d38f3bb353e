import { describe, expect, it } from 'vitest';
import { badFile, escaped, shownName } from './bad-file.ts';

describe('escaped', () => {
  it('shows what is not seen or turns text around, and leaves the rest', () => {
    expect(escaped('a\u0007b\nc\td\u202ee\u00ad')).toBe('a\\u{7}b\\nc\\td\\u{202e}e\\u{ad}');
    expect(escaped('Größe 数 👨\u200d👩')).toBe('Größe 数 👨\u200d👩');
  });

  it('serves the names in messages, which stay short', () => {
    expect(shownName('\u0000'.repeat(100))).toHaveLength(120);
    expect(badFile('a\u001b[2J', 'row 1', 'is wrong.').message).toBe('a\\u{1b}[2J, row 1: is wrong.');
  });
});
