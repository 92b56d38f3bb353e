import type { CSSProperties } from 'react';

/** True class by row, predicted by column; the diagonal is right. `counts`: [classes, classes] row-major. */
export function Confusion({ classNames, counts }: { classNames: readonly string[]; counts: Int32Array }) {
  const n = classNames.length;
  const totals = classNames.map((_, row) => counts.subarray(row * n, (row + 1) * n).reduce((sum, value) => sum + value, 0));
  return (
    <div className="confusion-scroll" tabIndex={0} role="region" aria-label="Confusion matrix">
      <table className="confusion">
        <caption>true class by row, predicted by column</caption>
        <thead>
          <tr>
            <td />
            {classNames.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classNames.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {classNames.map((other, column) => {
                const count = counts[row * n + column];
                const share = totals[row] === 0 ? 0 : count / totals[row];
                return (
                  <td key={other} className={row === column ? 'hit' : 'miss'} style={{ '--share': share } as CSSProperties}>
                    {count === 0 ? '' : count}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
