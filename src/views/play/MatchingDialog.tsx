import { Dialog } from '../../ui/Dialog.tsx';
import { useApp, useRun } from '../use-app.ts';
import { MatchingView } from './MatchingView.tsx';
import { PlayLine } from './PlayBar.tsx';

/** The matching while it plays on the page; the talk shows it among its figures. */
export function MatchingDialog() {
  const run = useRun();
  const plays = useApp(({ play, talk }) => play?.kind === 'matching' && !talk.presenting);
  if (!plays) return null;
  return (
    <Dialog title="B’s neurons take their places in A’s order" open onClose={() => run('endPlay')} size="large">
      <MatchingView />
      <PlayLine />
    </Dialog>
  );
}
