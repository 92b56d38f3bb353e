/** The sensitivity sweep: layer-wise barriers of one setting after another. A run of its own that a person starts. */
import { inRange, oneOf } from '../../base/check.ts';
import { choiceSetting, distinctList, otherSetting, type Settings } from '../../base/setting.ts';
import { meanMidpoints, type SetBarrier } from '../../landscape/layers/midpoints.ts';
import { formatDuration, formatList } from '../../base/format.ts';
import { asNumber } from '../../base/number-text.ts';
import { keptSweep, restoredSweep } from '../pairs/kept-sweep.ts';
import { runSweep, type SensitivityFigure } from '../pairs/sweep.ts';
import { SWEEP_TASKS, type SensitivityView } from '../pairs/sweep-plan.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import type { RunFigure } from './definition.ts';
import type { SharedLab } from './lab-view.ts';
import { scaleOf } from './sentences/certainty.ts';
import { sentence, signed } from './sentences/sentence-words.ts';
import { largestOf } from './sentences/single-layers.ts';

/** Of learning rates: how small, how large and how many. */
export const RATE_BOUNDS = { min: 1e-8, max: 100, most: 8 } as const;

const checkRates = distinctList(inRange(RATE_BOUNDS), 1, RATE_BOUNDS.most);
const checkTasks = distinctList(oneOf(SWEEP_TASKS), 1, SWEEP_TASKS.length);

export const SENSITIVITY_SETTINGS = {
  over: choiceSetting<SensitivityView['over']>({
    label: 'What is varied',
    link: 'sweep.over',
    explanation: 'The learning rate, or the data that are learnt.',
    standard: 'learningRate',
    choices: { learningRate: 'learning rate', task: 'task' },
  }),
  rates: otherSetting<SensitivityView['rates']>({
    label: 'Learning rates',
    link: 'sweep.rates',
    explanation: 'Pairs are trained with each.',
    standard: [0.005, 0.02, 0.05, 0.1],
    check: checkRates,
    write: (rates) => rates.join(','),
    read: (text, key) => checkRates(text.split(',').map(asNumber), key),
  }),
  tasks: otherSetting<SensitivityView['tasks']>({
    label: 'Tasks',
    link: 'sweep.tasks',
    explanation: 'Pairs are trained on each.',
    standard: ['moons', 'glyphs'],
    check: checkTasks,
    write: (tasks) => tasks.join(','),
    read: (text, key) => checkTasks(text.split(','), key),
  }),
} satisfies Settings<SensitivityView>;

export const SENSITIVITY: RunFigure<SensitivityView, SensitivityFigure> = {
  kind: 'run',
  words: {
    tab: 'Sensitivity',
    title: 'What makes layers sensitive',
    status: 'sensitivity',
    term: 'layer-barrier',
    reading:
      'The same picture for one setting after another, on one colour scale: what the learning rate, or the task, does to the barriers of the layers.',
  },
  settings: SENSITIVITY_SETTINGS,
  run: runSweep,
  paused: (figure) => ({
    ...figure,
    secondsLeft: null,
    // What was under way starts anew when the sweep goes on.
    entries: figure.entries.map((entry) => (entry.status === 'done' || entry.status === 'failed' ? entry : { ...entry, status: 'stopped' })),
  }),
  kept: keptSweep,
  restored: restoredSweep,
  sentence: ({ result, state }) => (result === null ? null : describe(result, state.view.lab)),
  advice: 'Sweep the learning rate or the task to see what makes layers sensitive.',
  ends: () => null,
  call: null,
};

interface Measured {
  readonly name: string;
  readonly full: number;
  /** Of the full barrier over the pairs that are looked at. */
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
  /** Of which those are looked at. */
  readonly trained: number;
  /** The largest cell of a single layer, then those alike within their errors. */
  readonly singles: readonly SetBarrier[];
}

/** What the settings did, with ranges over the pairs; an order of settings is told only where their ranges do not overlap. */
function describe(figure: SensitivityFigure, lab: SharedLab): string | null {
  const done = figure.entries.flatMap(({ name, grid }) => (grid === null ? [] : (measured(name, grid, lab) ?? [])));
  const stopped = figure.entries.filter(({ status }) => status === 'stopped').length;
  if (done.length === 0) return stopped === 0 ? null : 'The sweep was stopped before a setting was measured.';
  const left = figure.entries.length - done.length;
  const toCome = `${left} of ${figure.entries.length} to come${figure.secondsLeft === null ? '' : `, ${formatDuration(figure.secondsLeft)}`}.`;
  const rest = stopped > 0 ? `The sweep was stopped before ${stopped} of ${figure.entries.length}.` : left === 0 ? null : toCome;
  const size = (value: number): number => (Number.isFinite(value) ? value : Infinity);
  const ordered = done.slice().sort((a, b) => size(a.full) - size(b.full));
  const worst = done.reduce((top, entry) => (size(entry.singles[0].value) > size(top.singles[0].value) ? entry : top), done[0]);
  const [largest] = worst.singles;
  const names = formatList(worst.singles.map(({ name }) => name));
  const alike = worst.singles.length > 1 ? ', alike within the error, up to' : '';
  return sentence(
    `${done.length === 1 ? ofOne(done[0], lab) : ofSeveral(ordered[0], ordered[ordered.length - 1])}; of single layers ${names} the most${done.length === 1 ? '' : `, with ${worst.name}`}${alike}: ${signed(largest.value)} into ${largest.into}.`,
    rest,
  );
}

function measured(name: string, grid: LayerGrid, { metric, pair }: SharedLab): Measured | null {
  const midpoints = meanMidpoints(grid, metric, pair);
  if (midpoints === null) return null;
  const { full, spread, worst, endA, endB } = midpoints;
  const layers = worst.slice(1);
  const broken = layers.find(({ value }) => !Number.isFinite(value));
  const singles = broken === undefined ? largestOf(layers, scaleOf([endA, endB, full])) : [broken];
  const [low, high] = pair === null ? spread : [full, full];
  return { name, full, low, high, pairs: pair === null ? grid.pairs : 1, trained: grid.pairs, singles };
}

function ofOne(entry: Measured, { metric }: SharedLab): string {
  return `with ${entry.name} the whole path changes the ${metric} by ${withRange(entry)}`;
}

function ofSeveral(least: Measured, most: Measured): string {
  if (Math.min(least.pairs, most.pairs) > 1 && least.high < most.low)
    return `the whole path costs less with ${least.name}, ${withRange(least)}, than with ${most.name}, ${withRange(most)}`;
  const one = Math.min(least.trained, most.trained) > 1 ? 'the one pair of each that is shown' : 'one pair of each';
  const why = Math.min(least.pairs, most.pairs) < 2 ? `${one} tells no order` : 'the ranges overlap, so that these pairs tell no order';
  return `the whole path costs ${withRange(least)} with ${least.name} and ${withRange(most)} with ${most.name}: ${why}`;
}

/** '+0.26 (3 pairs from +0.10 to +0.40)'. */
function withRange({ full, low, high, pairs }: Measured): string {
  return pairs < 2 ? signed(full) : `${signed(full)} (${pairs} pairs from ${signed(low)} to ${signed(high)})`;
}
