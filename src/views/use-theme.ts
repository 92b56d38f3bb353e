import { useEffect, useMemo } from 'react';
import { figureTheme, type FigureTheme, talkTheme } from '../plots/draw/colours.ts';
import type { ThemeName } from '../ui/palette.ts';
import { useMedia } from '../ui/use-media.ts';
import { useApp } from './use-app.ts';
import { useRoomForLarge } from './use-phone.ts';
import { useTalkType } from './use-talk-type.ts';

/** The theme in force: the one chosen, else the system's. */
export function useTheme(): ThemeName {
  const chosen = useApp((state) => state.view.theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  return chosen === 'system' ? (dark ? 'dark' : 'light') : chosen;
}

/** Puts a chosen theme on the document, where the style sheet finds it. */
export function useThemeOnDocument(): void {
  const chosen = useApp((state) => state.view.theme);
  useEffect(() => {
    if (chosen === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = chosen;
  }, [chosen]);
}

/** Colours and type of a figure; `large` where it fills the middle: larger type, where there is room for it. A talk has its own type. */
export function useFigureTheme(large: boolean): FigureTheme {
  const name = useTheme();
  const talk = useTalkType();
  const wide = useMedia('(min-width: 1800px)');
  const roomy = useRoomForLarge();
  return useMemo(() => {
    if (talk !== null) return talkTheme(name, talk);
    const theme = figureTheme(name, large && roomy);
    return wide ? { ...theme, fontSize: theme.fontSize + 2 } : theme;
  }, [name, large, roomy, wide, talk]);
}
