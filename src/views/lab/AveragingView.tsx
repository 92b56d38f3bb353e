import { useMemo } from 'react';
import { averagingFigure, averagingTable, averagingText } from '../../plots/figures/averaging.ts';
import { AVERAGING_SETTINGS } from '../../state/figures/averaging.ts';
import { TextField } from '../../ui/fields/TextField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { LabEmpty } from './LabEmpty.tsx';
import { usePairNote } from '../figure/use-note.ts';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice, PathsChoice } from './LabSettings.tsx';
import { layerListText, parseLayerList } from './layer-list.ts';
import { PairSelect } from './OnePairFields.tsx';

/** The chosen layers, averaged while the others stay their client's own. */
function LayersField() {
  const run = useRun();
  const layers = useApp((state) => state.view.lab.averaging.layers);
  const k = useApp((state) => (state.networks.find(({ id }) => id === state.roles.A)?.architecture.hidden.length ?? 12) + 1);
  return (
    <TextField
      label={AVERAGING_SETTINGS.layers.label}
      value={layerListText(layers ?? Array.from({ length: Math.max(1, k - 1) }, (_, l) => l))}
      note={`of ${k}; the others stay the client’s own`}
      check={(text) => {
        const read = parseLayerList(text, k);
        return typeof read === 'string' ? read : null;
      }}
      onCommit={(text) => {
        const read = parseLayerList(text, k);
        if (typeof read !== 'string') run('setView', { lab: { averaging: { layers: read } } });
      }}
    />
  );
}

/** Two clients and their averages on each half of the data, on the whole, and on the test split. */
export function AveragingView() {
  const work = useApp((state) => state.figures.averaging);
  const metric = useApp((state) => state.view.lab.metric);
  const figure = work.result;
  const pictures = useMemo(
    (): LabPicture[] =>
      figure === null || (figure.naive === null && figure.aligned === null)
        ? []
        : [
            {
              name: '',
              make: (width, theme) => averagingFigure({ naive: figure.naive, aligned: figure.aligned, sets: figure.sets, metric, width, theme }),
            },
          ],
    [figure, metric],
  );
  const note = usePairNote(figure?.pairName ?? null, null, `${metric} on each set of examples, ± its standard error over them`);
  return (
    <LabFrame
      figure="averaging"
      note={note}
      work={work}
      busy="Averaging clients"
      controls={<PathsChoice />}
      settings={
        <>
          <PairSelect figure={figure} />
          <LayersField />
          <MetricChoice />
          {figure !== null && figure.halves === 'random' && (
            <p className="quiet-text">
              The halves are drawn for this figure: neither network is known to have learnt from one alone. Choose “halves of the data” under Pairs
              for clients that know only their own.
            </p>
          )}
        </>
      }
      pictures={pictures}
      empty={<LabEmpty />}
      table={figure === null ? null : () => averagingTable({ ...figure, metric })}
      text={figure === null ? 'Nothing averaged yet.' : averagingText({ ...figure, metric })}
    />
  );
}
