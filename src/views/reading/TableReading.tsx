import { columnText, shownChoice, type TableQuestion } from '../../state/data/reading-question.ts';
import { SETTINGS } from '../../state/settings.ts';
import { Progress } from '../../ui/Progress.tsx';
import { Select, type Choice } from '../../ui/fields/Select.tsx';
import { Table } from '../../ui/Table.tsx';
import { SettingField } from '../fields/SettingField.tsx';
import { useRun } from '../use-app.ts';

/** More make the list slow; the others can be named in the data's settings. */
const MOST_OFFERED = 200;

function columnTitle({ preview }: TableQuestion, column: number): string {
  const { columns, label, firstColumn } = preview;
  const name = columns[column] === `column ${column + 1}` ? columns[column] : `${column + 1}: ${columns[column]}`;
  if (column === label) return `${name} (label)`;
  return column === 0 && firstColumn === 'out' ? `${name} (left out)` : name;
}

function columnChoices(question: TableQuestion): Choice<string>[] {
  const { columns } = question.preview;
  const { label } = shownChoice(question);
  return columns.flatMap((name, i) =>
    i < MOST_OFFERED || i === label || i === columns.length - 1 ? [{ value: String(i), label: `${i + 1}: ${name}` }] : [],
  );
}

/** The first rows of a table, and how it is read: every part can be corrected, and the file is then read anew. */
export function TableReading({ question }: { question: TableQuestion }) {
  const run = useRun();
  const { file, preview, understood, fault } = question;
  const { header, decimal, firstColumn, labelColumn } = SETTINGS.data.file;
  const chosen = shownChoice(question);
  const shown = preview.rows[0]?.cells.length ?? 0;
  const more = preview.columns.length - shown;
  return (
    <section className="reading" aria-label="Table">
      <h3>{file.name}</h3>
      <p className="quiet-text">This table can be meant in more than one way. What is corrected here is read anew.</p>
      <Table
        caption={`First rows of ${file.name}`}
        columns={['row', ...Array.from({ length: shown }, (_, column) => columnTitle(question, column))]}
        rows={preview.rows.map(({ row, cells }, i) => [i === 0 && preview.header === 'yes' ? `${row} (header)` : String(row), ...cells])}
      />
      {more > 0 && <p className="quiet-text">{more === 1 ? 'One more column is' : `${more} more columns are`} not shown.</p>}
      <div className="reading-fields">
        <SettingField
          setting={header}
          offered={['yes', 'no']}
          value={chosen.header}
          onChange={(next) => run('correctReading', { table: { header: next } })}
        />
        <Select
          label={labelColumn.label}
          hint={labelColumn.explanation}
          value={String(chosen.label)}
          choices={columnChoices(question)}
          onChange={(column) => run('correctReading', { table: { labelColumn: columnText(preview.columns, Number(column)) } })}
        />
        <SettingField
          setting={firstColumn}
          offered={['in', 'out']}
          value={chosen.firstColumn}
          onChange={(next) => run('correctReading', { table: { firstColumn: next } })}
        />
        <SettingField
          setting={decimal}
          offered={['point', 'comma']}
          value={chosen.decimal}
          onChange={(next) => run('correctReading', { table: { decimal: next } })}
        />
      </div>
      {fault !== null && (
        <p className="inline-error" role="alert">
          {fault}
        </p>
      )}
      {understood === null && <Progress label="Reading the whole file" done={0} total={0} />}
      {fault === null && understood?.map((sentence) => <p key={sentence}>{sentence}</p>)}
    </section>
  );
}
