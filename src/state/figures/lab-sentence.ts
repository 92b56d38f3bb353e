/**
 * The sentence above a figure of the laboratory: what it shows, in plain words and its own numbers. Barriers are those of the
 * midpoint against the mean of the full ends (methods.md §4); where the ends differ much, it says what else they could be.
 */
import type { LayerGrid, Robustness, Subspaces } from '../../landscape/layers/results.ts';
import { formatChange, formatCount, formatDuration, formatNumber } from '../../base/format.ts';
import { layersName } from '../../landscape/layers/layer-schedule.ts';
import type { AppState } from '../app-state.ts';
import type { View } from '../experiment.ts';
import type { Description } from './explore-sentence.ts';
import type { AveragingFigure, LabGrids, OfPair, SensitivityFigure } from './lab-results.ts';
import { largestMidpoint, meanMidpoints, type Midpoints } from '../../landscape/layers/midpoints.ts';

/** Loss differences below this are rounding, not barriers. */
const NEGLIGIBLE = 1e-3;
/** A single layer below this part of the full barrier does not carry it. */
const SMALL = 1 / 3;

type Described = Pick<AppState, 'lab' | 'training' | 'data' | 'networks' | 'roles'> & { readonly view: Pick<View, 'lab' | 'split'> };

export function describeLab(state: Described): Description {
  const { lab, view } = state;
  const { figure } = view.lab;
  const busy = describeTraining(state);
  if (busy !== null && figure !== 'toy') return { text: busy, kind: 'busy', verdict: null };
  const text = textOf(state);
  // What is not finite in a figure that is not whole may be still to come.
  const unfinished = figure !== 'toy' && figure !== 'sensitivity' && lab[figure].status !== 'done' && text !== null && text.includes('not finite');
  if (unfinished && lab[figure].status === 'stopped') return { text: 'The figure was stopped before it was whole.', kind: 'empty', verdict: null };
  if (text !== null && !unfinished) return { text, kind: 'result', verdict: null };
  if (figure !== 'toy' && lab[figure].status === 'running') return { text: 'Measuring.', kind: 'busy', verdict: null };
  if (figure !== 'toy' && lab[figure].status === 'failed')
    return { text: lab[figure].error?.message ?? 'The figure could not be computed.', kind: 'empty', verdict: null };
  if (figure === 'sensitivity')
    return { text: 'Sweep the learning rate or the task to see what makes layers sensitive.', kind: 'empty', verdict: null };
  return {
    text:
      view.lab.pairs === null
        ? 'Choose two networks as A and B, or train pairs, to see which layers carry what lies between them.'
        : 'Train the pairs to see which layers carry what lies between them.',
    kind: 'empty',
    verdict: null,
  };
}

function textOf({ lab, view }: Described): string | null {
  switch (view.lab.figure) {
    case 'barriers':
      return lab.barriers.result === null ? null : describeSingle(lab.barriers.result, view.lab);
    case 'cumulative':
      return lab.cumulative.result === null ? null : describeCumulative(lab.cumulative.result, view.lab);
    case 'averaging':
      return lab.averaging.result === null ? null : ofPair(view.lab, lab.averaging.result, describeAveraging(lab.averaging.result));
    case 'sensitivity':
      return lab.sensitivity.result === null ? null : describeSweep(lab.sensitivity.result, view.lab);
    case 'robustness':
      return lab.robustness.result === null ? null : ofPair(view.lab, lab.robustness.result, describeRobustness(lab.robustness.result));
    case 'subspaces':
      return lab.subspaces.result === null ? null : ofPair(view.lab, lab.subspaces.result, describeSubspaces(lab.subspaces.result));
    case 'toy':
      return `Both ends lie in the valley ${view.lab.toy.factors === 2 ? 'w₁·w₂ = 1' : `where the product of all ${view.lab.toy.factors} weights is 1`}, where the loss is 0; the straight way between them leaves it.`;
  }
}

