import { FIGURES } from '../../state/figures/table.ts';
import { Term } from '../help/Term.tsx';
import { termNamed } from '../help/term-named.ts';
import { useApp } from '../use-app.ts';

/** Terms of the figures that show layers on their own beside all of them. */
const BY_LAYER: ReadonlySet<string> = new Set(['layer-barrier', 'cumulative', 'diagonal-toy']);

/** How to read the figure that is shown, with its definition behind the word. */
export function ReadingPanel() {
  const { reading, term } = useApp((state) => FIGURES[state.view.lab.figure].words);
  return (
    <section className="panel reading" aria-labelledby="reading-title">
      <h2 id="reading-title">Reading it</h2>
      <p>{reading}</p>
      <p>
        <Term id={termNamed(term)}>Definition and source</Term>
      </p>
      {BY_LAYER.has(term) && (
        <p>
          <Term id="one-layer-more">Why one layer alone can cost more than all</Term>
        </p>
      )}
    </section>
  );
}
