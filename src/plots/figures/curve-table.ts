/** The numbers of the path: every curve, and its barriers under all three definitions. */
import type { BarrierDefinition } from '../../landscape/results.ts';
import type { NumberTable } from '../draw/table.ts';
import { barrierOf, type CurvePair, curveValues, type Metric } from './curve.ts';

/** α, then loss and accuracy of every curve; the barriers of all three definitions follow in rows of their own. */
export function curveTable(naive: CurvePair, aligned: CurvePair | null): NumberTable {
  const curves = [
    { name: 'naive test', curve: naive.test },
    { name: 'naive train', curve: naive.train },
    ...(aligned === null
      ? []
      : [
          { name: 'aligned test', curve: aligned.test },
          { name: 'aligned train', curve: aligned.train },
        ]),
  ];
  const metrics: readonly Metric[] = ['loss', 'accuracy'];
  const columns = metrics.flatMap((metric) => curves.map((entry) => ({ ...entry, metric })));
  const definitions: readonly BarrierDefinition[] = ['lerp', 'mean', 'max'];
  return {
    title: 'curve',
    columns: ['alpha (0 = A, 1 = B)', ...columns.map(({ name, metric }) => `${name} ${metric}${metric === 'loss' ? ' (nats)' : ' (a part of 1)'}`)],
    rows: [
      ...Array.from(naive.test.alpha, (alpha, i) => [alpha, ...columns.map(({ curve, metric }) => curveValues(curve, metric)[i])]),
      ...definitions.map((definition) => [
        `barrier (${definition})`,
        ...columns.map(({ curve, metric }) => barrierOf(curve, metric).barrier[definition]),
      ]),
      ...definitions.map((definition) => [
        `barrier at alpha (${definition})`,
        ...columns.map(({ curve, metric }) => barrierOf(curve, metric).at[definition]),
      ]),
      ...definitions.map((definition) => [
        `standard error of the barrier (${definition})`,
        ...columns.map(({ curve, metric }) => barrierOf(curve, metric).se[definition]),
      ]),
    ],
  };
}