/** Says of which pair it is, where there are several. */
function ofPair({ pairs }: View['lab'], { pairName }: OfPair<unknown>, text: string | null): string | null {
  return text === null || pairs === null || pairs.count === 1 ? text : `${pairName}: ${text}`;
}

function describeTraining({ training, data }: Described): string | null {
  if (training.status === 'running') {
    const run = training.result;
    if (run === null) return 'Training networks.';
    const left = run.secondsLeft === null ? '' : `, ${formatDuration(run.secondsLeft)} to go`;
    return `Training ${run.names.length} networks: epoch ${Math.floor(run.epoch)} of ${run.epochs}${left}.`;
  }
  return data.status === 'running' ? 'Loading the data.' : null;
}

/** 'The whole path raises the test loss by 0.26, no single layer by more than 0.06.' */
function describeSingle(figure: LabGrids, lab: View['lab']): string | null {
  const midpoints = shownMidpoints(figure, lab);
  if (midpoints === null) return null;
  const { full } = midpoints;
  const single = largestMidpoint(midpoints);
  const what = quantity(figure, lab);
  if (!Number.isFinite(full)) return `Half-way between A and B the ${what} is not finite: their average is no working network.`;
  const scope = `${pairWords(figure, lab, midpoints)}${figure.naive === null ? 'matched neuron by neuron, ' : ''}`;
  if (full < NEGLIGIBLE)
    return sentence(
      `${scope}averaging all layers of A and B ${full < -NEGLIGIBLE ? `lowers the ${what} by ${formatNumber(-full)}` : `leaves the ${what} where it is`}: there is no barrier half-way.`,
      qualityWords(midpoints, what),
      alignedWords(figure, lab),
    );
  const alone = !Number.isFinite(single.value)
    ? 'some single layers lead where it is not finite'
    : single.value <= SMALL * full
      ? `no single layer by more than ${formatNumber(Math.max(0, single.value), 2)}`
      : `${single.name} alone by up to ${formatNumber(single.value, 2)}`;
  return sentence(
    `${scope}the whole path raises the ${what} by ${formatNumber(full, 2)}, ${alone}.`,
    qualityWords(midpoints, what),
    alignedWords(figure, lab),
  );
}

/** 'The barrier of 0.26 comes in between the 3rd and the 6th step: layers 1–2 make a tenth of it, layers 1–6 nine tenths.' */
function describeCumulative(figure: LabGrids, lab: View['lab']): string | null {
  const midpoints = shownMidpoints(figure, lab);
  if (midpoints === null) return null;
  const what = quantity(figure, lab);
  const { full, names, intoA, intoB } = midpoints;
  if (!Number.isFinite(full)) return `Half-way between A and B the ${what} is not finite: their average is no working network.`;
  const scope = `${pairWords(figure, lab, midpoints)}${figure.naive === null ? 'matched neuron by neuron, ' : ''}`;
  if (full < NEGLIGIBLE) {
    const change =
      full < -NEGLIGIBLE ? `lowers the ${what} by ${formatNumber(-full)}: there is no barrier` : `leaves the ${what} where it is: there is nothing`;
    return sentence(`${scope}averaging all layers ${change} to divide among them.`, qualityWords(midpoints, what));
  }
  // Of both ways the worse, row by row in the order in which layers joined.
  const rows = names.map((name, row) => ({ name, value: Math.max(intoA[row], intoB[row]) })).slice(1);
  const order = lab.cumulative.sequence === 'fromOutput' ? rows.slice().reverse() : rows;
  if (lab.cumulative.sequence === 'window') {
    const top = rows.reduce((best, row) => (row.value > best.value ? row : best), rows[0]);
    return sentence(
      `${scope}the whole path raises the ${what} by ${formatNumber(full, 2)}; ${rows.length === 1 ? 'the window takes in every layer' : `of ${lab.cumulative.window} neighbouring layers together, ${top.name} the most, by ${formatNumber(top.value, 2)}`}.`,
      qualityWords(midpoints, what),
    );
  }
  const quality = qualityWords(midpoints, what);
  // The end alone may lie as far above the mean of both as the whole barrier: where layers join says nothing then.
  if (quality !== null) return sentence(`${scope}the whole path raises the ${what} by ${formatNumber(full, 2)}.`, quality);
  const first = order.find(({ value }) => value >= 0.1 * full);
  const most = order.find(({ value }) => value >= 0.9 * full);
  const grown =
    first === undefined || most === undefined
      ? 'no set of layers short of all reaches a tenth of it'
      : first.name === most.name
        ? `it appears at once, with ${first.name}`
        : `a tenth of it is there with ${first.name}, nine tenths with ${most.name}`;
  return sentence(`${scope}the whole path raises the ${what} by ${formatNumber(full, 2)}: ${grown}.`);
}

