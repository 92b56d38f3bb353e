import { useMedia } from '../ui/use-media.ts';

/** One figure at a time: too narrow for two columns, or too low for two figures. The style sheet of ui/ gives such screens their larger controls. */
export function usePhone(): boolean {
  return useMedia('(max-width: 760px), (max-height: 480px)');
}

/** Room for larger type in a figure that fills the middle. */
export function useRoomForLarge(): boolean {
  return useMedia('(min-width: 1000px) and (min-height: 640px)');
}
