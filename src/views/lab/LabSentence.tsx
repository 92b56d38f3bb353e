import { describeLab } from '../../state/lab/sentence.ts';
import { SplitChoice } from '../sentence/Sentence.tsx';
import { useApp } from '../use-app.ts';

/** What the laboratory's figure shows, in words and numbers, computed from it. */
export function LabSentence() {
  const text = useApp((state) => describeLab(state).text);
  return (
    <div className="sentence">
      <p data-testid="sentence" aria-live="polite">
        {text}
      </p>
      <SplitChoice />
    </div>
  );
}
