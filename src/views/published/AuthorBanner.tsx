import { useState } from 'react';
import { makerText } from '../../state/published/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import { later } from '../later.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';
import './published.css';

const DifferencesDialog = later(async () => (await import('./DifferencesDialog.tsx')).DifferencesDialog);

/** Over the figures of an author: whose they are, what computed them, and how to check them. Nothing where the screen's own are shown. */
export function AuthorBanner() {
  const run = useRun();
  const held = useApp((state) => state.published);
  const recompute = useAction('recompute');
  const [open, setOpen] = useState(false);
  if (held === null) return null;
  const { published, show, recomputing, differences } = held;
  return (
    <div className="banner author-banner" role="region" aria-label="The author’s figures">
      <div>
        {published.title !== '' && <p className="author-title">{published.title}</p>}
        <p>
          {show === 'author'
            ? `These figures are their author’s, computed by ${makerText(published.made)}. Nothing was trained or computed for them here.`
            : `These figures were computed here. The author’s were computed by ${makerText(published.made)}.`}
        </p>
      </div>
      <div className="author-actions">
        {recomputing !== 'done' && (
          <Button variant="primary" onPress={() => run('recompute')} disabled={!recompute.enabled} hint={recompute.reason}>
            {recomputing === 'running' ? 'Computing…' : 'Recompute'}
          </Button>
        )}
        {recomputing === 'running' && <Button onPress={() => run('cancel')}>Cancel</Button>}
        {recomputing === 'done' && (
          <Segmented<'author' | 'own'>
            label="Whose figures"
            value={show}
            segments={[
              { value: 'author', label: 'the author’s' },
              { value: 'own', label: 'computed here' },
            ]}
            onChange={(of) => run('showFigures', { of })}
          />
        )}
        {differences !== null && <Button onPress={() => setOpen(true)}>Differences</Button>}
        {recomputing !== 'running' && (
          <Button variant="quiet" onPress={() => run('leaveAuthor')} hint="Go on without the author’s figures">
            Leave them
          </Button>
        )}
      </div>
      {open && differences !== null && <DifferencesDialog published={published} differences={differences} onClose={() => setOpen(false)} />}
    </div>
  );
}
