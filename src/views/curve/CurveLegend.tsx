import { formatNumber, formatPercent } from '../../base/format.ts';
import { barrierOf } from '../../plots/figures/curve.ts';
import type { Metric } from '../../state/experiment.ts';
import type { CurveFigure } from '../../state/figures/curve.ts';
import type { View } from '../../state/view.ts';
import { Term } from '../help/Term.tsx';

const NAMES = { lerp: 'above the chord', mean: 'above the mean of the ends', max: 'above the worse end' } as const;

interface CurveLegendProps {
  readonly result: CurveFigure;
  readonly metric: Metric;
  readonly definition: View['curve']['definition'];
}

/** Which line is which, and the barriers in numbers with the definition in use. */
export function CurveLegend({ result, metric, definition }: CurveLegendProps) {
  const number = (value: number): string => (metric === 'loss' ? formatNumber(value) : formatPercent(value));
  const barrier = (kind: 'naive' | 'aligned'): string | null => {
    const pair = result[kind];
    return pair === null ? null : number(barrierOf(pair.test, metric).barrier[definition]);
  };
  const aligned = barrier('aligned');
  return (
    <div className="legend">
      <span className="legend-key naive">naive</span>
      {aligned !== null && <span className="legend-key aligned">aligned</span>}
      <span className="legend-key thin">thin: train</span>
      <span className="legend-numbers">
        test <Term id={`barrier-${definition}`}>barrier</Term> {NAMES[definition]}: naive <b data-testid="barrier-naive">{barrier('naive')}</b>
        {aligned !== null && (
          <>
            , aligned <b data-testid="barrier-aligned">{aligned}</b>
          </>
        )}
      </span>
    </div>
  );
}
