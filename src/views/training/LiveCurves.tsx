import './training.css';
import { type TrainingInput, trainingPanel, type TrainingPanel, trainingText } from '../../plots/figures/training.ts';

function Panel({ panel }: { panel: TrainingPanel }) {
  return (
    <div className="live-panel">
      <span className="live-title">{panel.metric}</span>
      {panel.ticks.map(({ y, text }) => (
        <span key={y} className="live-tick" style={{ top: `${y / 10}%` }}>
          {text}
        </span>
      ))}
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        {panel.lines.map(({ name, split, colour, path }) => (
          <path key={`${name} ${split}`} d={path} stroke={colour} className={split} />
        ))}
      </svg>
    </div>
  );
}

/** Loss and accuracy while networks train: test in full weight, train thin. Cheap to draw again with every report. */
export function LiveCurves({ input }: { input: TrainingInput }) {
  return (
    <div className="live-curves" role="img" aria-label="Training curves, live" aria-describedby="training-text">
      <Panel panel={trainingPanel(input, 'loss')} />
      <Panel panel={trainingPanel(input, 'accuracy')} />
      <p id="training-text" className="visually-hidden">
        {trainingText(input)}
      </p>
    </div>
  );
}
