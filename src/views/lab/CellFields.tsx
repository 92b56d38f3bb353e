import { useMemo } from 'react';
import { columnName } from '../../plots/figures/barriers.ts';
import { gridPanels, type GridPanel } from '../../plots/draw/layer-panels.ts';
import { shownCell, type LabCell } from '../../state/figures/barriers.ts';
import { Select } from '../../ui/fields/Select.tsx';
import { useApp, useRun } from '../use-app.ts';
import { lastOfEach as epochsOfRoles } from '../../state/pairs/epochs.ts';

function panelId({ path, into }: Pick<GridPanel, 'path' | 'into'>): string {
  return `${path} ${into}`;
}

/** A cell of the barrier heatmap by keyboard: panel, row and column. */
export function CellFields() {
  const run = useRun();
  const series = useApp((state) => state.figures.barriers.result);
  const columns = useApp((state) => state.view.lab.barriers.columns);
  const cell = useApp((state) => state.view.lab.barriers.cell);
  const paths = useApp((state) => state.view.lab.paths);
  const lastOfEach = useApp(epochsOfRoles);
  const panels = useMemo(
    () => (series === null ? [] : gridPanels(series, { metric: 'loss', reference: 'full', columns, replaced: false, pair: 0 })),
    [series, columns],
  );
  const [first] = panels as readonly (GridPanel | undefined)[];
  if (first === undefined) return null;
  const chosen: LabCell =
    cell !== null ? shownCell(cell, paths, first.columns.length) : { path: first.path, into: first.into, row: 0, column: first.columns.length - 1 };
  const set = (patch: Partial<LabCell>): void => run('showCell', { cell: { ...chosen, ...patch } });
  return (
    <div className="cell-fields">
      <Select
        bare
        label="Panel"
        value={panelId(chosen)}
        choices={panels.map((panel) => ({ value: panelId(panel), label: `${panel.path}, into ${panel.into}` }))}
        onChange={(next) => {
          const panel = panels.find((entry) => panelId(entry) === next);
          if (panel !== undefined) set({ path: panel.path, into: panel.into });
        }}
      />
      <Select
        bare
        label="Layers"
        value={String(chosen.row)}
        choices={first.names.map((label, row) => ({ value: String(row), label }))}
        onChange={(row) => set({ row: Number(row) })}
      />
      <Select
        bare
        label="Column"
        value={String(chosen.column)}
        choices={first.columns.map((value, column) => ({ value: String(column), label: columnName(value, { columns, lastOfEach }) }))}
        onChange={(column) => set({ column: Number(column) })}
      />
    </div>
  );
}
