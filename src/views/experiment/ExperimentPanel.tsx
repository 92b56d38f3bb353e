import { memo, useMemo } from 'react';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { formatCount } from '../../base/format.ts';
import { datasetLabel } from '../../state/data/choices.ts';
import type { Experiment } from '../../state/experiment.ts';
import { madeAlready, stoppedAlready } from '../../state/networks/runs.ts';
import type { Hideable } from '../../state/scenes/scene.ts';
import { SETTINGS } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { labelOf } from '../fields/label-of.ts';
import { TextSettingField } from '../fields/TextSettingField.tsx';
import { Unless, useHidden } from '../scenes/Unless.tsx';
import { TrainingProgress } from '../training/TrainingProgress.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';
import { DataSettings } from './DataSettings.tsx';
import { NetworkSettings } from './NetworkSettings.tsx';
import { parseSeeds, seedText } from './seed-text.ts';
import { TrainingSettings } from './TrainingSettings.tsx';
import { useTrain } from './use-train.ts';

function dataSummary(data: DatasetSpec): string {
  if (data.id === 'file') return data.file.name;
  const size = `${formatCount(data.trainSize)} + ${formatCount(data.testSize)}`;
  return `${datasetLabel(data.id)}${data.id === 'mnist' && data.source === 'mirror' ? ' (mirror)' : ''}, ${size}`;
}

function networkSummary({ architecture }: Experiment): string {
  const { hidden } = architecture;
  const same = hidden.length > 3 && hidden.every((width) => width === hidden[0]);
  const widths = hidden.length === 0 ? 'linear' : same ? `${hidden.length} × ${hidden[0]}` : hidden.join('-');
  return `${widths} ${hidden.length === 0 ? '' : labelOf(SETTINGS.architecture.activation, architecture.activation)}${architecture.norm === 'none' ? '' : ', layer norm'}`;
}

function trainingSummary({ training }: Experiment): string {
  return `${training.epochs} ${training.epochs === 1 ? 'epoch' : 'epochs'}, ${labelOf(SETTINGS.training.optimizer, training.optimizer)} ${training.learningRate}`;
}

function SeedSettings({ seeds }: { seeds: string }) {
  const run = useRun();
  return (
    <Disclosure title="Seeds" summary={seeds}>
      <TextSettingField setting={SETTINGS.seeds} text={seeds} parse={parseSeeds} onChange={(value) => run('setExperiment', { seeds: value })} />
    </Disclosure>
  );
}

/** Before it is pressed: what Train will use again, and what it will go on with. */
function usedAgain(held: readonly (string | null)[], stopped: number): string | null {
  const count = held.filter((id) => id !== null).length;
  if (count === held.length) return 'These are in the list already: they are shown again, and nothing is trained.';
  const used = count === 0 ? [] : [`${count} of them ${count === 1 ? 'is' : 'are'} in the list already and used again.`];
  const goOn =
    stopped === 0 ? [] : [`${stopped} of them ${stopped === 1 ? 'was' : 'were'} stopped and ${stopped === 1 ? 'goes' : 'go'} on from there.`];
  return [...used, ...goOn].join(' ') || null;
}

/** The button, or how far the training is. */
function TrainArea({ count }: { count: number }) {
  const running = useApp((state) => state.training.status === 'running');
  const train = useAction('train');
  const startTraining = useTrain();
  const experiment = useApp((state) => state.experiment);
  const networks = useApp((state) => state.networks);
  const again = useMemo(() => usedAgain(madeAlready({ experiment, networks }), stoppedAlready({ experiment, networks })), [experiment, networks]);
  const hidden = useHidden('train');
  if (running) return <TrainingProgress />;
  if (hidden) return null;
  return (
    <div className="panel-action">
      <Button variant="primary" wide onPress={startTraining} disabled={!train.enabled} hint={train.reason}>
        Train {count} {count === 1 ? 'network' : 'networks'}
      </Button>
      {again !== null && <p className="quiet-text used-again">{again}</p>}
    </div>
  );
}

// Drawing all fields anew takes tens of milliseconds: each section follows its own settings alone.
const SECTIONS = { data: memo(DataSettings), network: memo(NetworkSettings), training: memo(TrainingSettings), seeds: memo(SeedSettings) };

const EXPERIMENT_PARTS: readonly Hideable[] = ['data', 'network', 'training', 'seeds', 'train'];

/** What "Train" will do, and the button; `settingsOnly` where something else trains by these settings, with seeds of its own. */
export function ExperimentPanel({ settingsOnly = false }: { settingsOnly?: boolean }) {
  const experiment = useApp((state) => state.experiment);
  const empty = useApp(({ talk, training }) => EXPERIMENT_PARTS.every((part) => talk.hide.includes(part)) && training.status !== 'running');
  if (empty) return null;
  return (
    <section className="panel" aria-labelledby="experiment-title">
      <h2 id="experiment-title">Experiment</h2>
      <Unless part="data">
        <Disclosure title="Data" summary={dataSummary(experiment.data)}>
          <SECTIONS.data />
        </Disclosure>
      </Unless>
      <Unless part="network">
        <Disclosure title="Network" summary={networkSummary(experiment)}>
          <SECTIONS.network />
        </Disclosure>
      </Unless>
      <Unless part="training">
        <Disclosure title="Training" summary={trainingSummary(experiment)}>
          <SECTIONS.training />
        </Disclosure>
      </Unless>
      {!settingsOnly && (
        <>
          <Unless part="seeds">
            <SECTIONS.seeds seeds={seedText(experiment.seeds)} />
          </Unless>
          <TrainArea count={experiment.seeds.length} />
        </>
      )}
    </section>
  );
}
