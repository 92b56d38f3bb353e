import { misfitWords } from '../../state/data/learnt.ts';
import type { Role } from '../../state/experiment.ts';
import { unmatchedWords } from '../../state/networks/matchable.ts';
import { showsAuthor } from '../../state/published/screen.ts';
import type { Work } from '../../state/shared-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { useTrain } from '../experiment/use-train.ts';
import { AuthorEmpty } from '../published/AuthorEmpty.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';

const PAIR: readonly Role[] = ['A', 'B'];

/** What stands where a figure has no picture yet: what to do next, with the button that does it. `roles`: of the networks that it is of. */
export function EmptyFigure({ waitsFor, roles = PAIR }: { waitsFor: 'pair' | 'alignment' | 'three'; roles?: readonly Role[] }) {
  const run = useRun();
  const train = useAction('train');
  const startTraining = useTrain();
  const align = useAction('align');
  const training = useApp((state) => state.training.status === 'running');
  const aligning = useApp((state) => state.aligning.status === 'running');
  const count = useApp((state) => state.networks.length);
  const misfit = useApp((state) => misfitWords(state, roles));
  const unmatched = useApp(unmatchedWords);
  const matched = useApp((state) => state.aligned.B !== null);
  const paired = useApp((state) => state.roles.A !== null && state.roles.B !== null);
  const author = useApp(showsAuthor);
  if (author) return <AuthorEmpty />;
  if (training) return <p className="figure-empty">The figure comes when the networks are trained.</p>;
  if (aligning) return <p className="figure-empty">Matching neurons; the figure follows.</p>;
  if (count < 2) {
    return (
      <div className="figure-empty">
        <p>This needs two trained networks, A and B.</p>
        <Button variant="primary" onPress={startTraining} disabled={!train.enabled} hint={train.reason}>
          Train networks
        </Button>
      </div>
    );
  }
  if (misfit !== null) {
    return (
      <div className="figure-empty">
        <p>{misfit} Train networks on these data, or choose others.</p>
        <Button variant="primary" onPress={startTraining} disabled={!train.enabled} hint={train.reason}>
          Train networks
        </Button>
      </div>
    );
  }
  if (!paired) return <p className="figure-empty">Choose two networks in the list: focus one and press a, another and press b.</p>;
  if (waitsFor === 'alignment' && matched && unmatched !== null) return <p className="figure-empty">{unmatched}</p>;
  if (waitsFor === 'alignment') {
    return (
      <div className="figure-empty">
        <p>Match B, neuron by neuron, onto A to see the other side.</p>
        <Button variant="primary" onPress={() => run('align')} disabled={!align.enabled} hint={align.reason}>
          Align
        </Button>
      </div>
    );
  }
  if (waitsFor === 'three') return <p className="figure-empty">The plane needs a third network: focus one in the list and press c.</p>;
  return <p className="figure-empty">Nothing is computed yet.</p>;
}

/** Where every value of a figure overflows: no picture can be drawn. */
export function NotFiniteFigure({ what }: { what: string }) {
  return (
    <p className="figure-empty">
      The {what} between these networks is not finite: the parameters there are too large to compute with. Train again with a lower learning rate, or
      choose other networks.
    </p>
  );
}

/** Over a figure: what is running and how far, that it was stopped, or what went wrong. The old picture stays beneath. */
export function FigureStatus({ work, what }: { work: Work<unknown>; what: string }) {
  const run = useRun();
  if (work.status === 'failed' && work.error !== null) {
    return (
      <p className="inline-error figure-error" role="alert">
        {work.error.message}
      </p>
    );
  }
  if (work.status === 'stopped') {
    return (
      <div className="figure-progress figure-stopped">
        Stopped
        <Button variant="link" onPress={() => run('resumeFigures')}>
          Go on
        </Button>
      </div>
    );
  }
  if (work.status !== 'running') return null;
  return (
    <div className="figure-progress">
      <Progress label={what} done={work.progress?.done ?? 0} total={work.progress?.total ?? 0} />
    </div>
  );
}