function describeAveraging(figure: AveragingFigure): string | null {
  const averages = figure.naive ?? figure.aligned;
  if (averages === null) return null;
  const sets = figure.sets.length;
  const test = (model: (typeof averages.models)[number]): number => averages.scores.loss[averages.models.indexOf(model) * sets + sets - 1];
  const [a, b, average, some] = [test('a'), test('b'), test('average'), Math.min(test('someIntoA'), test('someIntoB'))];
  const best = Math.min(a, b);
  const verdict = !Number.isFinite(average)
    ? 'their average is no working network'
    : average < best
      ? `their average is better than either, ${formatNumber(average)}`
      : `their average is ${average > Math.max(a, b) ? 'worse than either' : 'between the two'}, ${formatNumber(average)}`;
  const chosen =
    averages.layers.length === 0 || !Number.isFinite(some)
      ? ''
      : `; with ${layersName(averages.layers)} averaged alone, at best ${formatNumber(some)}`;
  const halves = figure.halves === 'own' ? '' : ' (The halves are drawn for this figure: neither client is known to have learnt from one alone.)';
  return sentence(`on the test examples client A has a loss of ${formatNumber(a)}, client B of ${formatNumber(b)}; ${verdict}${chosen}.${halves}`);
}

/** 'Half-way to B the test loss is 0.26 above A’s; as far in a random direction 0.02 (mean of 5 draws).' Of A, all layers. */
function describeRobustness({ naive, aligned, split }: OfPair<Robustness>): string | null {
  const found = naive ?? aligned;
  const half = found?.t.indexOf(0.5) ?? -1;
  if (found === null || half < 0) return null;
  const { names, t, draws, a } = found;
  const above = (row: number): { path: number; random: number } => {
    const cell = row * t.length + half;
    const drawn = a.random.loss.subarray(cell * draws, (cell + 1) * draws);
    return { path: a.path.loss[cell] - a.clean.loss, random: drawn.reduce((sum, loss) => sum + loss, 0) / draws - a.clean.loss };
  };
  const full = above(0);
  const verdict =
    !Number.isFinite(full.path) || !Number.isFinite(full.random)
      ? ''
      : full.path > 2 * Math.max(full.random, NEGLIGIBLE)
        ? ': the way to B costs more than a random one of that length'
        : full.random > 2 * Math.max(full.path, NEGLIGIBLE)
          ? ': the way to B costs less than a random one of that length'
          : ': the way to B is no special direction';
  const layers = names.slice(1).map((name, l) => ({ name, ...above(l + 1) }));
  const worst = layers.reduce((most, layer) => (layer.path - layer.random > most.path - most.random ? layer : most), layers[0]);
  const single =
    layers.length === 1 ? '' : ` Of single layers ${worst.name} stands out most: ${signed(worst.path)} towards B, ${signed(worst.random)} at random.`;
  return `Half-way to B the ${split} loss of A changes by ${signed(full.path)}, as far in a random direction by ${signed(full.random)} (mean of ${draws} draw${draws === 1 ? '' : 's'})${verdict}.${single}`;
}

