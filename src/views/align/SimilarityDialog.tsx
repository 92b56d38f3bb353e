import { useMemo, useState } from 'react';
import type { Alignment } from '../../landscape/results.ts';
import { formatNumber } from '../../base/format.ts';
import { Plot } from '../../plots/Plot.tsx';
import { similarityFigure, similarityTable } from '../../plots/figures/similarity.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TableDialog } from '../figure/TableDialog.tsx';
import { useFigureTheme } from '../use-theme.ts';
import './align.css';

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export interface SimilarityDialogProps {
  readonly report: Alignment;
  readonly onClose: () => void;
}

/** The permutation as a picture. */
export function SimilarityDialog({ report, onClose }: SimilarityDialogProps) {
  const theme = useFigureTheme(false);
  const input = useMemo(() => ({ before: report.similarityBefore, after: report.similarityAfter, permutations: report.permutations }), [report]);
  const figure = useMemo(() => similarityFigure({ ...input, theme }), [input, theme]);
  const [table, setTable] = useState(false);
  const layers = report.similarityAfter.map(
    (after, index) =>
      `Hidden layer ${index + 1}: mean cosine ${formatNumber(mean(report.similarityBefore[index]))} before, ${formatNumber(mean(after))} after.`,
  );
  return (
    <Dialog title="Which neurons match" open onClose={onClose} size="large">
      <p>
        How alike each neuron of A and the neuron of B in its place are: hollow before matching, filled after. 1 is the same direction, 0 unrelated.
      </p>
      <div className="similarity">
        <Plot figure={figure} label="Similarity of matched neurons" describedBy="similarity-text" />
      </div>
      <p id="similarity-text" className="quiet-text">
        {layers.join(' ')} Point at a dot to read which unit of B stands in the place of which unit of A.
      </p>
      <div className="dialog-actions">
        <Button onPress={() => setTable(true)}>All units</Button>
      </div>
      {table && <TableDialog table={similarityTable(input, report.signs)} title="Matched units" onClose={() => setTable(false)} />}
    </Dialog>
  );
}
