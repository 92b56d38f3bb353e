/** The sensitivity sweep: layer-wise barriers of one setting after another. A run of its own that a person starts. */
import { inRange, oneOf } from '../../base/check.ts';
import { choiceSetting, distinctList, otherSetting, type Settings } from '../../base/setting.ts';
import { largestMidpoint, meanMidpoints } from '../../landscape/layers/midpoints.ts';
import { formatDuration } from '../../base/format.ts';
import { asNumber } from '../../base/number-text.ts';
import { keptSweep, restoredSweep } from '../pairs/kept-sweep.ts';
import { runSweep, type SensitivityFigure } from '../pairs/sweep.ts';
import { SWEEP_TASKS, type SensitivityView } from '../pairs/sweep-plan.ts';
import type { RunFigure } from './definition.ts';
import type { SharedLab } from './lab-view.ts';
import { sentence, signed } from './sentence-words.ts';

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
    entries: figure.entries.map((entry) => (entry.status === 'training' || entry.status === 'measuring' ? { ...entry, status: 'waiting' } : entry)),
  }),
  kept: keptSweep,
  restored: restoredSweep,
  sentence: ({ result, state }) => (result === null ? null : describe(result, state.view.lab)),
  advice: 'Sweep the learning rate or the task to see what makes layers sensitive.',
  ends: () => null,
  call: null,
};

function describe(figure: SensitivityFigure, lab: SharedLab): string | null {
  const done = figure.entries.flatMap(({ name, grid }) => {
    const midpoints = grid === null ? null : meanMidpoints(grid, lab.metric, lab.pair);
    return midpoints === null ? [] : [{ name, full: midpoints.full, single: largestMidpoint(midpoints) }];
  });
  if (done.length === 0) return null;
  const left = figure.entries.length - done.length;
  const rest =
    left === 0 ? null : `${left} of ${figure.entries.length} to come${figure.secondsLeft === null ? '' : `, ${formatDuration(figure.secondsLeft)}`}.`;
  const size = (value: number): number => (Number.isFinite(value) ? value : Infinity);
  const ordered = done.slice().sort((a, b) => size(a.full) - size(b.full));
  const [least, most] = [ordered[0], ordered[ordered.length - 1]];
  const worst = done.reduce((top, entry) => (size(entry.single.value) > size(top.single.value) ? entry : top), done[0]);
  const range =
    done.length === 1
      ? `with ${least.name} the whole path changes the ${lab.metric} by ${signed(least.full)}`
      : `the whole path costs least with ${least.name} (${signed(least.full)}) and most with ${most.name} (${signed(most.full)})`;
  return sentence(
    `${range}; of single layers ${worst.single.name} the most${done.length === 1 ? '' : `, with ${worst.name}`}: ${signed(worst.single.value)}.`,
    rest,
  );
}
