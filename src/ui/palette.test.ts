import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLASS_COLOURS, DIFFERENCES, NO_ROLE, ROLES, rootRules, THEMES, type ThemeColours } from './palette.ts';

/** Relative luminance of '#rrggbb' (WCAG 2.2). */
function luminance(hex: string): number {
  expect(hex).toMatch(/^#[0-9a-f]{6}$/);
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21; body text needs 4.5 (WCAG 2.2, 1.4.3). */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['paper', 'surface', 'sunken', 'hover'] as const;
const INKS = ['ink', 'muted', 'accent', 'bad', 'warn'] as const;
/** Inks on grounds of their own. */
const PAIRS: readonly (readonly [keyof ThemeColours, keyof ThemeColours])[] = [
  ['naive', 'paper'],
  ['accentInk', 'accent'],
  ['accent', 'accentSoft'],
  ['ink', 'accentSoft'],
  ['muted', 'accentSoft'],
  ['ink', 'badSoft'],
  ['ink', 'warnSoft'],
  ['paper', 'ink'],
];

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = THEMES[name];
  const pairs = [...SURFACES.flatMap((ground) => INKS.map((ink) => [ink, ground] as const)), ...PAIRS];
  it.each(pairs)('%s can be read on %s', (ink, ground) => expect(contrast(theme[ink], theme[ground])).toBeGreaterThanOrEqual(4.5));

  it('tells ten classes and the two signs of a difference apart', () => {
    expect(new Set(CLASS_COLOURS[name]).size).toBe(10);
    const stops = DIFFERENCES[name].map(([share]) => share);
    expect([stops[0], stops[(stops.length - 1) / 2], stops[stops.length - 1]]).toEqual([0, 0.5, 1]);
    expect(stops.map((share) => 1 - share).reverse()).toEqual(stops.map((share) => expect.closeTo(share, 12) as number));
  });
});

describe('roles', () => {
  it.each(Object.entries(ROLES))('the letter of %s can be read on its disc', (_, { disc, letter }) =>
    expect(contrast(disc, letter)).toBeGreaterThanOrEqual(4.5),
  );

  it('are told apart, and from networks without one', () =>
    expect(new Set([...Object.values(ROLES).map(({ line }) => line), NO_ROLE.line]).size).toBe(6));
});

describe('the one source of colours', () => {
  const sheetsAndCode = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.(tsx?|css)$/.test(file));
  const textOf = (file: string): string => readFileSync(`src/${file}`, 'utf8');

  it('no other file names a colour', () => {
    const literal = /(['"`][^'"`\n]*|[:(,]\s*)#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|color)\(/i;
    expect(literal.test(textOf('ui/palette.ts'))).toBe(true);
    expect(sheetsAndCode.filter((file) => file !== 'ui/palette.ts' && literal.test(textOf(file)))).toEqual([]);
  });

  it('the style sheets use no variable that nobody defines', () => {
    const defined = new Set(
      Array.from(`${rootRules()} ${sheetsAndCode.map(textOf).join(' ')}`.matchAll(/(--[\w-]+)['"\]]*\s*:/g), ([, name]) => name),
    );
    const sheets = sheetsAndCode.filter((file) => file.endsWith('.css'));
    const used = sheets.flatMap((file) => Array.from(textOf(file).matchAll(/var\((--[\w-]+)/g), ([, name]) => name));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
  });
});
