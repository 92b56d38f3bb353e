import { Button } from '../../ui/Button.tsx';
import { useAction, useRun } from '../use-app.ts';

/** What stands where an author's link holds no figure: it needs the networks. */
export function AuthorEmpty({ what = 'The author’s link does not hold this figure.' }: { what?: string }) {
  const run = useRun();
  const recompute = useAction('recompute');
  return (
    <div className="figure-empty">
      <p>{what} It needs the networks, which are not here.</p>
      <Button onPress={() => run('recompute')} disabled={!recompute.enabled} hint={recompute.reason}>
        Recompute
      </Button>
    </div>
  );
}
