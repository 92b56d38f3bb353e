import { useCallback, useRef } from 'react';
import type { PointerPhase } from '../../plots/pointer.ts';
import type { View } from '../../state/view.ts';
import { useAppHandle, useRun } from '../use-app.ts';

type ProbePlace = View['probe'];

export interface ProbePointer {
  readonly onPoint: (x: number, y: number, phase: PointerPhase) => void;
  /** Where the probe was put, whatever the pointer previews. */
  readonly resting: () => ProbePlace;
}

/**
 * Pointing previews, pressing keeps: while the pointer is over a figure the probe follows it, and goes back to where it was
 * put when the pointer leaves.
 */
export function useProbePointer(place: (x: number, y: number) => ProbePlace): ProbePointer {
  const app = useAppHandle();
  const run = useRun();
  const kept = useRef<ProbePlace | null>(null);
  const onPoint = useCallback(
    (x: number, y: number, phase: PointerPhase) => {
      if (phase === 'leave') {
        if (kept.current !== null) run('previewProbe', kept.current);
        kept.current = null;
        return;
      }
      if (phase === 'hover') {
        kept.current ??= app.getState().view.probe;
        run('previewProbe', place(x, y));
        return;
      }
      // Undo goes back to where the probe was put, not to what was passed on the way.
      if (kept.current !== null) run('previewProbe', kept.current);
      kept.current = null;
      run('probe', place(x, y));
    },
    [app, place, run],
  );
  const resting = useCallback(() => kept.current ?? app.getState().view.probe, [app]);
  return { onPoint, resting };
}
