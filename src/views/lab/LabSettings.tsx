/** Settings that several figures of the laboratory share. */
import type { LabMetric, LabPaths } from '../../state/figures/lab-view.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { useApp, useRun } from '../use-app.ts';

/** Loss or error. */
export function MetricChoice() {
  const run = useRun();
  const metric = useApp((state) => state.view.lab.metric);
  return (
    <Segmented<LabMetric>
      label="Quantity"
      value={metric}
      segments={[
        { value: 'loss', label: 'loss' },
        { value: 'error', label: 'error' },
      ]}
      onChange={(next) => run('setView', { lab: { metric: next } })}
    />
  );
}

/** The pair as trained, matched neuron by neuron, or both. */
export function PathsChoice() {
  const run = useRun();
  const paths = useApp((state) => state.view.lab.paths);
  return (
    <Segmented<LabPaths>
      label="As trained, or matched neuron by neuron"
      value={paths}
      segments={[
        { value: 'naive', label: 'naive' },
        { value: 'aligned', label: 'aligned' },
        { value: 'both', label: 'both' },
      ]}
      onChange={(next) => run('setView', { lab: { paths: next } })}
    />
  );
}
