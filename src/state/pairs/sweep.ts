/**
 * The sensitivity sweep: for each setting pairs are trained and their layer-wise barriers measured, one setting after another in the
 * background. The networks live in the worker for as long as they are measured and never join the list. Results appear one by one;
 * a cancelled sweep keeps them, and the next one goes on from there.
 */
import { isAbort, toPlainError } from '../../base/errors.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import type { Work } from '../app-state.ts';
import { newId, type Session } from '../session.ts';
import type { SensitivityFigure, SweepEntry } from '../figures/lab-results.ts';
import { pairMembers } from './pairs.ts';
import { sweepSettings, type SweepSetting } from './sweep-plan.ts';
import type { TrainedNetwork, TrainPartial } from '../../nn/training.ts';

/** Runs what is not done yet of the view's settings. Rejects with the signal's reason where it is cancelled; entries that fail say why. */
export async function runSweep(session: Session): Promise<void> {
  const { store, jobs } = session;
  const settings = sweepSettings(store.getState());
  const before = store.getState().lab.sensitivity.result?.entries ?? [];
  const entries = settings.map(({ name, key }) => before.find((entry) => entry.key === key && entry.status === 'done') ?? waiting(name, key));
  const signal = jobs.start('sweep');
  const sweep = new Sweep(session, { over: store.getState().view.lab.sensitivity.over, entries, secondsLeft: null }, signal);
  try {
    await sweep.run(settings);
  } finally {
    jobs.end('sweep', signal);
  }
}

class Sweep {
  private readonly session: Session;
  private readonly signal: AbortSignal;
  private figure: SensitivityFigure;
  /** Seconds that each finished entry took. */
  private readonly took: number[] = [];

  constructor(session: Session, figure: SensitivityFigure, signal: AbortSignal) {
    this.session = session;
    this.figure = figure;
    this.signal = signal;
  }

  async run(settings: readonly SweepSetting[]): Promise<void> {
    this.show({ status: 'running', error: null });
    try {
      for (const [i, setting] of settings.entries()) if (this.figure.entries[i].status !== 'done') await this.one(i, setting);
      this.figure = { ...this.figure, secondsLeft: null };
      this.show({ status: 'done', progress: null });
    } catch (error) {
      // What was under way starts anew when the sweep goes on.
      this.figure = {
        ...this.figure,
        secondsLeft: null,
        entries: this.figure.entries.map((entry) =>
          entry.status === 'training' || entry.status === 'measuring' ? { ...entry, status: 'waiting' } : entry,
        ),
      };
      const { jobs, store } = this.session;
      if (jobs.isCurrent('sweep', this.signal))
        store.setState(({ lab }) => ({ lab: { ...lab, sensitivity: { status: 'idle', result: this.figure, progress: null, error: null } } }));
      throw error;
    }
  }

  /** One setting; its failure is its own. */
  private async one(i: number, setting: SweepSetting): Promise<void> {
    const started = this.session.clock.now();
    this.put(i, { status: 'training', error: null });
    try {
      const networks = await this.train(i, setting);
      this.put(i, { status: 'measuring' });
      this.put(i, { status: 'done', grid: await this.measure(setting, networks) });
      this.took.push((this.session.clock.now() - started) / 1000);
    } catch (error) {
      if (isAbort(error) || this.signal.aborted) throw error;
      this.put(i, { status: 'failed', error: toPlainError(error).message });
    }
  }

  private async train(i: number, { data, architecture, training, pairs, name }: SweepSetting): Promise<readonly TrainedNetwork[]> {
    const members = pairMembers(pairs);
    const request = { dataset: data, architecture, training, seeds: members.map(({ seeds }) => seeds), shares: members.map(({ share }) => share) };
    const onPartial = ({ epoch, epochs, secondsLeft }: TrainPartial): void => {
      this.figure = { ...this.figure, secondsLeft: this.left(i, secondsLeft) };
      this.show({ progress: { phase: name, done: Math.floor(epoch), total: epochs } });
    };
    const { networks } = await this.session.client.run('train', request, { signal: this.signal, onPartial });
    return networks;
  }

  private async measure({ data, split }: SweepSetting, networks: readonly TrainedNetwork[]): Promise<LayerGrid> {
    const { client } = this.session;
    const ids = networks.map(() => newId());
    try {
      networks.forEach(({ network }, n) => client.registerNetwork(ids[n], network));
      const settings = { sequence: 'single', seed: 0, window: 1, alpha: [0.5] } as const;
      const request = {
        recipe: 'layerGrid',
        networks: ids.map((id) => ({ id, permutations: null, signs: null })),
        examples: [{ dataset: data, split, share: null }],
        settings,
      } as const;
      return (await client.run('recipe', request, { signal: this.signal })) as LayerGrid;
    } finally {
      ids.forEach((id) => client.forgetNetwork(id));
    }
  }

  /** Of all that is left: this entry's own estimate, and the mean of those finished for each that waits. */
  private left(i: number, secondsLeft: number | null): number | null {
    const later = this.figure.entries.slice(i + 1).filter(({ status }) => status !== 'done').length;
    if (secondsLeft === null || (later > 0 && this.took.length === 0)) return null;
    const each = this.took.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, this.took.length);
    return secondsLeft + later * each;
  }

  private put(i: number, patch: Partial<SweepEntry>): void {
    this.figure = { ...this.figure, entries: this.figure.entries.with(i, { ...this.figure.entries[i], ...patch }) };
    this.show({});
  }

  private show(patch: Partial<Work<SensitivityFigure>>): void {
    if (this.signal.aborted) return;
    this.session.store.setState(({ lab }) => ({ lab: { ...lab, sensitivity: { ...lab.sensitivity, ...patch, result: this.figure } } }));
  }
}

function waiting(name: string, key: string): SweepEntry {
  return { name, key, status: 'waiting', grid: null, error: null };
}
