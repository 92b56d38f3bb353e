import { useState } from 'react';
import type { AlignmentChoice } from '../../state/experiment.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';
import { AlignReport } from './AlignReport.tsx';
import { SimilarityDialog } from './SimilarityDialog.tsx';
import '../training/training.css';
import './align.css';

const METHODS = { weight: 'weight matching', activation: 'activation matching', identity: 'identity (naive)', random: 'random order' } as const;

function Settings({ choice }: { choice: AlignmentChoice }) {
  const run = useRun();
  const odd = useApp((state) => state.networks.find((entry) => entry.id === state.roles.B)?.architecture.activation === 'tanh');
  const set = (patch: Partial<AlignmentChoice>): void => run('setView', { alignment: patch });
  return (
    <>
      <Select
        label="Method"
        value={choice.method}
        choices={[
          { value: 'weight', label: 'weight matching', note: 'nearest weights' },
          { value: 'activation', label: 'activation matching', note: 'most alike responses' },
          { value: 'identity', label: 'identity', note: 'changes nothing: naive' },
          { value: 'random', label: 'random order', note: 'shows that only the coordinates change' },
        ]}
        onChange={(method) => set({ method })}
      />
      <NumberField label="Restarts" whole min={1} max={50} value={choice.restarts} onCommit={(restarts) => set({ restarts })} />
      <NumberField label="Seed" whole min={0} max={999_999_999} value={choice.seed} onCommit={(seed) => set({ seed })} />
      {odd && <Switch label="match sign flips too (tanh)" on={choice.signs} onChange={(signs) => set({ signs })} />}
    </>
  );
}

/** Matching B and C onto A: how, and what came of it. */
export function AlignPanel() {
  const run = useRun();
  const choice = useApp((state) => state.view.alignment);
  const work = useApp((state) => state.aligning);
  const copy = useApp((state) => (state.roles.A === null ? null : (state.networks.find((entry) => entry.id === state.aligned.B) ?? null)));
  const both = useApp((state) => state.roles.C !== null);
  const align = useAction('align');
  const [picture, setPicture] = useState(false);
  const report = copy?.alignment ?? null;
  return (
    <section className="panel" aria-labelledby="align-title">
      <h2 id="align-title">Align</h2>
      <Disclosure title="Matching" summary={METHODS[choice.method]}>
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
            {both ? 'Align B and C onto A' : 'Align B onto A'}
          </Button>
        </div>
      )}
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
