/**
 * The sensitivity sweep: for each setting pairs are trained and their layer-wise barriers measured, one setting after another in the
 * background. The networks live in the worker for as long as they are measured and never join the list. Results appear one by one;
 * a cancelled sweep keeps them, and the next one goes on from there.
 */
import { isAbort, toPlainError } from '../../base/errors.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import type { RunContext } from '../figures/definition.ts';
import { pairMembers } from './pairs.ts';
import { sweepSettings, type SensitivityView, type SweepSetting } from './sweep-plan.ts';
import type { TrainedNetwork, TrainPartial } from '../../nn/training.ts';

export interface SweepEntry {
  /** 'learning rate 0.05', 'two moons'. */
  readonly name: string;
  /** Of its settings; equal ones are not trained twice. */
  readonly key: string;
  /** 'stopped': it waits for the sweep to go on. */
  readonly status: 'waiting' | 'training' | 'measuring' | 'stopped' | 'done' | 'failed';
  /** Single layers at α = ½, all pairs of the setting; null until measured. */
  readonly grid: LayerGrid | null;
  readonly error: string | null;
}

/** Layer-wise barriers of one setting after another. The networks are trained for this alone and do not join the list. */
export interface SensitivityFigure {
  readonly over: SensitivityView['over'];
  readonly entries: readonly SweepEntry[];
  /** Of all that is left; null until it can be told. */
  readonly secondsLeft: number | null;
}

type Context = RunContext<SensitivityView, SensitivityFigure>;

/** Runs what is not done yet of the settings. Rejects with the signal's reason where it is cancelled; entries that fail say why. */
export async function runSweep(context: Context, held: SensitivityFigure | null): Promise<SensitivityFigure> {
  const settings = sweepSettings(context.state, context.settings);
  const before = held?.entries ?? [];
  const entries = settings.map(({ name, key }) => before.find((entry) => entry.key === key && entry.status === 'done') ?? waiting(name, key));
  const sweep = new Sweep(context, { over: context.settings.over, entries, secondsLeft: null });
  return sweep.run(settings);
}

class Sweep {
  private readonly context: Context;
  private figure: SensitivityFigure;
  /** Seconds that each finished entry took. */
  private readonly took: number[] = [];

  constructor(context: Context, figure: SensitivityFigure) {
    this.context = context;
    this.figure = figure;
  }

  async run(settings: readonly SweepSetting[]): Promise<SensitivityFigure> {
    this.context.show(this.figure);
    for (const [i, setting] of settings.entries()) if (this.figure.entries[i].status !== 'done') await this.one(i, setting);
    return { ...this.figure, secondsLeft: null };
  }

  /** One setting; its failure is its own. */
  private async one(i: number, setting: SweepSetting): Promise<void> {
    const started = this.context.now();
    this.put(i, { status: 'training', error: null });
    try {
      const networks = await this.train(i, setting);
      this.put(i, { status: 'measuring' });
      this.put(i, { status: 'done', grid: await this.measure(setting, networks) });
      this.took.push((this.context.now() - started) / 1000);
    } catch (error) {
      if (isAbort(error) || this.context.signal.aborted) throw error;
      this.put(i, { status: 'failed', error: toPlainError(error).message });
    }
  }

  private async train(i: number, { data, architecture, training, pairs, name }: SweepSetting): Promise<readonly TrainedNetwork[]> {
    const members = pairMembers(pairs);
    const request = { dataset: data, architecture, training, seeds: members.map(({ seeds }) => seeds), shares: members.map(({ share }) => share) };
    const count = this.figure.entries.length;
    const onPartial = ({ epoch, epochs, secondsLeft }: TrainPartial): void => {
      // The pace of this entry stands for those to come until one is done; its first epochs tell none.
      const whole = secondsLeft === null || epoch < epochs / 10 || epoch >= epochs ? null : (secondsLeft * epochs) / (epochs - epoch);
      this.figure = { ...this.figure, secondsLeft: this.left(i, secondsLeft, whole) ?? this.figure.secondsLeft };
      this.context.show(this.figure, { phase: `${name}, ${i + 1} of ${count}`, done: i * epochs + Math.floor(epoch), total: count * epochs });
    };
    const { networks } = await this.context.session.client.run('train', request, { signal: this.context.signal, onPartial });
    return networks;
  }

  private async measure({ data, split }: SweepSetting, networks: readonly TrainedNetwork[]): Promise<LayerGrid> {
    const { client } = this.context.session;
    const ids = networks.map(() => this.context.newId());
    try {
      networks.forEach(({ network }, n) => client.registerNetwork(ids[n], network));
      const settings = { sequence: 'single', seed: 0, window: 1, alpha: [0.5], errors: true } as const;
      const request = {
        recipe: 'layerGrid',
        networks: ids.map((id) => ({ id, permutations: null, signs: null })),
        examples: [{ dataset: data, split, share: null }],
        settings,
      } as const;
      return (await client.run('recipe', request, { signal: this.context.signal })) as LayerGrid;
    } finally {
      ids.forEach((id) => client.forgetNetwork(id));
    }
  }

  /** Of all that is left: this entry's own estimate, and for each that waits the mean of those finished, or this one's whole. */
  private left(i: number, secondsLeft: number | null, whole: number | null): number | null {
    const later = this.figure.entries.slice(i + 1).filter(({ status }) => status !== 'done').length;
    const each = this.took.length === 0 ? whole : this.took.reduce((sum, seconds) => sum + seconds, 0) / this.took.length;
    if (secondsLeft === null || (later > 0 && each === null)) return null;
    return secondsLeft + later * (each ?? 0);
  }

  private put(i: number, patch: Partial<SweepEntry>): void {
    this.figure = { ...this.figure, entries: this.figure.entries.with(i, { ...this.figure.entries[i], ...patch }) };
    this.context.show(this.figure);
  }
}

function waiting(name: string, key: string): SweepEntry {
  return { name, key, status: 'waiting', grid: null, error: null };
}
