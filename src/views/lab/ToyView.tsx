import { useMemo, useState } from 'react';
import type { DiagonalToy, DiagonalWindow } from '../../landscape/layers/diagonal-toy.ts';
import { nearestEnd, toyCurvesFigure, toyMapFigure, toyMarkers, toyNote, toyWindow, toyTable, toyText } from '../../plots/figures/toy.ts';
import type { Work } from '../../state/shared-state.ts';
import type { LabView } from '../../state/view.ts';
import { TOY_SETTINGS, toyOf } from '../../state/figures/toy.ts';
import { Slider } from '../../ui/fields/Slider.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { LabFrame, type Interaction, type LabPicture } from './LabFrame.tsx';
import { movedEnds } from './toy-drag.ts';
import { toyBarriersFigure } from '../../plots/draw/closed-form-barriers.ts';

type Settings = LabView['toy'];

const FIRST_WINDOW: DiagonalWindow = [-0.4, 6.4, -0.4, 6.4];
/** The toy is computed where it is drawn: nothing runs elsewhere. */
const NO_WORK: Work<null> = { status: 'done', result: null, progress: null, error: null };

function holds([x0, x1, y0, y1]: DiagonalWindow, { ends }: DiagonalToy): boolean {
  return [ends.a, ends.b].every(([w1, w2]) => w1 >= x0 && w1 <= x1 && w2 >= y0 && w2 <= y1);
}

/** The window stays while A and B are dragged inside it. */
function useWindow(toy: DiagonalToy): DiagonalWindow {
  const [window, setWindow] = useState(FIRST_WINDOW);
  if (holds(window, toy)) return window;
  const next = toyWindow(toy.ends);
  setWindow(next);
  return next;
}

function Fields({ view }: { view: Settings }) {
  const run = useRun();
  const set = (toy: Partial<Settings>): void => run('setView', { lab: { toy } });
  return (
    <>
      <div className="toy-slider">
        <Slider
          label={TOY_SETTINGS.r.label}
          value={view.r}
          min={Math.min(0.1, view.r)}
          max={Math.max(10, view.r)}
          step={0.1}
          onChange={(r) => set({ r })}
        />
      </div>
      <SettingField setting={TOY_SETTINGS.a} value={view.a} onChange={(a) => set({ a })} />
      <SettingField setting={TOY_SETTINGS.r} value={view.r} onChange={(r) => set({ r })} />
      <SettingField setting={TOY_SETTINGS.factors} value={view.factors} onChange={(factors) => set({ factors })} />
    </>
  );
}

/** The diagonal linear network: a map where there are two weights, the paths' losses, and the closed forms beside what was computed. */
export function ToyView() {
  const run = useRun();
  const view = useApp((state) => state.view.lab.toy);
  const toy = useMemo(() => toyOf(view), [view]);
  const window = useWindow(toy);
  const pictures = useMemo((): LabPicture[] => {
    const curves: LabPicture = { name: 'curves', make: (width, theme) => toyCurvesFigure({ toy, width, theme }) };
    if (view.factors === 2) return [{ name: 'map', make: (width, theme) => toyMapFigure({ toy, window, width, theme }) }, curves];
    return [
      curves,
      { name: 'single', make: (_, theme) => toyBarriersFigure({ barriers: toy.barriers.single, theme }) },
      { name: 'cumulative', make: (_, theme) => toyBarriersFigure({ barriers: toy.barriers.fromInput, theme }) },
    ];
  }, [toy, window, view.factors]);
  const map: Interaction = {
    markers: toyMarkers(toy),
    onPoint: (x, y, phase) => {
      if (phase === 'drag' || phase === 'pick') run('setView', { lab: { toy: movedEnds(view, nearestEnd(toy, x, y), x, y) } });
    },
  };
  return (
    <LabFrame
      figure="toy"
      work={NO_WORK}
      busy=""
      settings={<Fields view={view} />}
      side={view.factors === 2}
      pictures={pictures}
      interactions={view.factors === 2 ? [map] : []}
      empty={null}
      table={() => toyTable(toy)}
      note={toyNote({ ...view, points: toy.alpha.length })}
      text={toyText(toy)}
    />
  );
}
