import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useApp, useRun } from '../use-app.ts';
import { NetworksReading } from './NetworksReading.tsx';
import { TableReading } from './TableReading.tsx';
import './reading.css';

/** Asks how dropped files are read where they do not say it: what was understood, to be corrected, and then Import or Cancel. */
export function ReadingDialog() {
  const run = useRun();
  const question = useApp((state) => state.question);
  if (question === null) return null;
  const { networks, table } = question;
  const waits = table !== null && table.understood === null;
  const broken = table !== null && table.fault !== null;
  const cancel = (): void => run('answerReading', { accept: false });
  return (
    <Dialog title="Check how the files are read" open onClose={cancel}>
      {networks !== null && <NetworksReading question={networks} />}
      {table !== null && <TableReading question={table} />}
      <div className="dialog-actions">
        <Button onPress={cancel}>Cancel</Button>
        <Button
          variant="primary"
          label="Import as read"
          onPress={() => run('answerReading', { accept: true })}
          disabled={waits || broken}
          hint={waits ? 'The file is being read.' : broken ? 'The file cannot be read in this way.' : null}
        >
          Import
        </Button>
      </div>
    </Dialog>
  );
}
