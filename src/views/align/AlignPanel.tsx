import { useState } from 'react';
import type { AlignmentChoice } from '../../state/experiment.ts';
import { alignWords, unmatchedWords } from '../../state/networks/matchable.ts';
import { SETTINGS } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { labelOf } from '../fields/label-of.ts';
import { SettingField } from '../fields/SettingField.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';
import { AlignReport } from './AlignReport.tsx';
import { later } from '../later.tsx';
import type { SimilarityDialogProps } from './SimilarityDialog.tsx';
import '../training/training.css';
import './align.css';

const SimilarityDialog = later<SimilarityDialogProps>(async () => (await import('./SimilarityDialog.tsx')).SimilarityDialog);

const { method, seed, restarts, signs, flips, activations } = SETTINGS.alignment;

function Settings({ choice }: { choice: AlignmentChoice }) {
  const run = useRun();
  const shape = useApp((state) => state.networks.find((entry) => entry.id === state.roles.B)?.architecture);
  const odd = shape?.activation === 'tanh' || shape?.activation === 'linear';
  const several = shape !== undefined && shape.hidden.length > 1;
  const set = (patch: Partial<AlignmentChoice>): void => run('setView', { alignment: patch });
  return (
    <>
      <SettingField setting={method} value={choice.method} onChange={(value) => set({ method: value })} />
      <SettingField setting={restarts} value={choice.restarts} onChange={(value) => set({ restarts: value })} />
      <SettingField setting={seed} value={choice.seed} onChange={(value) => set({ seed: value })} />
      {several && choice.method === 'weight' && (
        <SettingField setting={activations} value={choice.activations} onChange={(value) => set({ activations: value })} />
      )}
      {!odd && shape?.norm === 'after' && <SettingField setting={flips} value={choice.flips} onChange={(value) => set({ flips: value })} />}
      {odd && <SettingField setting={signs} value={choice.signs} onChange={(value) => set({ signs: value })} />}
    </>
  );
}

/** Matching B and C onto A: how, and what came of it. */
export function AlignPanel() {
  const run = useRun();
  const choice = useApp((state) => state.view.alignment);
  const work = useApp((state) => state.aligning);
  const copy = useApp((state) => (state.roles.A === null ? null : (state.networks.find((entry) => entry.id === state.aligned.B) ?? null)));
  const words = useApp(alignWords);
  const unmatched = useApp(unmatchedWords);
  const align = useAction('align');
  const [picture, setPicture] = useState(false);
  const report = copy?.alignment ?? null;
  return (
    <section className="panel" aria-labelledby="align-title">
      <h2 id="align-title">Align</h2>
      <Disclosure title="Matching" summary={labelOf(method, choice.method)}>
        <Settings choice={choice} />
      </Disclosure>
      {work.status === 'running' ? (
        <div className="training">
          <Progress label={work.progress?.phase ?? 'Matching neurons'} done={work.progress?.done ?? 0} total={work.progress?.total ?? 0} />
          <Button onPress={() => run('cancel')}>Cancel</Button>
        </div>
      ) : (
        <div className="panel-action">
          <Button
            wide
            variant={report === null && align.enabled ? 'primary' : 'plain'}
            onPress={() => run('align')}
            disabled={!align.enabled}
            hint={align.reason}
          >
            {words}
          </Button>
        </div>
      )}
      {unmatched !== null && <p className="quiet-text">{unmatched}</p>}
      {work.status === 'failed' && work.error !== null && (
        <p className="inline-error" role="alert">
          {work.error.message}
        </p>
      )}
      {report !== null && <AlignReport report={report} onPicture={() => setPicture(true)} />}
      {picture && report !== null && <SimilarityDialog report={report} onClose={() => setPicture(false)} />}
    </section>
  );
}
