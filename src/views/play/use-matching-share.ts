import { stepped } from '../../state/talk/play.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useApp } from '../use-app.ts';

/** How far the matching is that plays, from 0 (naive) to 1 (aligned); null: it does not play. */
export function useMatchingShare(): number | null {
  const still = useMedia('(prefers-reduced-motion: reduce)');
  return useApp(({ play }) => (play?.kind === 'matching' ? Math.round(50 * stepped(play, still)) / 50 : null));
}
