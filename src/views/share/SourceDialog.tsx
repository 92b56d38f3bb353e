import { formatBytes } from '../../base/format.ts';
import type { SourceQuestion } from '../../state/bundle/source.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useApp, useRun } from '../use-app.ts';

function sizeText({ host, size }: SourceQuestion): string {
  const told = size?.bytes == null ? 'It does not tell how large the file is; at most 100 MB are read.' : `The file has ${formatBytes(size.bytes)}.`;
  return size?.movedTo == null ? told : `${host} passes the request on to ${size.movedTo}. ${told}`;
}

/** Asks before another host is asked for a bundle, and again when its size is known. */
export function SourceDialog() {
  const run = useRun();
  const question = useApp((state) => state.source);
  if (question === null) return null;
  const { host, address, step } = question;
  const answer = (accept: boolean): void => run('answerSource', { accept });
  return (
    <Dialog title={`Open a bundle from ${host}?`} open onClose={() => answer(false)}>
      <p>
        The link names a bundle at another host: <b>{host}</b>. {step === 'host' ? 'It was not asked for anything yet.' : null}
      </p>
      <p className="quiet-text source-address">{address}</p>
      <p aria-live="polite">
        {step === 'host'
          ? 'Looking it up tells that host your network address, as opening any page does, and nothing else: no cookies, nothing of what is in this browser.'
          : step === 'looking'
            ? 'Looking it up…'
            : sizeText(question)}
      </p>
      <div className="dialog-actions">
        <Button onPress={() => answer(false)}>Do not open</Button>
        {step === 'size' ? (
          <Button variant="primary" onPress={() => answer(true)}>
            Open
          </Button>
        ) : (
          <Button variant="primary" disabled={step === 'looking'} onPress={() => answer(true)}>
            Look it up
          </Button>
        )}
      </div>
    </Dialog>
  );
}
