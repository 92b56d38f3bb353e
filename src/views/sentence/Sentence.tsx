import type { Split } from '../../datasets/dataset.ts';
import { describeExperiment } from '../../state/sentence.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { useApp, useRun } from '../use-app.ts';

/** The split that plane, layers and probe use. */
export function SplitChoice() {
  const run = useRun();
  const split = useApp((state) => state.view.split);
  return (
    <Segmented<Split>
      label="Examples that plane, layers and probe use"
      value={split}
      segments={[
        { value: 'test', label: 'test' },
        { value: 'train', label: 'train' },
      ]}
      onChange={(next) => run('setView', { split: next })}
    />
  );
}

/** What the figures show, in words and numbers, computed from them. */
export function Sentence() {
  const text = useApp((state) => describeExperiment(state).text);
  return (
    <div className="sentence">
      <p data-testid="sentence" aria-live="polite">
        {text}
      </p>
      <SplitChoice />
    </div>
  );
}
