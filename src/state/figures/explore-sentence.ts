/**
 * The sentence above the figures: what they show, in plain words and their own numbers. It says so where matching does not
 * help, where the ends differ in quality, and what is still missing.
 */
import { formatCoordinate, formatDuration, formatList, formatNumber, formatPercent } from '../../base/format.ts';
import type { Curve, LayerProfile } from '../../landscape/results.ts';
import type { AppState, NetworkEntry } from '../app-state.ts';
import type { View } from '../experiment.ts';

export interface Description {
  readonly text: string;
  /** 'result': from the curve; the others say what to do or what is under way. */
  readonly kind: 'empty' | 'busy' | 'result';
  /** What the matching did to the barrier; null where it is not known. */
  readonly verdict: 'removed' | 'lowered' | 'unchanged' | 'raised' | 'none-to-remove' | null;
}

/** A barrier below this part of the naive one counts as gone. */
const REMOVED = 0.1;
const CHANGED = 0.15;
/** Loss differences below this are rounding, not barriers. */
const NEGLIGIBLE = 1e-3;
/** A peak this near to the middle is that of the average. */
const NEAR_MIDDLE = 0.1;

type Described = Pick<AppState, 'curve' | 'layers' | 'networks' | 'roles' | 'aligned' | 'data' | 'training' | 'pending'> & {
  readonly view: Pick<View, 'split' | 'curve'>;
};

export function describeExperiment(state: Described): Description {
  const { A, B } = state.roles;
  // While new networks are measured, what was measured of others says nothing of them.
  const current = <F extends { readonly networks: readonly [string, string] }>(found: F | null): F | null =>
    found === null || found.networks[0] !== A || found.networks[1] !== B ? null : found;
  const figure = current(state.curve.result);
  if (figure === null) return describeAbsence(state);
  const { split } = state.view;
  const naive = figure.naive[split];
  const aligned = state.aligned.B === null ? null : (figure.aligned?.[split] ?? null);
  const definition = state.view.curve.definition;
  const before = naive.lossBarrier.barrier[definition];
  const after = aligned?.lossBarrier.barrier[definition] ?? null;
  const verdict = verdictOf(before, after);
  const parts = [
    naiveSentence(naive, before, split),
    alignedSentence(before, after, verdict, methodOf(state)),
    layerSentence(current(state.layers.result)?.naive ?? null, before),
    qualitySentence(naive, before),
  ];
  return { text: parts.filter((part) => part !== null).join(' '), kind: 'result', verdict };
}

function describeAbsence({ training, data, roles, networks, pending, curve }: Described): Description {
  if (training.status === 'running') {
    const run = training.result;
    const left = run === null || run.secondsLeft === null ? '' : `, ${formatDuration(run.secondsLeft)} to go`;
    const which = run === null ? 'networks' : run.names.length === 1 ? 'a network' : `${run.names.length} networks`;
    return busy(`Training ${which}${run === null ? '' : `: epoch ${Math.floor(run.epoch)} of ${run.epochs}${left}`}.`);
  }
  if (data.status === 'running') return busy('Loading the data.');
  if (data.status === 'failed') return empty('The data could not be loaded. Choose others, or drop a file here.');
  if (pending !== null && pending.files.length > 0)
    return empty(`This link needs ${formatList(pending.files)}: drop ${pending.files.length === 1 ? 'it' : 'them'} on this page.`);
  if (pending !== null && pending.train.length > 0)
    return empty('This link asks for networks that are not in this browser: train them to see what it shows.');
  const held = (id: string | null): NetworkEntry | undefined => networks.find((entry) => entry.id === id);
  if (networks.length === 0) return empty('Train networks to see what lies between them.');
  if (held(roles.A) === undefined || held(roles.B) === undefined) return empty('Choose two networks as A and B to see what lies between them.');
  if (curve.status === 'failed') return empty(curve.error?.message ?? 'The path between A and B could not be computed.');
  if (curve.status === 'stopped') return empty('The path between A and B was stopped before it was measured.');
  if (curve.status === 'idle') return empty('A and B do not fit the data that are shown. Choose networks that were trained on them.');
  return busy('Measuring what lies between A and B.');
}

function naiveSentence(curve: Curve, barrier: number, split: string): string {
  const { a, b, middle } = ends(curve);
  if (!Number.isFinite(barrier)) return `Between A and B the ${split} loss is not finite: their average is no working network.`;
  if (barrier < NEGLIGIBLE)
    return `Averaging A and B keeps the ${split} loss where it is: ${formatNumber(a)} at A, ${formatNumber(middle)} half-way, ${formatNumber(b)} at B. There is no barrier.`;
  const from = a === b || formatNumber(a, 2) === formatNumber(b, 2) ? formatNumber(a) : `${formatNumber(a)} (A) and ${formatNumber(b)} (B)`;
  const inside = Array.from(curve.loss, (loss, i) => (Number.isFinite(loss) && curve.alpha[i] >= 0 && curve.alpha[i] <= 1 ? loss : -Infinity));
  const top = Math.max(...inside);
  const at = curve.alpha[inside.indexOf(top)];
  if (Math.abs(at - 0.5) <= NEAR_MIDDLE)
    return `Averaging A and B raises the ${split} loss from ${from} to ${formatNumber(top)}: a barrier of ${formatNumber(barrier)}.`;
  return `On the way from A to B the ${split} loss rises from ${from} to ${formatNumber(top)}, at α = ${formatCoordinate(at)}: a barrier of ${formatNumber(barrier)}.`;
}

