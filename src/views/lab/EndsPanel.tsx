import { useMemo } from 'react';
import { formatNumber, formatPercent } from '../../base/format.ts';
import { shownEnds } from '../../state/figures/sentences/sentence.ts';
import type { EndQuality } from '../../state/pairs/ends.ts';
import { useApp } from '../use-app.ts';

/** The ends of every pair at the last epoch: barriers are measured against their mean, so their quality matters. */
export function EndsPanel() {
  const figures = useApp((state) => state.figures);
  const view = useApp((state) => state.view);
  const settled = useApp((state) => state.figures[state.view.lab.figure].status === 'done');
  const ends = useMemo(() => shownEnds({ figures, view }), [figures, view]);
  if (ends === null) return null;
  const number = ({ loss, accuracy }: EndQuality): string =>
    !settled && !Number.isFinite(loss) ? '…' : `${formatNumber(loss)} · ${formatPercent(accuracy)}`;
  return (
    <section className="panel" aria-labelledby="ends-title">
      <h2 id="ends-title">
        Ends <span className="figure-caption">{ends.split} loss · accuracy</span>
      </h2>
      <table className="ends">
        <caption className="visually-hidden">{ends.split} loss and accuracy of the ends of every pair</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {ends.pairs.map(({ name, a, b }, pair) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {ends.pairs.length === 1 ? name : `pair ${pair + 1}`}
              </th>
              <td>{number(a)}</td>
              <td>{number(b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
