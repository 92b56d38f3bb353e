import type { ReactNode } from 'react';
import type { Hideable } from '../../state/scenes/scene.ts';
import { useApp } from '../use-app.ts';

/** Whether the page leaves a part out. */
export function useHidden(part: Hideable): boolean {
  return useApp(({ talk }) => talk.hide.includes(part));
}

/** A part of the page, unless it is left out. */
export function Unless({ part, children }: { part: Hideable; children: ReactNode }) {
  return useHidden(part) ? null : children;
}
