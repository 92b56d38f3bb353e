import { formatCount } from '../../base/format.ts';
import { type NumberTable, toCsv } from '../../plots/draw/table.ts';
import { saveFile } from '../../state/browser.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Table } from '../../ui/Table.tsx';

const SHOWN = 300;

/** The numbers of a figure in three digits; long tables show their head. The file holds all rows and all digits. */
export function TableDialog({ table, title, onClose }: { table: NumberTable; title: string; onClose: () => void }) {
  const rows = table.rows.slice(0, SHOWN);
  return (
    <Dialog title={`${title}: numbers`} open onClose={onClose} size="large">
      <Table caption={title} columns={table.columns} rows={rows} />
      <div className="dialog-actions">
        <p className="quiet-text">
          {table.rows.length > SHOWN
            ? `The first ${SHOWN} of ${formatCount(table.rows.length)} rows, in three digits; the file holds all rows and all digits.`
            : 'In three digits; the file holds all of them.'}
        </p>
        <Button onPress={() => saveFile(`ridgeline-${table.title}.csv`, new Blob([toCsv(table)], { type: 'text/csv' }))}>Download CSV</Button>
      </div>
    </Dialog>
  );
}
