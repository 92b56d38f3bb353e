/** Working without network: what lies in this browser, and fetching the rest beforehand. */
import { useEffect } from 'react';
import { formatFixed } from '../../base/format.ts';
import type { KeptData } from '../../compute/protocol.ts';
import { KEPT_NAMES, verdict } from '../../state/offline/verdict.ts';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';
import './offline.css';

function DataRow({ data: { id, bytes, kept, host } }: { data: KeptData }) {
  const run = useRun();
  const { enabled, reason } = useAction('prepareOffline');
  return (
    <li>
      <span>
        <b>{KEPT_NAMES[id]}</b>, {formatFixed(bytes / 1e6, 1)} MB
        {host !== null && <span className="quiet-text"> from {host}, which will see your address</span>}
      </span>
      {kept ? (
        <span className="offline-kept">in this browser</span>
      ) : (
        <Button label={`Fetch ${KEPT_NAMES[id]}`} onPress={() => run('prepareOffline', { data: [id] })} disabled={!enabled} hint={reason}>
          Fetch
        </Button>
      )}
    </li>
  );
}

function Preparing() {
  const run = useRun();
  const { status, progress, error } = useApp((state) => state.offline.preparing);
  const preparing = useAction('prepareOffline');
  if (status === 'running')
    return (
      <div className="offline-progress">
        <Progress label={progress?.phase ?? 'Looking what is missing'} done={progress?.done ?? 0} total={progress?.total ?? 0} />
        <Button onPress={() => run('cancelPreparing')}>Cancel</Button>
      </div>
    );
  return (
    <>
      {status === 'failed' && error !== null && (
        <p className="inline-error" role="alert">
          {error.message}
        </p>
      )}
      <div className="offline-buttons">
        <Button variant="primary" onPress={() => run('prepareOffline')} disabled={!preparing.enabled} hint={preparing.reason}>
          Prepare for offline
        </Button>
      </div>
    </>
  );
}

function NewVersion() {
  const run = useRun();
  const { enabled, reason } = useAction('takeNewVersion');
  if (!useApp((state) => state.offline.newVersion)) return null;
  return (
    <div className="offline-buttons">
      <p>A newer version of Ridgeline is here.</p>
      <Button onPress={() => run('takeNewVersion')} disabled={!enabled} hint={enabled ? 'Loads the page again' : reason}>
        Use it now
      </Button>
    </div>
  );
}

export function OfflinePage() {
  const run = useRun();
  const offline = useApp((state) => state.offline);
  const { safe, text } = verdict(offline);
  useEffect(() => run('checkOffline'), [run]);
  return (
    <div className="help-text offline">
      <p>
        Where the browser allows it, the page is kept after a visit, and then opens and computes without network: both places, every figure, every
        backend. Points and glyphs are made in the page. “Prepare for offline” fetches the images of this site too.
      </p>
      <p className={safe ? 'offline-verdict safe' : 'offline-verdict'} role="status">
        {text}
      </p>
      {offline.data.length > 0 && (
        <ul className="offline-data" aria-label="Data">
          {offline.data.map((data) => (
            <DataRow key={data.id} data={data} />
          ))}
        </ul>
      )}
      <Preparing />
      <NewVersion />
    </div>
  );
}
