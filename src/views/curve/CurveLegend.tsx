import type { Split } from '../../datasets/dataset.ts';
import { barrierText } from '../../plots/figures/curve.ts';
import type { Metric } from '../../state/experiment.ts';
import type { CurveFigure } from '../../state/figures/curve.ts';
import type { View } from '../../state/view.ts';
import { Term } from '../help/Term.tsx';

const BELOW = { lerp: 'below the chord', mean: 'below the mean of the ends', max: 'below the worse end' } as const;
const NAMES = { lerp: 'above the chord', mean: 'above the mean of the ends', max: 'above the worse end' } as const;

interface CurveLegendProps {
  readonly result: CurveFigure;
  readonly split: Split;
  readonly metric: Metric;
  readonly definition: View['curve']['definition'];
}

/** Which line is which, and beside each its barrier with its standard error, under the definition in use. */
export function CurveLegend({ result, split, metric, definition }: CurveLegendProps) {
  const barrier = (kind: 'naive' | 'aligned'): string | null => {
    const pair = result[kind];
    return pair === null ? null : barrierText(pair[split], metric, definition);
  };
  const aligned = barrier('aligned');
  return (
    <div className="legend">
      <span className="legend-quantity">
        {split} <Term id={`barrier-${definition}`}>{metric === 'loss' ? 'barrier' : 'drop of the accuracy'}</Term>{' '}
        {(metric === 'loss' ? NAMES : BELOW)[definition]}:
      </span>
      <span className="legend-key naive">
        naive <b data-testid="barrier-naive">{barrier('naive')}</b>
      </span>
      {aligned !== null && (
        <span className="legend-key aligned">
          aligned <b data-testid="barrier-aligned">{aligned}</b>
        </span>
      )}
      <span className="legend-key thin">thin: {split === 'test' ? 'train' : 'test'}</span>
    </div>
  );
}
