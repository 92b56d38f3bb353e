import './status.css';
import { formatCount } from '../../base/format.ts';
import type { BackendPreference } from '../../compute/backend-names.ts';
import type { AppState } from '../../state/app-state.ts';
import { FIGURE_NAMES, FIGURES } from '../../state/figures/table.ts';
import { SETTINGS } from '../../state/settings.ts';
import type { Work } from '../../state/shared-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { labelOf } from '../fields/label-of.ts';
import { useApp, useRun } from '../use-app.ts';

function Backend() {
  const run = useRun();
  const backend = useApp((state) => state.backend);
  const text =
    backend.info === null
      ? backend.status === 'failed'
        ? 'no backend'
        : 'starting…'
      : [
          labelOf(SETTINGS.backend, backend.info.name),
          backend.info.device,
          ...(backend.info.simd === null ? [] : [labelOf(SETTINGS.simd, backend.info.simd)]),
        ].join(', ');
  const set = (preference: BackendPreference): void => run('setBackend', { preference });
  return (
    <span className="status-backend">
      <Menu
        label="Computing backend"
        icon="sliders"
        groups={[
          {
            title: SETTINGS.backend.label,
            entries: SETTINGS.backend.choices.map(({ value, label }) => ({
              id: value,
              label,
              checked: backend.preference === value,
              onAction: () => set(value),
            })),
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

/** The piece of work that a person waits for, the most important first, and how far it is; null where nothing runs. */
function runningJob(state: AppState): string | null {
  const { part, paused = false } = state.training.result ?? {};
  const jobs: readonly { readonly what: string; readonly work: Work<unknown> }[] = [
    { what: `${part === undefined ? 'training' : `training pair ${part.at} of ${part.of}`}${paused ? ', paused at' : ''}`, work: state.training },
    { what: 'files', work: state.opening },
    { what: 'data', work: state.data },
    { what: 'offline copy', work: state.offline.preparing },
    { what: 'matching', work: state.aligning },
    ...FIGURE_NAMES.map((name) => ({ what: FIGURES[name].words.status, work: state.figures[name] })),
  ];
  const job = jobs.find((candidate) => candidate.work.status === 'running');
  if (job === undefined) return null;
  const { progress } = job.work;
  if (progress === null || progress.total === 0) return job.what.replace(/ at$/, '');
  const total = formatCount(progress.total);
  // Of one width while it counts: the button beside it must not move from under a pointer.
  return `${job.what} ${formatCount(progress.done).padStart(total.length, '\u2007')} / ${total}`;
}

function RunningJob() {
  const run = useRun();
  const job = useApp(runningJob);
  if (job === null) return <span className="status-job" />;
  return (
    <span className="status-job">
      <span className="status-dot" aria-hidden="true" />
      {job}
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
