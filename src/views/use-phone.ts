import { useMedia } from '../ui/use-media.ts';

/** One figure at a time. */
export function usePhone(): boolean {
  return useMedia('(max-width: 760px)');
}
