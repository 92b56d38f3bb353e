/**
 * Every colour that carries a meaning. Networks: Okabe & Ito's blue, vermilion and bluish green, told apart by all common
 * kinds of colour vision; an aligned copy has its source's hue, lighter. Maps: viridis (uniform in lightness).
 * Differences: purple to orange through the paper's own colour, so that zero recedes.
 */
import { interpolateViridis } from 'd3-scale-chromatic';

export type ThemeName = 'light' | 'dark';

export interface FigureTheme {
  readonly name: ThemeName;
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly accent: string;
  readonly naive: string;
  readonly naiveThin: string;
  readonly alignedThin: string;
  readonly tint: string;
  /** Pixels. */
  readonly fontSize: number;
}

const LIGHT: Omit<FigureTheme, 'fontSize'> = {
  name: 'light',
  paper: '#fdfdfb',
  ink: '#16181d',
  muted: '#5a616d',
  rule: '#e3e3dc',
  accent: '#5a3ec8',
  naive: '#c44d00',
  naiveThin: '#e09a6c',
  alignedThin: '#8b8f98',
  tint: 'rgba(213, 94, 0, 0.09)',
};

const DARK: Omit<FigureTheme, 'fontSize'> = {
  name: 'dark',
  paper: '#14161a',
  ink: '#e8e9ec',
  muted: '#a0a6b1',
  rule: '#2b2f37',
  accent: '#b7a6ff',
  naive: '#f07d2e',
  naiveThin: '#a2572a',
  alignedThin: '#7c838f',
  tint: 'rgba(240, 125, 46, 0.13)',
};

/** `large`: for a figure that fills the middle, or a projector. */
export function figureTheme(name: ThemeName, large: boolean): FigureTheme {
  return { ...(name === 'dark' ? DARK : LIGHT), fontSize: large ? 16 : 12 };
}

const ROLE_COLOURS: Readonly<Record<string, string>> = { A: '#0072b2', B: '#d55e00', C: '#009e73', "B'": '#f0a274', "C'": '#73cdb2' };

/** Colour of an endpoint by its label; other networks are grey. */
export function roleColour(label: string): string {
  return ROLE_COLOURS[label] ?? '#9aa0aa';
}

/** Colour of the letter on a role's disc. */
export function roleInk(label: string): string {
  return label.endsWith("'") || !(label in ROLE_COLOURS) ? '#16181d' : '#ffffff';
}

const CLASS_COLOURS = ['#5e3c99', '#e3a02b', '#2f9c8f', '#c9546c', '#7db8e0', '#1b6e3c', '#b0479b', '#8f8f2c', '#7a1f4b', '#77797f'] as const;

/** On a dark ground the dark ones are lighter. */
const CLASS_COLOURS_DARK = ['#ab8fe6', '#e8b04a', '#46bdae', '#e07a90', '#8cc4ea', '#4aa36c', '#cf74bd', '#b3b34a', '#b85a86', '#a3a6ac'] as const;

/** Colour of a class of examples: other hues than the networks' own. Repeats after ten. */
export function classColour(index: number, theme: ThemeName): string {
  const colours = theme === 'dark' ? CLASS_COLOURS_DARK : CLASS_COLOURS;
  return colours[index % colours.length];
}

export type ColourScale = readonly (readonly [number, string])[];

/** Dark is low. `reversed`: dark is high (accuracy, so that good is dark on both maps). */
export function sequentialScale(reversed: boolean): ColourScale {
  return Array.from({ length: 33 }, (_, i) => [i / 32, interpolateViridis(reversed ? 1 - i / 32 : i / 32)] as const);
}

/** Zero is the paper's colour in the middle; positive is orange, negative purple. */
export function divergingScale(theme: ThemeName): ColourScale {
  return theme === 'light'
    ? [
        [0, '#4a2585'],
        [0.2, '#8d74b8'],
        [0.4, '#d6cfe6'],
        [0.5, '#f6f5f1'],
        [0.6, '#fbd9b0'],
        [0.8, '#e08a2e'],
        [1, '#a34c00'],
      ]
    : [
        [0, '#c3b4f5'],
        [0.2, '#8a76c4'],
        [0.4, '#463d63'],
        [0.5, '#23262d'],
        [0.6, '#5a3d1e'],
        [0.8, '#c27a2a'],
        [1, '#ffc47d'],
      ];
}
