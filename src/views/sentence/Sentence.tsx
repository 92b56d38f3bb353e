import type { Split } from '../../datasets/dataset.ts';
import { describeExperiment } from '../../state/figures/sentence.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { useApp, useRun } from '../use-app.ts';
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

/** A sentence over the figures, and the split that they use. */
export function SentenceBar({ text, splitLabel }: { text: string; splitLabel: string }) {
  return (
    <div className="sentence">
      <p data-testid="sentence" aria-live="polite">
        {text}
      </p>
      <SplitChoice label={splitLabel} />
    </div>
  );
}

/** What the figures show, in words and numbers, computed from them. */
export function Sentence() {
  return <SentenceBar text={useApp((state) => describeExperiment(state).text)} splitLabel="Examples that all figures and numbers use" />;
}
