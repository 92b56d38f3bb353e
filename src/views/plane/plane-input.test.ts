/** Which planes are shown, and that what is said of the probe beside one is of the path that it shows. */
import { describe, expect, it } from 'vitest';
import type { AppState } from '../../state/app-state.ts';
import type { PlaneFigure } from '../../state/figures/planes.ts';
import type { View } from '../../state/view.ts';
import { fakePage } from '../../testing/fake-page.ts';
import { otherPathWords, pathOf, probeAlong } from '../probe/probe-place.ts';
import { shownPlanes } from './plane-input.ts';

function shown(probe: View['probe'], phone: boolean): readonly string[] {
  const { app } = fakePage();
  const state = app.getState();
  app.close();
  const figure = {} as PlaneFigure;
  const figures = {
    ...state.figures,
    plane: { ...state.figures.plane, result: { naive: figure, aligned: figure, custom: null } },
  } as AppState['figures'];
  return shownPlanes({ view: { ...state.view, probe }, figures, roles: { A: 'a', B: 'b', C: 'c' } }, phone);
}

describe('a screen with room for one plane', () => {
  it.each<View['probe']>([
    { kind: 'path', path: 'naive', alpha: 0.5 },
    { kind: 'path', path: 'aligned', alpha: 0.5 },
    { kind: 'plane', plane: 'aligned', x: 0.2, y: 0.3 },
    { kind: 'network', endpoint: 'A' },
    { kind: 'network', endpoint: "C'" },
  ])('shows that of the probe: %o', (probe) => {
    expect(shown(probe, true)).toEqual([pathOf(probe)]);
    expect(shown(probe, false)).toEqual(['naive', 'aligned']);
  });

  it('takes the probe along to the plane that is chosen, and says where a link holds it elsewhere', () => {
    const naive = { kind: 'path', path: 'naive', alpha: 0.3 } as const;
    expect(probeAlong('aligned', naive)).toEqual({ ...naive, path: 'aligned' });
    expect(otherPathWords('naive', naive)).toBe('');
    expect(otherPathWords('custom', naive)).toBe('');
    expect(otherPathWords('aligned', naive)).toBe(' (the pale ring is at this α of the aligned path)');
    expect(otherPathWords('naive', { kind: 'plane', plane: 'aligned', x: 0, y: 1 })).toBe(' of the aligned plane, which is not shown');
    expect(otherPathWords('aligned', { kind: 'plane', plane: 'aligned', x: 0, y: 1 })).toBe('');
  });
});
