import { useMemo, useRef } from 'react';
import { layersAreFinite, layersFigure, type LayersInput, layersTable, layersText } from '../../plots/figures/layers.ts';
import { Plot, type PlotHandle } from '../../plots/Plot.tsx';
import type { View } from '../../state/view.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { EmptyFigure, FigureStatus, NotFiniteFigure } from '../figure/FigureState.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { Term } from '../help/Term.tsx';
import { useApp, useRun } from '../use-app.ts';
import { useFigureTheme } from '../use-theme.ts';

const SCHEDULES = {
  single: 'one layer at a time',
  fromInput: 'from the input up to each layer',
  fromOutput: 'from each layer to the output',
} as const;

function useOptions(view: View['layers']): MenuGroup[] {
  const run = useRun();
  const set = (patch: Partial<View['layers']>): void => run('setView', { layers: patch });
  return [
    {
      title: 'Layers interpolated',
      entries: (['single', 'fromInput', 'fromOutput'] as const).map((schedule) => ({
        id: schedule,
        label: SCHEDULES[schedule],
        checked: view.schedule === schedule,
        onAction: () => set({ schedule }),
      })),
    },
    {
      title: 'The other layers',
      entries: (['both', 'A', 'B'] as const).map((into) => ({
        id: into,
        label: into === 'both' ? 'from A and from B' : `from ${into} (into ${into})`,
        checked: view.into === into,
        onAction: () => set({ into }),
      })),
    },
    {
      title: 'Barrier of',
      entries: [
        { id: 'loss', label: 'the loss', checked: view.metric === 'loss', onAction: () => set({ metric: 'loss' }) },
        {
          id: 'accuracy',
          label: 'the error, in percentage points',
          checked: view.metric === 'accuracy',
          onAction: () => set({ metric: 'accuracy' }),
        },
      ],
    },
  ];
}

/** Which layers carry the barrier. */
export function LayersView() {
  const run = useRun();
  const work = useApp((state) => state.figures.layers);
  const view = useApp((state) => state.view.layers);
  const split = useApp((state) => state.view.split);
  const large = useApp((state) => state.view.large === 'layers');
  const theme = useFigureTheme(large);
  const picture = useRef<PlotHandle>(null);
  const result = work.result;
  const input = useMemo((): LayersInput | null => {
    if (result === null) return null;
    const cells = result.naive.alpha.length * (view.into === 'both' ? 2 : 1) * (result.aligned === null ? 1 : 2);
    return { naive: result.naive, aligned: result.aligned, metric: view.metric, into: view.into, numbers: cells <= (large ? 24 : 6), theme };
  }, [result, view.metric, view.into, large, theme]);
  const figure = useMemo(() => (input === null ? null : layersFigure(input)), [input]);
  const finite = input !== null && layersAreFinite(input);
  return (
    <FigureFrame
      name="layers"
      title="Layers"
      caption={<Term id="layer-barrier">barrier by layer</Term>}
      controls={
        <Segmented<View['layers']['along']>
          label="Where on the path"
          value={view.along}
          segments={[
            { value: 'midpoint', label: 'α = ½' },
            { value: 'alpha', label: 'all α' },
          ]}
          onChange={(along) => run('setView', { layers: { along } })}
        />
      }
      options={useOptions(view)}
      picture={finite ? picture : []}
      table={input === null ? null : () => layersTable(input)}
      text={input === null ? 'No layer barriers yet.' : layersText(input)}
    >
      {figure === null || input === null ? (
        <EmptyFigure waitsFor="pair" />
      ) : finite ? (
        <Plot figure={figure} label="Barrier by layer" describedBy="layers-text" handle={picture} />
      ) : (
        <NotFiniteFigure what={view.metric === 'loss' ? 'loss' : 'error'} />
      )}
      {figure !== null && (
        <p className="figure-note">
          {split} {view.metric === 'loss' ? 'loss' : 'error'}, {SCHEDULES[view.schedule]}, against the mean of the full ends
        </p>
      )}
      <FigureStatus work={work} what="Computing layer barriers" />
    </FigureFrame>
  );
}
