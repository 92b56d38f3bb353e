import { useMemo } from 'react';
import { formatDuration } from '../../base/format.ts';
import { sensitivityFigure, sensitivityTable, sensitivityText } from '../../plots/figures/sensitivity.ts';
import { datasetLabel } from '../../state/data/choices.ts';
import { SENSITIVITY_SETTINGS } from '../../state/figures/sensitivity.ts';
import { SWEEP_TASKS } from '../../state/pairs/sweep-plan.ts';
import { sweptSplit, sweptWords } from '../../state/pairs/sweep-words.ts';
import type { LabView } from '../../state/view.ts';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/fields/Switch.tsx';
import { TextField } from '../../ui/fields/TextField.tsx';
import { showUnfinishedField } from '../experiment/unfinished-field.ts';
import { SegmentedSetting } from '../fields/SegmentedSetting.tsx';
import { LabFrame, type LabPicture } from './LabFrame.tsx';
import { MetricChoice } from './LabSettings.tsx';
import { PairChoiceBar } from './PairChoiceBar.tsx';
import { parseRates } from './rates.ts';
import { useAction, useApp, useRun } from '../use-app.ts';

type Settings = LabView['sensitivity'];

function Fields({ view }: { view: Settings }) {
  const run = useRun();
  const set = (sensitivity: Partial<Settings>): void => run('setView', { lab: { sensitivity } });
  const turn = (task: Settings['tasks'][number], on: boolean): void =>
    set({ tasks: SWEEP_TASKS.filter((known) => (known === task ? on : view.tasks.includes(known))) });
  return (
    <>
      <SegmentedSetting setting={SENSITIVITY_SETTINGS.over} value={view.over} onChange={(over) => set({ over })} />
      {view.over === 'learningRate' ? (
        <TextField
          label={SENSITIVITY_SETTINGS.rates.label}
          value={view.rates.join(', ')}
          check={(text) => {
            const rates = parseRates(text);
            return typeof rates === 'string' ? rates : null;
          }}
          onCommit={(text) => {
            const rates = parseRates(text);
            if (typeof rates !== 'string') set({ rates });
          }}
        />
      ) : (
        SWEEP_TASKS.map((task) => (
          <Switch
            key={task}
            label={datasetLabel(task)}
            on={view.tasks.includes(task)}
            onChange={(on) => (on || view.tasks.length > 1 ? turn(task, on) : undefined)}
          />
        ))
      )}
    </>
  );
}

function SweepButton() {
  const run = useRun();
  const work = useApp((state) => state.figures.sensitivity);
  const sweep = useAction('sweep');
  const left = work.result?.secondsLeft ?? null;
  if (work.status === 'running') {
    return (
      <>
        <Button onPress={() => run('cancelSweep')} hint="What is done stays; the sweep goes on from there">
          Stop
        </Button>
        {left !== null && <span className="quiet-text">{formatDuration(left)} to go</span>}
      </>
    );
  }
  const unfinished = work.result?.entries.some(({ status }) => status === 'stopped');
  return (
    <Button
      variant="primary"
      onPress={() => (showUnfinishedField('lab-sensitivity') ? undefined : run('sweep'))}
      disabled={!sweep.enabled}
      hint={sweep.reason}
    >
      {unfinished === true ? 'Go on' : 'Train and measure'}
    </Button>
  );
}

/** Layer barriers of one setting after another, as small multiples. */
export function SensitivityView() {
  const work = useApp((state) => state.figures.sensitivity);
  const view = useApp((state) => state.view.lab.sensitivity);
  const metric = useApp((state) => state.view.lab.metric);
  const pair = useApp((state) => state.view.lab.pair);
  const shownSplit = useApp((state) => state.view.split);
  const result = work.result;
  const split = sweptSplit(result?.entries ?? [], shownSplit);
  const swept = result === null ? null : sweptWords(result.entries);
  const pictures = useMemo(
    (): LabPicture[] =>
      result === null
        ? []
        : [{ name: '', make: (width, theme) => sensitivityFigure({ entries: result.entries, metric, split, pair, width, theme }) }],
    [result, metric, split, pair],
  );
  const trained = Math.max(0, ...(result?.entries ?? []).map(({ grid }) => grid?.pairs ?? 0));
  const pairs = Array.from({ length: trained }, (_, p) => `pair ${p + 1}`);
  const failed = result?.entries.filter(({ error }) => error !== null) ?? [];
  return (
    <LabFrame
      figure="sensitivity"
      work={work}
      busy={work.progress?.phase ?? 'Training'}
      settings={
        <>
          <Fields view={view} />
          <MetricChoice />
          <PairChoiceBar pairs={pairs} />
          <SweepButton />
          {failed.map(({ name, error }) => (
            <p key={name} className="inline-error" role="alert">
              {name}: {error}
            </p>
          ))}
        </>
      }
      pictures={pictures}
      note={
        swept === null
          ? null
          : `${swept}; ${metric} at α = ½ against the mean of the ends; ${pair === null || trained < 2 ? 'mean of the pairs' : `pair ${Math.min(pair, trained - 1) + 1}`}`
      }
      empty={
        <p className="figure-empty">
          Each setting trains its pairs by the experiment on the left, then measures their layers. The networks do not join the list.
        </p>
      }
      table={result === null ? null : () => sensitivityTable({ entries: result.entries, metric, split, pair })}
      text={result === null ? 'Nothing swept yet.' : sensitivityText({ entries: result.entries, metric, split, pair })}
    />
  );
}
