import { useMemo } from 'react';
import { layerGridFigure, layerGridTable, layerGridText } from '../../plots/figures/barriers.ts';
import { gridPanels, type GridChoice } from '../../plots/draw/layer-panels.ts';
import { BARRIERS_SETTINGS, shownCell } from '../../state/figures/barriers.ts';
import type { LabView } from '../../state/view.ts';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { choiceMenu } from '../fields/choice-menu.ts';
import { SegmentedSetting } from '../fields/SegmentedSetting.tsx';
import { useApp, useRun } from '../use-app.ts';
import { referenceWords } from '../../state/figures/decomposition.ts';
import { lastOfEach as epochsOfRoles } from '../../state/pairs/epochs.ts';
import { useGridNote } from '../figure/use-note.ts';
import { LabEmpty } from './LabEmpty.tsx';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice, PathsChoice } from './LabSettings.tsx';
import { PairChoiceBar } from './PairChoiceBar.tsx';

function useOptions(view: LabView['barriers']): MenuGroup[] {
  const run = useRun();
  const set = (barriers: Partial<LabView['barriers']>): void => run('setView', { lab: { barriers } });
  return [
    choiceMenu(BARRIERS_SETTINGS.reference, view.reference, (reference) => set({ reference })),
    {
      title: BARRIERS_SETTINGS.replaced.label,
      entries: [
        { id: 'averaged', label: 'averaged (α = ½)', checked: !view.replaced, onAction: () => set({ replaced: false }) },
        {
          id: 'replaced',
          label: 'fully replaced',
          note: 'the other network’s layer, whole',
          checked: view.replaced,
          onAction: () => set({ replaced: true }),
        },
      ],
    },
    {
      title: BARRIERS_SETTINGS.most.label,
      entries: [6, 11, 21].map((most) => ({ id: String(most), label: String(most), checked: view.most === most, onAction: () => set({ most }) })),
    },
  ];
}

/** Barriers of single layers, over the recorded epochs or along the path. */
export function BarriersView() {
  const run = useRun();
  const work = useApp((state) => state.figures.barriers);
  const view = useApp((state) => state.view.lab.barriers);
  const metric = useApp((state) => state.view.lab.metric);
  const pair = useApp((state) => state.view.lab.pair);
  const paths = useApp((state) => state.view.lab.paths);
  const series = work.result;
  const settled = work.status === 'done';
  const lastOfEach = useApp(epochsOfRoles);
  const choice = useMemo(
    (): GridChoice => ({ metric, pair, reference: view.reference, columns: view.columns, replaced: view.replaced, lastOfEach }),
    [metric, pair, lastOfEach, view.reference, view.columns, view.replaced],
  );
  const panels = useMemo(() => (series === null ? [] : gridPanels(series, choice)), [series, choice]);
  const pictures = useMemo((): LabPicture[] => {
    if (series === null || panels.length === 0) return [];
    const cell = view.cell === null ? null : shownCell(view.cell, paths, panels[0].columns.length);
    return [{ name: '', make: (width, theme) => layerGridFigure({ ...choice, series, settled, cell, width, theme }) }];
  }, [series, panels, choice, settled, view.cell, paths]);
  const where = view.columns === 'alpha' ? 'along α' : view.replaced ? 'layers replaced' : 'α = ½';
  const against = referenceWords(view.reference, view.replaced && view.columns === 'epochs');
  const note = useGridNote(series, pair, `${metric}, ${where}, against ${against}`, 'cells');
  const onCell = (trace: number, column: number, row: number): void => {
    const panel = panels.at(trace);
    if (panel !== undefined) run('showCell', { cell: { path: panel.path, into: panel.into, row, column } });
  };
  return (
    <LabFrame
      figure="barriers"
      work={work}
      busy="Measuring layer barriers"
      controls={<PathsChoice />}
      settings={
        <>
          <SegmentedSetting
            setting={BARRIERS_SETTINGS.columns}
            value={view.columns}
            onChange={(columns) => run('setView', { lab: { barriers: { columns, cell: null } } })}
          />
          <MetricChoice />
          <PairChoiceBar pairs={series?.pairs ?? []} />
        </>
      }
      options={useOptions(view)}
      pictures={pictures}
      empty={<LabEmpty />}
      table={series === null ? null : () => layerGridTable(series, choice)}
      note={note}
      text={series === null ? 'No layer barriers yet.' : layerGridText(series, choice)}
      interactions={[{ onCell }]}
    />
  );
}
