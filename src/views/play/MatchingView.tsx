import { useMemo } from 'react';
import { EmptyFigure } from '../figure/FigureState.tsx';
import { useApp, useAppHandle } from '../use-app.ts';
import { MatchingPicture } from './MatchingPicture.tsx';
import { useMatchingShare } from './use-matching-share.ts';
import './play.css';

/** The matching of B onto A, drawn; moves while it plays. */
export function MatchingView() {
  const app = useAppHandle();
  const copy = useApp((state) => state.aligned.B);
  const a = useApp((state) => state.roles.A);
  const drawing = useMemo(() => (copy === null || a === null ? null : app.matching()), [app, copy, a]);
  const share = useMatchingShare();
  return (
    <section className="figure figure-matching" aria-labelledby="matching-title">
      <header className="figure-head">
        <h2 id="matching-title">Neurons</h2>
        <span className="figure-caption">B matched onto A</span>
      </header>
      <div className="figure-body">
        {drawing === null ? <EmptyFigure waitsFor="alignment" /> : <MatchingPicture drawing={drawing} share={share ?? 0} />}
      </div>
    </section>
  );
}
