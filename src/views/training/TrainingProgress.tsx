import './training.css';
import { useState } from 'react';
import { formatDuration } from '../../base/format.ts';
import { trainingTable } from '../../plots/figures/training.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { TableDialog } from '../figure/TableDialog.tsx';
import { LiveCurves } from './LiveCurves.tsx';
import { useApp, useRun } from '../use-app.ts';

/** A training run as it goes: how far, how long still, curves, pause and cancel. */
export function TrainingProgress() {
  const run = useRun();
  const work = useApp((state) => state.training);
  const [tableOpen, setTableOpen] = useState(false);
  const training = work.result;
  if (training === null || work.status !== 'running')
    return <Progress label={work.progress?.phase ?? 'Starting'} done={work.progress?.done ?? 0} total={work.progress?.total ?? 0} />;
  const left = training.paused ? 'paused' : training.secondsLeft === null ? '' : `${formatDuration(training.secondsLeft)} left`;
  const part = training.part === undefined ? 'Epoch ' : `Pair ${training.part.at} of ${training.part.of}, epoch `;
  return (
    <div className="training">
      <Progress label={`${part}${Math.floor(training.epoch)} of ${training.epochs}`} note={left} done={training.epoch} total={training.epochs} />
      <LiveCurves input={training} />
      <div className="training-buttons">
        <IconButton
          icon={training.paused ? 'play' : 'pause'}
          label={training.paused ? 'Resume training' : 'Pause training'}
          onPress={() => run(training.paused ? 'resumeTraining' : 'pauseTraining')}
        />
        <Button variant="quiet" onPress={() => setTableOpen(true)}>
          Numbers
        </Button>
        <Button onPress={() => run('cancel')}>Cancel</Button>
      </div>
      {tableOpen && <TableDialog table={trainingTable(training)} title="Training" onClose={() => setTableOpen(false)} />}
    </div>
  );
}
