/** The palette (ui/palette.ts) as figures use it: a theme with its type size, colours by role, by class and by value. */
import { CLASS_COLOURS, DIFFERENCES, NO_ROLE, ROLES, THEMES, type ThemeColours, type ThemeName } from '../../ui/palette.ts';

export interface FigureTheme extends ThemeColours {
  readonly name: ThemeName;
  /** Pixels. */
  readonly fontSize: number;
  /** Times the width of every line and the size of every mark. */
  readonly stroke: number;
}

/** `large`: for a figure that fills the middle. */
export function figureTheme(name: ThemeName, large: boolean): FigureTheme {
  return { ...THEMES[name], name, fontSize: large ? 16 : 12, stroke: 1 };
}

/** Pixels of type from which on lines are as strong as a talk's. */
const TALK_TYPE = 16;

/** For a lecture hall: larger type, and lines that grow with it. @param fontSize pixels */
export function talkTheme(name: ThemeName, fontSize: number): FigureTheme {
  return { ...THEMES[name], name, fontSize, stroke: Math.max(1, fontSize / TALK_TYPE) };
}

function coloursOf(label: string): { readonly line: string; readonly letter: string } {
  return Object.hasOwn(ROLES, label) ? ROLES[label as keyof typeof ROLES] : NO_ROLE;
}

/** Colour of an endpoint by its label; other networks are grey. */
export function roleColour(label: string): string {
  return coloursOf(label).line;
}

/** Colour of the letter on a role's disc. */
export function roleInk(label: string): string {
  return coloursOf(label).letter;
}

/** Colour of a class of examples. Repeats after ten. */
export function classColour(index: number, theme: ThemeName): string {
  const colours = CLASS_COLOURS[theme];
  return colours[index % colours.length];
}

export type ColourScale = readonly (readonly [number, string])[];

/** Zero is the paper's colour in the middle; positive is orange, negative purple. */
export function divergingScale(theme: ThemeName): ColourScale {
  return DIFFERENCES[theme];
}
