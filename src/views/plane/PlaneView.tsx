import { useRef } from 'react';
import { planeTable } from '../../plots/csv-table.ts';
import { planeText } from '../../plots/figure-text.ts';
import { figureTheme } from '../../plots/palette.ts';
import type { PlotHandle } from '../../plots/Plot.tsx';
import type { View } from '../../state/experiment.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { EmptyFigure, FigureStatus } from '../figure/FigureState.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { Term } from '../help/Term.tsx';
import { useApp, useRun } from '../use-app.ts';
import { usePhone } from '../use-phone.ts';
import { PlaneChooser, PlaneControls, PlaneZoom } from './PlaneControls.tsx';
import { planeColours, planeInput, planeLack, shownPlanes, type PlaneKind } from './plane-input.ts';
import { PlaneMap } from './PlaneMap.tsx';

function useOptions(view: View['plane']): MenuGroup[] {
  const run = useRun();
  const set = (patch: Partial<View['plane']>): void => run('setView', { plane: patch });
  return [
    {
      title: 'Quantity',
      entries: [
        { id: 'loss', label: 'Loss (log colours)', checked: view.metric === 'loss', onAction: () => set({ metric: 'loss' }) },
        { id: 'accuracy', label: 'Accuracy', checked: view.metric === 'accuracy', onAction: () => set({ metric: 'accuracy' }) },
      ],
    },
    { title: 'Paths', entries: [{ id: 'trajectories', label: 'Training paths', note: 'where each network came from', checked: view.trajectories, onAction: () => set({ trajectories: !view.trajectories }) }] },
    { title: 'Sharpness', entries: [25, 41, 51, 81].map((resolution) => ({ id: String(resolution), label: `${resolution} × ${resolution} points`, checked: view.resolution === resolution, onAction: () => set({ resolution }) })) },
  ];
}

function EmptyPlane({ kind }: { kind: PlaneKind }) {
  return <EmptyFigure waitsFor={useApp((state) => planeLack(kind, state))} />;
}

/** The loss on the plane through three networks, naive and aligned. */
export function PlaneView() {
  const work = useApp((state) => state.planes);
  const view = useApp((state) => state.view.plane);
  const phone = usePhone();
  const picture = useRef<PlotHandle>(null);
  const planes = work.result;
  const kinds = useApp((state) => shownPlanes(state, phone));
  const shown = kinds.filter((kind) => planes?.[kind] != null);
  const main = shown.at(-1) ?? null;
  const figure = main === null || planes === null ? null : planes[main];
  const input = figure === null || planes === null || main === null ? null : planeInput(figure, view, planeColours(planes, main, view.metric), false, figureTheme('light', false));
  return (
    <FigureFrame
      name="plane"
      title="Plane"
      caption={<Term id="plane">through three networks</Term>}
      controls={<PlaneControls single={phone ? kinds[0] : null} />}
      options={useOptions(view)}
      picture={picture}
      table={input === null ? null : () => planeTable(input)}
      text={input === null ? 'No plane yet.' : planeText(input)}
    >
      {view.show === 'custom' && <PlaneChooser />}
      <div className={kinds.length > 1 ? 'planes two' : 'planes'}>
        {kinds.map((kind) =>
          planes?.[kind] == null ? (
            <EmptyPlane key={kind} kind={kind} />
          ) : (
            <PlaneMap key={`${kind}${view.surface ? '-surface' : ''}`} kind={kind} planes={planes} colourBar={kind === main} picture={kind === main ? picture : null} />
          ),
        )}
      </div>
      {main !== null && !view.surface && <PlaneZoom kind={main} />}
      <FigureStatus work={work} what="Sharpening the plane" />
    </FigureFrame>
  );
}