function alignedSentence(before: number, after: number | null, verdict: Description['verdict'], method: string): string | null {
  if (after === null) return null;
  if (method === 'identity') return 'B′ is B as it is: nothing was matched.';
  if (method === 'random')
    return `With B’s neurons shuffled at random the barrier is ${formatNumber(after)}: B′ still computes what B computes, only its coordinates changed.`;
  if (!Number.isFinite(after)) return 'Matched neuron by neuron, the loss between them is not finite either.';
  switch (verdict) {
    case 'none-to-remove':
      return after < NEGLIGIBLE ? 'Matched neuron by neuron, it stays so.' : `Matching neuron by neuron makes one of ${formatNumber(after)}.`;
    case 'removed':
      return `Matched neuron by neuron, it does not: ${after < NEGLIGIBLE ? 'nothing of the barrier' : `a barrier of ${formatNumber(after)}`} is left.`;
    case 'lowered':
      return `Matched neuron by neuron, the barrier falls to ${formatNumber(after)} (${formatPercent(after / before, 2)}): matching helps, but does not remove it.`;
    case 'raised':
      return `Matching neuron by neuron does not help here: the barrier rises to ${formatNumber(after)}.`;
    default:
      return `Matching neuron by neuron hardly helps here: the barrier is ${formatNumber(after)}.`;
  }
}

/** Which layers carry the naive barrier, from the single-layer row at the middle of the path; of the two ways the worse. */
function layerSentence(profile: LayerProfile | null, barrier: number): string | null {
  if (profile === null || profile.schedule !== 'single' || profile.layers.length < 2 || !(barrier >= NEGLIGIBLE)) return null;
  const columns = profile.alpha.length;
  const middle = profile.alpha.reduce((best, alpha, i) => (Math.abs(alpha - 0.5) < Math.abs(profile.alpha[best] - 0.5) ? i : best), 0);
  const at = (row: number): number => Math.max(profile.lossIntoA[row * columns + middle], profile.lossIntoB[row * columns + middle]);
  const values = profile.layers.map((_, l) => at(l + 1));
  if (values.some((value) => !Number.isFinite(value))) return null;
  const largest = Math.max(...values);
  if (largest < 0.1 * barrier) return `No single layer carries it: the largest alone makes ${formatNumber(Math.max(largest, 0))}.`;
  const carriers = profile.layers.filter((_, l) => values[l] >= 0.5 * largest);
  const named =
    carriers.length === profile.layers.length
      ? 'Each layer alone costs too'
      : `Of single layers, ${formatList(carriers)} cost${carriers.length === 1 ? 's' : ''} most`;
  return `${named} (up to ${formatNumber(largest)} for ${profile.layers[values.indexOf(largest)]} alone).`;
}

/** Where the ends differ by over half the barrier, what it is measured against matters (methods.md §1). */
function qualitySentence(curve: Curve, barrier: number): string | null {
  const { a, b } = ends(curve);
  const difference = Math.abs(a - b);
  if (!(difference > barrier / 2) || difference < NEGLIGIBLE) return null;
  return `A and B themselves differ (${formatNumber(a)} and ${formatNumber(b)}), so that the size of the barrier depends on what it is measured against.`;
}

/** How B' was made; weight matching where the list does not say. */
function methodOf({ networks, aligned }: Described): string {
  const origin = networks.find(({ id }) => id === aligned.B)?.origin;
  return origin?.kind === 'aligned' ? origin.method : 'weight';
}

function verdictOf(before: number, after: number | null): Description['verdict'] {
  if (after === null || !Number.isFinite(before) || !Number.isFinite(after)) return null;
  if (before < NEGLIGIBLE) return 'none-to-remove';
  if (after <= REMOVED * before) return 'removed';
  if (after < (1 - CHANGED) * before) return 'lowered';
  return after > (1 + CHANGED) * before ? 'raised' : 'unchanged';
}

function ends(curve: Curve): { a: number; b: number; middle: number } {
  const at = (alpha: number): number => {
    const nearest = curve.alpha.reduce((best, value, i) => (Math.abs(value - alpha) < Math.abs(curve.alpha[best] - alpha) ? i : best), 0);
    return curve.loss[nearest];
  };
  return { a: at(0), b: at(1), middle: at(0.5) };
}

function busy(text: string): Description {
  return { text, kind: 'busy', verdict: null };
}

function empty(text: string): Description {
  return { text, kind: 'empty', verdict: null };
}
