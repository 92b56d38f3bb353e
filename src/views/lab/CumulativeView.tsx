import { useMemo } from 'react';
import { cumulativeFigure, cumulativeTable, cumulativeText } from '../../plots/figures/cumulative.ts';
import { layerGridFigure, layerGridTable } from '../../plots/figures/barriers.ts';
import type { GridChoice } from '../../plots/draw/layer-panels.ts';
import type { LabView } from '../../state/view.ts';
import { CUMULATIVE_SETTINGS } from '../../state/figures/cumulative.ts';
import { SegmentedSetting } from '../fields/SegmentedSetting.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useApp, useRun } from '../use-app.ts';
import { useGridNote } from '../figure/use-note.ts';
import { LabEmpty } from './LabEmpty.tsx';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice, PathsChoice } from './LabSettings.tsx';
import { PairChoiceBar } from './PairChoiceBar.tsx';

type Settings = LabView['cumulative'];

function SequenceFields({ view }: { view: Settings }) {
  const run = useRun();
  const { sequence, seed, window, drawing } = CUMULATIVE_SETTINGS;
  const set = (cumulative: Partial<Settings>): void => run('setView', { lab: { cumulative } });
  return (
    <>
      <SettingField setting={sequence} value={view.sequence} onChange={(next) => set({ sequence: next })} />
      {view.sequence === 'random' && <SettingField setting={seed} value={view.seed} onChange={(next) => set({ seed: next })} />}
      {view.sequence === 'window' && <SettingField setting={window} value={view.window} onChange={(next) => set({ window: next })} />}
      <SegmentedSetting setting={drawing} value={view.drawing} onChange={(next) => set({ drawing: next })} />
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
  const note = useGridNote(series, pair, `${metric}, α = ½, against the mean of the full ends`, view.drawing === 'curves' ? 'curves' : 'cells');
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
      note={note}
      text={series === null ? 'No cumulative barriers yet.' : cumulativeText({ series, metric, pair, reference: 'full', epoch: null })}
    />
  );
}
