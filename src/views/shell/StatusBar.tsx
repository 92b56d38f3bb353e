import type { BackendPreference } from '../../compute/protocol.ts';
import { formatCount } from '../../plots/format.ts';
import type { AppState, Work } from '../../state/app-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useApp, useRun } from '../use-app.ts';

const NAMES: Readonly<Record<Exclude<BackendPreference, 'auto'>, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'plain JavaScript' };

function Backend() {
  const run = useRun();
  const backend = useApp((state) => state.backend);
  const text = backend.info === null ? (backend.status === 'failed' ? 'no backend' : 'starting…') : `${NAMES[backend.info.name]}, ${backend.info.device}`;
  const set = (preference: BackendPreference): void => run('setBackend', { preference });
  return (
    <span className="status-backend">
      <Menu
        label="Computing backend"
        icon="sliders"
        groups={[
          {
            title: 'Compute with',
            entries: [
              { id: 'auto', label: 'The best found', checked: backend.preference === 'auto', onAction: () => set('auto') },
              ...(['webgpu', 'webgl', 'wasm', 'cpu'] as const).map((name) => ({ id: name, label: NAMES[name], checked: backend.preference === name, onAction: () => set(name) })),
            ],
          },
        ]}
      />
      <span title={backend.info?.reason ?? undefined} data-testid="backend">
        {text}
        {backend.info?.reason != null && ' *'}
      </span>
    </span>
  );
}

interface Job {
  readonly what: string;
  readonly work: Work<unknown>;
}

/** The piece of work that a person waits for, the most important first. */
function runningJob(state: AppState): Job | null {
  const jobs: readonly Job[] = [
    { what: 'training', work: state.training },
    { what: 'data', work: state.data },
    { what: 'matching', work: state.aligning },
    { what: 'curve', work: state.curve },
    { what: 'plane', work: state.planes },
    { what: 'layers', work: state.layers },
  ];
  return jobs.find((job) => job.work.status === 'running') ?? null;
}

function RunningJob() {
  const run = useRun();
  const state = useApp((current) => current);
  const job = runningJob(state);
  if (job === null) return <span className="status-job" />;
  const { progress } = job.work;
  const far = progress === null || progress.total === 0 ? '' : ` ${formatCount(progress.done)} / ${formatCount(progress.total)}`;
  return (
    <span className="status-job">
      <span className="status-dot" aria-hidden="true" />
      {job.what}
      {far}
      <Button variant="link" onPress={() => run('cancel')}>
        cancel
      </Button>
    </span>
  );
}

/** Which device computes, what runs, and which data it is about. */
export function StatusBar() {
  const data = useApp((state) => state.data.result);
  const demonstration = useApp((state) => state.demonstration);
  return (
    <footer className="status">
      <Backend />
      <RunningJob />
      <span className="status-data">
        {demonstration && 'first look · '}
        {data === null ? '' : `${data.name} · ${formatCount(data.trainSize)} train, ${formatCount(data.testSize)} test`}
      </span>
    </footer>
  );
}
