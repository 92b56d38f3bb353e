import { useMemo } from 'react';
import { cumulativeFigure, cumulativeTable, cumulativeText } from '../../plots/figures/cumulative.ts';
import { layerGridFigure, layerGridTable } from '../../plots/figures/barriers.ts';
import type { GridChoice } from '../../plots/draw/layer-panels.ts';
import type { LabView } from '../../state/view.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { useApp, useRun } from '../use-app.ts';
import { LabEmpty } from './LabEmpty.tsx';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice, PathsChoice } from './LabSettings.tsx';
import { PairChoiceBar } from './PairChoiceBar.tsx';

type Settings = LabView['cumulative'];

const SEQUENCES: readonly { readonly value: Settings['sequence']; readonly label: string; readonly note: string }[] = [
  { value: 'fromInput', label: 'from the input', note: 'layers 1 to l' },
  { value: 'fromOutput', label: 'from the output', note: 'layers l to k' },
  { value: 'random', label: 'in a random order', note: 'a control: is it the place, or the number?' },
  { value: 'window', label: 'a sliding window', note: 'w neighbouring layers' },
];

function SequenceFields({ view }: { view: Settings }) {
  const run = useRun();
  const set = (cumulative: Partial<Settings>): void => run('setView', { lab: { cumulative } });
  return (
    <>
      <Select label="Layers join" value={view.sequence} choices={SEQUENCES} onChange={(sequence) => set({ sequence })} />
      {view.sequence === 'random' && (
        <NumberField label="Seed of the order" whole min={0} max={999_999_999} value={view.seed} onCommit={(seed) => set({ seed })} />
      )}
      {view.sequence === 'window' && (
        <NumberField label="Layers in the window" whole min={1} max={13} value={view.window} onCommit={(window) => set({ window })} />
      )}
      <Segmented<Settings['drawing']>
        label="Drawing"
        value={view.drawing}
        segments={[
          { value: 'curves', label: 'curves' },
          { value: 'heatmap', label: 'over training' },
        ]}
        onChange={(drawing) => set({ drawing })}
      />
    </>
  );
}

/** Barriers of more and more layers together. */
export function CumulativeView() {
  const work = useApp((state) => state.figures.cumulative);
  const view = useApp((state) => state.view.lab.cumulative);
  const metric = useApp((state) => state.view.lab.metric);
  const pair = useApp((state) => state.view.lab.pair);
  const series = work.result;
  const settled = work.status === 'done';
  const choice = useMemo((): GridChoice => ({ metric, pair, reference: 'full', columns: 'epochs', replaced: false }), [metric, pair]);
  const pictures = useMemo((): LabPicture[] => {
    if (series === null) return [];
    const make: LabPicture['make'] =
      view.drawing === 'curves'
        ? (width, theme) => cumulativeFigure({ series, metric, pair, reference: 'full', epoch: null, width, theme })
        : (width, theme) => layerGridFigure({ ...choice, series, settled, cell: null, width, theme });
    return [{ name: '', make }];
  }, [series, view.drawing, metric, pair, choice, settled]);
  return (
    <LabFrame
      figure="cumulative"
      work={work}
      busy="Measuring layers together"
      controls={<PathsChoice />}
      settings={
        <>
          <SequenceFields view={view} />
          <MetricChoice />
          <PairChoiceBar pairs={series?.pairs ?? []} />
        </>
      }
      pictures={pictures}
      empty={<LabEmpty />}
      table={
        series === null
          ? null
          : () =>
              view.drawing === 'curves' ? cumulativeTable({ series, metric, pair, reference: 'full', epoch: null }) : layerGridTable(series, choice)
      }
      text={series === null ? 'No cumulative barriers yet.' : cumulativeText({ series, metric, pair, reference: 'full', epoch: null })}
    />
  );
}
