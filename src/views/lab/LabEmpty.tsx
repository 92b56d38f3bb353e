import { misfitWords } from '../../state/data/learnt.ts';
import { Button } from '../../ui/Button.tsx';
import { showsAuthor } from '../../state/published/screen.ts';
import { AuthorEmpty } from '../published/AuthorEmpty.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';

/** What stands where a figure has no pair yet, with the button that brings one. */
export function LabEmpty() {
  const run = useRun();
  const training = useApp((state) => state.training.status === 'running');
  const pairs = useApp((state) => state.view.lab.pairs);
  const paired = useApp((state) => state.roles.A !== null && state.roles.B !== null);
  const author = useApp(showsAuthor);
  const misfit = useApp((state) => misfitWords(state));
  const standing = useAction('standingExample');
  const train = useAction('trainPairs');
  if (author) return <AuthorEmpty />;
  if (training) return <p className="figure-empty">The figure comes when the pairs are trained.</p>;
  return (
    <div className="figure-empty">
      <p>
        {pairs !== null
          ? 'These pairs are not trained yet.'
          : misfit !== null
            ? `${misfit} Train pairs on these data, or choose other networks.`
            : paired
              ? 'This needs an A and a B of the same shape that fit the data, or pairs trained for it.'
              : 'This needs two networks with the roles A and B, or pairs trained for it.'}
      </p>
      <p className="empty-buttons">
        {(pairs !== null || misfit !== null) && (
          <Button variant="primary" onPress={() => run('trainPairs')} disabled={!train.enabled} hint={train.reason}>
            {pairs === null ? 'Train pairs' : 'Train the pairs'}
          </Button>
        )}
        <Button
          variant={pairs === null && misfit === null ? 'primary' : 'plain'}
          onPress={() => run('standingExample', { data: 'glyphs' })}
          disabled={!standing.enabled}
          hint={standing.reason}
        >
          Train the standing example
        </Button>
      </p>
    </div>
  );
}
