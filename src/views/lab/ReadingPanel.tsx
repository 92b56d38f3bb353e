import { Term } from '../help/Term.tsx';
import { useApp } from '../use-app.ts';
import { LAB_TITLES } from './lab-titles.ts';

/** How to read the figure that is shown, with its definition behind the word. */
export function ReadingPanel() {
  const { reading, term } = useApp((state) => LAB_TITLES[state.view.lab.figure]);
  return (
    <section className="panel reading" aria-labelledby="reading-title">
      <h2 id="reading-title">Reading it</h2>
      <p>{reading}</p>
      <p>
        <Term id={term}>Definition and source</Term>
      </p>
    </section>
  );
}
