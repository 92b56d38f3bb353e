import { formatCount, formatNumber } from '../base/format.ts';
import './Table.css';

export interface TableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Three digits, of a count all. */
function shown(cell: number): string {
  return Number.isInteger(cell) ? formatCount(cell) : formatNumber(cell);
}

/** A plain table that scrolls under its heading. Numbers are set right and in three digits; pointing at one tells all of them. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" className={typeof rows[0]?.[index] === 'number' ? 'number' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows have no name of their own and never move.
            <tr key={index}>
              {row.map((cell, column) => (
                <td
                  key={columns[column]}
                  className={typeof cell === 'number' ? 'number' : ''}
                  title={typeof cell === 'number' && !Number.isInteger(cell) ? String(cell) : undefined}
                >
                  {typeof cell === 'number' ? shown(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
