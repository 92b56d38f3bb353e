import { formatDuration } from '../../base/format.ts';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/fields/FileButton.tsx';
import type { NeededFile } from '../../state/shared-state.ts';
import { useAction, useApp, useRun } from '../use-app.ts';
import './notices.css';

const SHA_LENGTH = 12;

/** All files of the link, those that have come ticked off. */
function Needs({ needs }: { needs: readonly NeededFile[] }) {
  return (
    <ul className="needs" aria-label="Files of this link">
      {needs.map(({ name, sha256, what, here }) => (
        <li key={`${what} ${sha256}`} title={`SHA-256 ${sha256}`}>
          {here ? '✓ ' : ''}
          {name} ({what === 'data' ? 'data' : `network ${what}`}, SHA-256 {sha256.slice(0, SHA_LENGTH)}…): {here ? 'here' : 'missing'}
        </li>
      ))}
    </ul>
  );
}

/** What a link asked for that this browser lacks, and the button that gets it. */
export function PendingBanner() {
  const run = useRun();
  const pending = useApp((state) => state.pending);
  const training = useApp((state) => state.training.status === 'running');
  const action = useAction('trainPending');
  if (pending === null || training) return null;
  const time = pending.estimateSeconds === null ? '' : `, about ${formatDuration(pending.estimateSeconds)} here`;
  return (
    <div className="banner" role="status">
      {pending.files.length > 0 && (
        <div>
          <p>
            The link uses {pending.files.join(', ')}, which this browser does not have. Drop{' '}
            {pending.files.length === 1 ? 'it' : 'them, in any order,'} on the page, or{' '}
            <FileButton label="choose files" quiet onFiles={(files) => run('openFiles', { files })} />
          </p>
          {pending.needs.length > 1 && <Needs needs={pending.needs} />}
        </div>
      )}
      {pending.train.length > 0 && (
        <p>
          The networks {pending.train.join(', ')} of this link must be trained{time}.
          {pending.authorBackend !== null && ` Its author used ${pending.authorBackend}; another backend gives other digits.`}
        </p>
      )}
      {pending.train.length > 0 && (
        <Button variant="primary" onPress={() => run('trainPending')} disabled={!action.enabled} hint={action.reason}>
          Train them
        </Button>
      )}
    </div>
  );
}
