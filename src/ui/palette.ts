/**
 * The one palette: every colour of the page, of its figures and of its files. Style sheets read it as variables (`rootRules`,
 * written into the page's head by vite.config.ts, before anything is painted), figures as data.
 *
 * Networks: Okabe & Ito's blue, vermilion and bluish green, told apart by all common kinds of colour vision; an aligned copy has
 * its source's hue, lighter. Dark is made, not inverted: its surfaces step up in lightness, its inks are softer, its accent is lighter.
 */

export type ThemeName = 'light' | 'dark';

const WHITE = '#ffffff';
const INK = '#16181d';
const BLACK = '#000000';

/** What machines read, or what must stand out from any colour: black on white, in every theme. */
export const PLAIN = { dark: BLACK, light: WHITE };

interface RoleColours {
  /** Lines and marks of figures. */
  readonly line: string;
  /** The disc in lists: dark enough for a small white letter where `line` is not. */
  readonly disc: string;
  /** The letter on either. */
  readonly letter: string;
}

export const ROLES: Readonly<Record<'A' | 'B' | 'C' | "B'" | "C'", RoleColours>> = {
  A: { line: '#0072b2', disc: '#0072b2', letter: WHITE },
  B: { line: '#d55e00', disc: '#c44d00', letter: WHITE },
  C: { line: '#009e73', disc: '#007d5a', letter: WHITE },
  "B'": { line: '#f0a274', disc: '#f0a274', letter: INK },
  "C'": { line: '#73cdb2', disc: '#73cdb2', letter: INK },
};

/** A network without a role. */
export const NO_ROLE = { line: '#9aa0aa', letter: INK } as const;

/** Colours that depend on the theme. `muted`, `accent`, `bad`, `warn` and `naive` are inks too: they are read on every surface. */
export interface ThemeColours {
  /** Surfaces: the page, what lies over it, what lies in it, what the pointer is over. */
  readonly paper: string;
  readonly surface: string;
  readonly sunken: string;
  readonly hover: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly ruleStrong: string;
  readonly accent: string;
  readonly accentInk: string;
  readonly accentSoft: string;
  readonly bad: string;
  readonly badSoft: string;
  readonly warn: string;
  readonly warnSoft: string;
  /** The naive path: B's hue, as dark or as light as text must be. */
  readonly naive: string;
  readonly naiveThin: string;
  readonly alignedThin: string;
  /** What the naive path encloses. */
  readonly tint: string;
  /** The hump of Ridgeline's mark. */
  readonly mark: string;
  /** Below what floats, and over what a dialog covers. */
  readonly shade: string;
  readonly veil: string;
}

export const THEMES: Readonly<Record<ThemeName, ThemeColours>> = {
  light: {
    paper: '#fdfdfb',
    surface: WHITE,
    sunken: '#f4f4f0',
    hover: '#efefea',
    ink: INK,
    muted: '#5a616d',
    rule: '#e3e3dc',
    ruleStrong: '#8b8f98',
    accent: '#5a3ec8',
    accentInk: WHITE,
    accentSoft: '#efebfc',
    bad: '#a8210f',
    badSoft: '#fcebe8',
    warn: '#7a4d00',
    warnSoft: '#fbf2dd',
    naive: ROLES.B.disc,
    naiveThin: '#e09a6c',
    alignedThin: '#8b8f98',
    tint: 'rgba(213, 94, 0, 0.09)',
    mark: ROLES.B.disc,
    shade: 'rgb(20 22 28 / 0.16)',
    veil: 'rgb(10 12 16 / 0.4)',
  },
  dark: {
    paper: '#14161a',
    surface: '#1b1e24',
    sunken: '#0f1114',
    hover: '#252930',
    ink: '#e8e9ec',
    muted: '#a0a6b1',
    rule: '#2b2f37',
    ruleStrong: '#6b727e',
    accent: '#b7a6ff',
    accentInk: '#17122e',
    accentSoft: '#2a2541',
    bad: '#ff8f7d',
    badSoft: '#3a1d1a',
    warn: '#ecb95d',
    warnSoft: '#33290f',
    naive: '#f07d2e',
    naiveThin: '#a2572a',
    alignedThin: '#7c838f',
    tint: 'rgba(240, 125, 46, 0.13)',
    mark: ROLES.B.line,
    shade: 'rgb(0 0 0 / 0.6)',
    veil: 'rgb(10 12 16 / 0.4)',
  },
};

/** Classes of examples: other hues than the networks' own; on a dark ground the dark ones are lighter. */
export const CLASS_COLOURS: Readonly<Record<ThemeName, readonly string[]>> = {
  light: ['#5e3c99', '#e3a02b', '#2f9c8f', '#c9546c', '#7db8e0', '#1b6e3c', '#b0479b', '#8f8f2c', '#7a1f4b', '#77797f'],
  dark: ['#ab8fe6', '#e8b04a', '#46bdae', '#e07a90', '#8cc4ea', '#4aa36c', '#cf74bd', '#b3b34a', '#b85a86', '#a3a6ac'],
};

/** Differences, by their share of the scale: purple to orange through the paper's own colour, so that zero recedes. */
export const DIFFERENCES: Readonly<Record<ThemeName, readonly (readonly [number, string])[]>> = {
  light: [
    [0, '#4a2585'],
    [0.2, '#8d74b8'],
    [0.4, '#d6cfe6'],
    [0.5, '#f6f5f1'],
    [0.6, '#fbd9b0'],
    [0.8, '#e08a2e'],
    [1, '#a34c00'],
  ],
  dark: [
    [0, '#c3b4f5'],
    [0.2, '#8a76c4'],
    [0.4, '#463d63'],
    [0.5, '#23262d'],
    [0.6, '#5a3d1e'],
    [0.8, '#c27a2a'],
    [1, '#ffc47d'],
  ],
};

/** What is drawn over a map, whose colours (viridis) are those of no theme. */
export const OVER_MAP = {
  line: WHITE,
  /** Around a line, so that it stands out everywhere. */
  casing: 'rgba(0,0,0,0.6)',
  glow: '#000',
  ink: INK,
  faint: '#d8d8d8',
  valley: '#ffd166',
} as const;

/** White over a map, which shows through it: contours, halos, the inside of hollow marks. */
export function whiteOverMap(opacity: number): string {
  return `rgba(255,255,255,${opacity})`;
}

/** Grounds of figures that let the page through. */
export const TRANSPARENT = 'rgba(0,0,0,0)';

/** `accentSoft` → `--accent-soft`. */
function variable(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** 'A' → 'a', "B'" → 'b-prime': a role in the names of classes and variables. */
export function roleSlug(role: keyof typeof ROLES): string {
  return role.toLowerCase().replace("'", '-prime');
}

/** The palette as custom properties: `--accent-soft`, and `--disc-b`, `--letter-b` of each role. A theme is chosen by `color-scheme`. */
export function rootRules(): string {
  const themed = (Object.keys(THEMES.light) as (keyof ThemeColours)[]).map((name) => {
    const [light, dark] = [THEMES.light[name], THEMES.dark[name]];
    return `${variable(name)}:${light === dark ? light : `light-dark(${light},${dark})`}`;
  });
  const roles = (Object.keys(ROLES) as (keyof typeof ROLES)[]).flatMap((role) => [
    `--disc-${roleSlug(role)}:${ROLES[role].disc}`,
    `--letter-${roleSlug(role)}:${ROLES[role].letter}`,
  ]);
  return `:root{${[...themed, ...roles].join(';')}}`;
}