/** 'Noise as long as the way to B changes the test loss by +0.3 inside the 20 training directions, by +0.01 outside them.' */
function describeSubspaces({ naive, aligned, split }: OfPair<Subspaces>): string | null {
  const found = naive ?? aligned;
  if (found === null) return null;
  const { norms, distance, draws, training, complement, clean, dimension, parameters, layer } = found;
  const at = norms.reduce((best, norm, i) => (Math.abs(Math.log(norm / distance)) < Math.abs(Math.log(norms[best] / distance)) ? i : best), 0);
  const median = (loss: Float64Array): number => {
    const drawn = loss.slice(at * draws, (at + 1) * draws).sort();
    return 0.5 * (drawn[Math.floor((draws - 1) / 2)] + drawn[Math.ceil((draws - 1) / 2)]) - clean.a.loss;
  };
  const where = layer === null ? '' : ` in layer ${layer + 1}`;
  return `Noise${where} of length ${formatNumber(norms[at], 2)} (B is ${formatNumber(distance, 2)} away) changes the ${split} loss of A by ${signed(median(training.loss))} inside the training subspace (${dimension} of ${formatCount(parameters)} dimensions), by ${signed(median(complement.loss))} orthogonal to it (medians of ${draws}), by ${signed(found.towards.loss[at] - clean.a.loss)} straight towards B.`;
}

function describeSweep(figure: SensitivityFigure, lab: View['lab']): string | null {
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

/** What is shown of the last column, of the naive path where there is one. */
function shownMidpoints(figure: LabGrids, lab: View['lab']): Midpoints | null {
  const grid = lastGrid(figure.naive ?? figure.aligned);
  return grid === null ? null : meanMidpoints(grid, lab.metric, lab.pair);
}

function lastGrid(grids: readonly (LayerGrid | null)[] | null): LayerGrid | null {
  return grids?.[grids.length - 1] ?? null;
}

/** Where the ends differ by over half the barrier, what it is measured against decides (methods.md §1). */
function qualityWords({ endA, endB, endsApart, full, middle }: Midpoints, what: string): string | null {
  if (!(endsApart > Math.abs(full) / 2) || endsApart < NEGLIGIBLE) return null;
  // Of several pairs the means may agree where the ends of each do not.
  if (Math.abs(endA - endB) < 0.5 * endsApart)
    return `The ends of a pair differ by ${formatNumber(endsApart)} on average, so that the reference decides: against the mean of the two it is ${signed(full)}.`;
  const worse = Math.max(endA, endB);
  return `A and B themselves differ (${what} ${formatNumber(endA)} and ${formatNumber(endB)}), so that the reference decides: half-way it is ${formatNumber(middle)}, ${signed(full)} against the mean of the two and ${signed(middle - worse)} against the worse one.`;
}

function alignedWords(figure: LabGrids, lab: View['lab']): string | null {
  const grid = figure.naive === null ? null : lastGrid(figure.aligned);
  const midpoints = grid === null ? null : meanMidpoints(grid, lab.metric, lab.pair);
  if (midpoints === null) return null;
  return `Matched neuron by neuron, the whole path makes ${signed(midpoints.full)}, the largest single layer ${signed(largestMidpoint(midpoints).value)}.`;
}

function pairWords(figure: LabGrids, lab: View['lab'], { spread }: Midpoints): string {
  if (figure.pairs.length < 2) return '';
  if (lab.pair !== null) return `for ${figure.pairs[Math.min(lab.pair, figure.pairs.length - 1)]}, `;
  return `on average over ${figure.pairs.length} pairs (full barriers from ${formatNumber(spread[0], 2)} to ${formatNumber(spread[1], 2)}), `;
}

function quantity({ split }: LabGrids, { metric }: View['lab']): string {
  return `${split} ${metric}`;
}

function signed(value: number): string {
  return formatChange(value, 2);
}

function sentence(first: string, ...more: (string | null)[]): string {
  const start = first.charAt(0).toUpperCase() + first.slice(1);
  return [start, ...more.filter((part) => part !== null)].join(' ');
}
