import { useMemo, useRef, useState } from 'react';
import { trainingTable } from '../../plots/csv-table.ts';
import { trainingText } from '../../plots/figure-text.ts';
import { formatDuration } from '../../plots/format.ts';
import { Plot, type PlotHandle } from '../../plots/Plot.tsx';
import { trainingFigure } from '../../plots/training-figure.ts';
import type { TrainingRun } from '../../state/app-state.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { TableDialog } from '../figure/TableDialog.tsx';
import { useApp, useRun } from '../use-app.ts';
import { useFigureTheme } from '../use-theme.ts';

function LiveCurves({ training }: { training: TrainingRun }) {
  const theme = useFigureTheme(false);
  const picture = useRef<PlotHandle>(null);
  const input = useMemo(() => ({ names: training.names, points: training.points, epochs: training.epochs, metric: 'loss' as const, theme }), [training.names, training.points, training.epochs, theme]);
  const figure = useMemo(() => trainingFigure(input), [input]);
  return (
    <div className="live-curves">
      <Plot figure={figure} label="Training and test loss, live" describedBy="training-text" handle={picture} />
      <p id="training-text" className="visually-hidden">
        {trainingText(input)}
      </p>
    </div>
  );
}

/** A training run as it goes: how far, how long still, curves, pause and cancel. */
export function TrainingProgress() {
  const run = useRun();
  const work = useApp((state) => state.training);
  const [tableOpen, setTableOpen] = useState(false);
  const training = work.result;
  if (training === null || work.status !== 'running') return <Progress label={work.progress?.phase ?? 'Starting'} done={work.progress?.done ?? 0} total={work.progress?.total ?? 0} />;
  const left = training.paused ? 'paused' : training.secondsLeft === null ? '' : `${formatDuration(training.secondsLeft)} left`;
  return (
    <div className="training">
      <Progress label={`Epoch ${Math.floor(training.epoch)} of ${training.epochs}`} note={left} done={training.epoch} total={training.epochs} />
      <LiveCurves training={training} />
      <div className="training-buttons">
        <IconButton icon={training.paused ? 'play' : 'pause'} label={training.paused ? 'Resume training' : 'Pause training'} onPress={() => run(training.paused ? 'resumeTraining' : 'pauseTraining')} />
        <Button variant="quiet" onPress={() => setTableOpen(true)}>
          Numbers
        </Button>
        <Button onPress={() => run('cancel')}>Cancel</Button>
      </div>
      {tableOpen && <TableDialog table={trainingTable(training)} title="Training" onClose={() => setTableOpen(false)} />}
    </div>
  );
}
