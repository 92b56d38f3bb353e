import { useWindowSize } from '../ui/use-window-size.ts';
import { useApp } from './use-app.ts';

/** Pixels of a talk's type on a screen of 1920 x 1080; the last row reads 24. It grows and shrinks with the screen, as the style sheet's does. */
const TYPE = { at: 26, least: 13, most: 60 } as const;

/** Pixels of type that fit a screen. */
export function talkType({ width, height }: { readonly width: number; readonly height: number }): number {
  const scaled = TYPE.at * Math.min(width / 1920, height / 1080);
  return Math.round(Math.min(TYPE.most, Math.max(TYPE.least, scaled)));
}

/** Of the figures while presenting; null: they have the page's own. */
export function useTalkType(): number | null {
  const presenting = useApp((state) => state.talk.presenting);
  const size = useWindowSize();
  return presenting ? talkType(size) : null;
}
