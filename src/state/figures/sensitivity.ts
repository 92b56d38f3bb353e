/** The sensitivity sweep: layer-wise barriers of one setting after another. A run of its own that a person starts. */
import { inRange, oneOf } from '../../base/check.ts';
import { choiceSetting, distinctList, otherSetting, type Settings } from '../../base/setting.ts';
import { meanMidpoints, type SetBarrier } from '../../landscape/layers/midpoints.ts';
import { formatDuration } from '../../base/format.ts';
import { asNumber } from '../../base/number-text.ts';
import { keptSweep, restoredSweep } from '../pairs/kept-sweep.ts';
import { runSweep, type SensitivityFigure } from '../pairs/sweep.ts';
import { SWEEP_TASKS, type SensitivityView } from '../pairs/sweep-plan.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import type { RunFigure } from './definition.ts';
import type { SharedLab } from './lab-view.ts';
import { scaleOf } from './sentences/certainty.ts';
import { measuredWords, sentence, signed } from './sentences/sentence-words.ts';
import { largestOf, stands } from './sentences/single-layers.ts';

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
      'The same picture for one setting after another, on one colour scale: what the learning rate, or the task, does to the barriers of the layers. A cell without a colour lies within its error: no barrier is known there.',
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
  /** Of the mean over those that are looked at: half its 95 % interval, or of one pair twice its standard error. */
  readonly margin: number;
  /** Of the losses, or errors, that barriers are differences of. */
  readonly scale: number;
  /** Each single layer's cell, the larger of both ways. */
  readonly layers: readonly SetBarrier[];
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
  return sentence(`${done.length === 1 ? ofOne(done[0], lab) : ofSeveral(ordered[0], ordered[ordered.length - 1])}; ${singleWords(done)}.`, rest);
}

/** The largest cell of a single layer that is beyond its error, and which others may be as large. */
function singleWords(done: readonly Measured[]): string {
  const of = (entry: Measured): string => (done.length === 1 ? '' : ` with ${entry.name}`);
  const cells = done.flatMap((entry) => entry.layers.map((layer) => ({ layer, entry })));
  const broken = cells.find(({ layer }) => !Number.isFinite(layer.value));
  if (broken !== undefined) return `of single layers ${broken.layer.name}${of(broken.entry)} leads where it is not finite`;
  const beyond = cells.filter(({ layer, entry }) => stands(layer, entry.scale));
  if (beyond.length === 0) return 'no single layer has a barrier beyond its error';
  const top = beyond.reduce((most, cell) => (cell.layer.value > most.layer.value ? cell : most));
  const alike = new Set(
    largestOf(
      [top, ...cells.filter((cell) => cell !== top)].map(({ layer }) => layer),
      top.entry.scale,
      top.layer,
    ),
  );
  const rivals = cells.filter((cell) => cell !== top && alike.has(cell.layer));
  const [rival] = rivals;
  const others =
    rivals.length === 1 && beyond.includes(rival)
      ? `${rival.layer.name}${of(rival.entry)}`
      : rivals.length === 1
        ? 'another'
        : `any of ${rivals.length} others`;
  const size = measuredWords(top.layer, top.entry.pairs, top.entry.scale);
  return `of single layers ${top.layer.name}${of(top.entry)} the most, ${size} into ${top.layer.into}${rivals.length === 0 ? '' : `, though within the errors it may be ${others}`}`;
}

function measured(name: string, grid: LayerGrid, { metric, pair }: SharedLab): Measured | null {
  const midpoints = meanMidpoints(grid, metric, pair);
  if (midpoints === null) return null;
  const { full, margin, spread, worst, endA, endB } = midpoints;
  const [low, high] = pair === null ? spread : [full, full];
  const pairs = pair === null ? grid.pairs : 1;
  return { name, full, margin, low, high, pairs, trained: grid.pairs, scale: scaleOf([endA, endB, full]), layers: worst.slice(1) };
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
function withRange({ full, margin, low, high, pairs, scale }: Measured): string {
  return pairs < 2 ? measuredWords({ value: full, margin }, 1, scale) : `${signed(full)} (${pairs} pairs from ${signed(low)} to ${signed(high)})`;
}
