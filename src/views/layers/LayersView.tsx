import { useMemo, useRef } from 'react';
import { layersAreFinite, layersFigure, type LayersInput, layersTable, layersText, oneCostsMore } from '../../plots/figures/layers.ts';
import { Plot, type PlotHandle } from '../../plots/Plot.tsx';
import { LAYERS_SETTINGS } from '../../state/figures/layers.ts';
import type { View } from '../../state/view.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { choiceMenu } from '../fields/choice-menu.ts';
import { labelOf } from '../fields/label-of.ts';
import { SegmentedSetting } from '../fields/SegmentedSetting.tsx';
import { EmptyFigure, FigureStatus, NotFiniteFigure } from '../figure/FigureState.tsx';
import { FigureFrame } from '../figure/FigureFrame.tsx';
import { usePathNote } from '../figure/use-note.ts';
import { Term } from '../help/Term.tsx';
import { useApp, useRun } from '../use-app.ts';
import { useFigureTheme } from '../use-theme.ts';

function useOptions(view: View['layers']): MenuGroup[] {
  const run = useRun();
  const set = (patch: Partial<View['layers']>): void => run('setView', { layers: patch });
  return [
    choiceMenu(LAYERS_SETTINGS.schedule, view.schedule, (schedule) => set({ schedule })),
    choiceMenu(LAYERS_SETTINGS.into, view.into, (into) => set({ into }), ['both', 'A', 'B']),
    choiceMenu(LAYERS_SETTINGS.metric, view.metric, (metric) => set({ metric })),
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
  const note = usePathNote(
    split,
    `${view.metric === 'loss' ? 'loss' : 'error'}, ${labelOf(LAYERS_SETTINGS.schedule, view.schedule)}, ${view.along === 'midpoint' ? 'at α = ½ against the mean of the ends' : 'against the chord between the ends'}; cells within twice the standard error over examples of 0 have no colour`,
  );
  const finite = input !== null && layersAreFinite(input);
  return (
    <FigureFrame
      name="layers"
      title="Layers"
      caption={<Term id="layer-barrier">barrier by layer</Term>}
      controls={<SegmentedSetting setting={LAYERS_SETTINGS.along} value={view.along} onChange={(along) => run('setView', { layers: { along } })} />}
      options={useOptions(view)}
      picture={finite ? picture : []}
      table={input === null ? null : () => layersTable(input)}
      note={figure === null ? null : note}
      text={input === null ? 'No layer barriers yet.' : layersText(input)}
    >
      {figure === null || input === null ? (
        <EmptyFigure waitsFor="pair" />
      ) : finite ? (
        <Plot
          figure={figure}
          label="Barrier by layer"
          describedBy="layers-text"
          handle={picture}
          themed={(other) => layersFigure({ ...input, theme: other })}
        />
      ) : (
        <NotFiniteFigure what={view.metric === 'loss' ? 'loss' : 'error'} />
      )}
      {input !== null && oneCostsMore(input) && (
        <p className="figure-note">
          <Term id="one-layer-more">why one layer alone can cost more than all</Term>
        </p>
      )}
      <FigureStatus work={work} what="Computing layer barriers" />
    </FigureFrame>
  );
}
