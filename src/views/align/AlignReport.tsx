import type { Alignment, MatchingRun } from '../../landscape/results.ts';
import { formatCount, formatNumber } from '../../base/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Term } from '../help/Term.tsx';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const STARTS: Readonly<Record<MatchingRun['start'], string>> = {
  identity: 'from the identity',
  activation: 'from activation matching',
  kick: 'kicked from the best before',
};

/** What the matching of B did, in four numbers; the picture behind a button. */
export function AlignReport({ report, onPicture }: { report: Alignment; onPicture: () => void }) {
  const units = sum(report.permutations.map((permutation) => permutation.length));
  const spread =
    report.runs.length > 1
      ? `${formatNumber(Math.min(...report.runs))} to ${formatNumber(Math.max(...report.runs))} over ${report.runs.length} runs`
      : null;
  return (
    <>
      <dl className="facts report" data-testid="align-report">
        <dt>
          <Term id="distance">Distance</Term> A to B
        </dt>
        <dd title={spread ?? undefined}>
          {formatNumber(report.distanceBefore)} → <b>{formatNumber(report.distanceAfter)}</b>
        </dd>
        <dt>Neurons moved</dt>
        <dd>
          {formatCount(sum(report.moved))} of {formatCount(units)}
        </dd>
        {report.sweeps > 0 && (
          <>
            <dt>Sweeps</dt>
            <dd>
              {report.sweeps}
              {report.runs.length > 1 && `, best of ${report.runs.length}`}
            </dd>
          </>
        )}
        {report.won !== null && report.runs.length > 1 && (
          <>
            <dt>Nearest run</dt>
            <dd>
              {report.won.run + 1} of {report.runs.length}, {STARTS[report.won.start]}
            </dd>
          </>
        )}
        <dt>
          <Term id="function-change">Output change</Term>
        </dt>
        <dd>{report.functionChange === null ? 'not measured' : formatNumber(report.functionChange)}</dd>
      </dl>
      <Button variant="link" onPress={onPicture}>
        Which neurons match
      </Button>
    </>
  );
}
