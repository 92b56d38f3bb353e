import type { Split } from '../../datasets/dataset.ts';
import { describeExperiment } from '../../state/figures/sentences/sentence.ts';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import type { TermId } from '../help/glossary.ts';
import { Term } from '../help/Term.tsx';
import { useApp, useRun } from '../use-app.ts';
import { stretchesOf } from './phrases.ts';
import './sentence.css';

/** The split that figures use. */
function SplitChoice({ label }: { label: string }) {
  const run = useRun();
  const split = useApp((state) => state.view.split);
  return (
    <Segmented<Split>
      label={label}
      value={split}
      segments={[
        { value: 'test', label: 'test' },
        { value: 'train', label: 'train' },
      ]}
      onChange={(next) => run('setView', { split: next })}
    />
  );
}

/** `terms`: what else a term opens than by its words alone, such as the barrier's definition in use. */
interface SentenceBarProps {
  readonly text: string;
  /** null: what is shown is measured on no examples. */
  readonly splitLabel: string | null;
  readonly terms?: Readonly<Partial<Record<TermId, TermId>>>;
}

/** A sentence over the figures, its terms open their definitions; and the split that the figures use. */
export function SentenceBar({ text, splitLabel, terms = {} }: SentenceBarProps) {
  return (
    <div className="sentence">
      <p data-testid="sentence" aria-live="polite">
        {stretchesOf(text).map((stretch, index) =>
          stretch.term === null ? (
            stretch.text
          ) : (
            // A term stands once in a sentence, whatever number it carries; its place tells equal ones of two sentences apart.
            <Term key={`${index} ${stretch.term}`} id={terms[stretch.term] ?? stretch.term}>
              {stretch.text}
            </Term>
          ),
        )}
      </p>
      {splitLabel !== null && <SplitChoice label={splitLabel} />}
    </div>
  );
}

/** What the figures show, in words and numbers, computed from them. */
export function Sentence() {
  const definition = useApp((state) => state.view.curve.definition);
  const method = useApp((state) => {
    const origin = state.networks.find(({ id }) => id === state.aligned.B)?.origin;
    return origin?.kind === 'aligned' && origin.method === 'activation' ? 'activation' : 'weight';
  });
  return (
    <SentenceBar
      text={useApp((state) => describeExperiment(state).text)}
      splitLabel="Examples that all figures and numbers use"
      terms={{ connectivity: `barrier-${definition}`, 'weight-matching': `${method}-matching` }}
    />
  );
}
