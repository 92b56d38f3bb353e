import { describeLab } from '../../state/figures/sentence.ts';
import { SentenceBar } from '../sentence/Sentence.tsx';
import { useApp } from '../use-app.ts';

/** What the laboratory's figure shows, in words and numbers, computed from it. */
export function LabSentence() {
  return (
    <SentenceBar
      text={useApp((state) => describeLab(state).text)}
      splitLabel="Examples that the figures use"
      terms={{ connectivity: 'layer-barrier', 'barrier-mean': 'layer-barrier' }}
    />
  );
}
