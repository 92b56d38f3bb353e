/** Settings that several figures of the laboratory share. */
import { SHARED_LAB } from '../../state/figures/lab-view.ts';
import { SegmentedSetting } from '../fields/SegmentedSetting.tsx';
import { useApp, useRun } from '../use-app.ts';

/** Loss or error. */
export function MetricChoice() {
  const run = useRun();
  const metric = useApp((state) => state.view.lab.metric);
  return <SegmentedSetting setting={SHARED_LAB.metric} value={metric} onChange={(next) => run('setView', { lab: { metric: next } })} />;
}

/** The pair as trained, matched neuron by neuron, or both. */
export function PathsChoice() {
  const run = useRun();
  const paths = useApp((state) => state.view.lab.paths);
  return <SegmentedSetting setting={SHARED_LAB.paths} value={paths} onChange={(next) => run('setView', { lab: { paths: next } })} />;
}
