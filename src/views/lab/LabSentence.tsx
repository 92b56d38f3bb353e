import { describeLab } from '../../state/figures/sentences/sentence.ts';
import { FIGURES } from '../../state/figures/table.ts';
import { SentenceBar } from '../sentence/Sentence.tsx';
import { useApp } from '../use-app.ts';

/** What the laboratory's figure shows, in words and numbers, computed from it. */
export function LabSentence() {
  // What is drawn where it is computed is measured on no examples; clients and averages are, on sets of their own, which the figure names.
  const ownExamples = useApp(({ view }) => view.lab.figure === 'averaging' || FIGURES[view.lab.figure].kind === 'drawn');
  return (
    <SentenceBar
      text={useApp((state) => describeLab(state).text)}
      splitLabel={ownExamples ? null : 'Examples that the figures use'}
      terms={{ connectivity: 'layer-barrier', 'barrier-mean': 'layer-barrier' }}
    />
  );
}
