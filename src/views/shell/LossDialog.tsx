import { useEffect } from 'react';
import type { ActionName } from '../../state/actions/action.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useAction, useApp, useAppHandle, useRun } from '../use-app.ts';

/** Asks before a key ends work for good. It goes by itself when there is nothing to lose any more. */
export function LossDialog({ name, onClose }: { name: ActionName; onClose: () => void }) {
  const app = useAppHandle();
  const run = useRun();
  const loss = useApp(() => app.actions().find((action) => action.name === name)?.loses ?? null);
  const pausing = useAction('pauseTraining');
  useEffect(() => {
    if (loss === null) onClose();
  }, [loss, onClose]);
  if (loss === null) return null;
  const stop = (): void => {
    run(name);
    onClose();
  };
  const pause = (): void => {
    run('pauseTraining');
    onClose();
  };
  return (
    <Dialog title={loss.question} open onClose={onClose}>
      <p>{loss.text}</p>
      <div className="dialog-actions">
        <Button onPress={stop}>{loss.confirm}</Button>
        {name === 'cancel' && pausing.enabled && <Button onPress={pause}>Pause</Button>}
        <Button variant="primary" onPress={onClose} autoFocus>
          Go on
        </Button>
      </div>
    </Dialog>
  );
}
