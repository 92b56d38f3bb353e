/** The path in words: what averaging costs, what the matching did to it, and where the ends differ in quality. */
import type { BarrierDefinition, Curve } from '../../landscape/results.ts';
import { formatCoordinate, formatNumber, formatPercent } from '../../base/format.ts';
import type { SharedState } from '../shared-state.ts';
import type { Said } from './definition.ts';
import { NEGLIGIBLE } from './sentence-words.ts';

type Verdict = Said['verdict'];

/** On the split that is shown. */
export interface Paths {
  readonly naive: Curve;
  readonly aligned: Curve | null;
}

/** A barrier below this part of the naive one counts as gone. */
const REMOVED = 0.1;
const CHANGED = 0.15;
/** A peak this near to the middle is that of the average. */
const NEAR_MIDDLE = 0.1;

/** @param carriers which layers carry a barrier of this size; null where that is not known */
export function describePath(
  { naive, aligned }: Paths,
  definition: BarrierDefinition,
  state: Pick<SharedState, 'networks' | 'aligned'> & { readonly view: { readonly split: string } },
  carriers: (barrier: number) => string | null,
): Said {
  const before = naive.lossBarrier.barrier[definition];
  const after = aligned?.lossBarrier.barrier[definition] ?? null;
  const verdict = verdictOf(before, after);
  const parts = [
    naiveSentence(naive, before, state.view.split),
    alignedSentence(before, after, verdict, methodOf(state)),
    carriers(before),
    qualitySentence(naive, before),
  ];
  return { text: parts.filter((part) => part !== null).join(' '), verdict };
}

function verdictOf(before: number, after: number | null): Verdict {
  if (after === null || !Number.isFinite(before) || !Number.isFinite(after)) return null;
  if (before < NEGLIGIBLE) return 'none-to-remove';
  if (after <= REMOVED * before) return 'removed';
  if (after < (1 - CHANGED) * before) return 'lowered';
  return after > (1 + CHANGED) * before ? 'raised' : 'unchanged';
}

function naiveSentence(curve: Curve, barrier: number, split: string): string {
  const { a, b, middle } = endsOf(curve);
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

function alignedSentence(before: number, after: number | null, verdict: Verdict, method: string): string | null {
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

/** Where the ends differ by over half the barrier, what it is measured against matters (methods.md §1). */
function qualitySentence(curve: Curve, barrier: number): string | null {
  const { a, b } = endsOf(curve);
  const difference = Math.abs(a - b);
  if (!(difference > barrier / 2) || difference < NEGLIGIBLE) return null;
  return `A and B themselves differ (${formatNumber(a)} and ${formatNumber(b)}), so that the size of the barrier depends on what it is measured against.`;
}

/** How B' was made; weight matching where the list does not say. */
function methodOf({ networks, aligned }: Pick<SharedState, 'networks' | 'aligned'>): string {
  const origin = networks.find(({ id }) => id === aligned.B)?.origin;
  return origin?.kind === 'aligned' ? origin.method : 'weight';
}

function endsOf(curve: Curve): { a: number; b: number; middle: number } {
  const at = (alpha: number): number => {
    const nearest = curve.alpha.reduce((best, value, i) => (Math.abs(value - alpha) < Math.abs(curve.alpha[best] - alpha) ? i : best), 0);
    return curve.loss[nearest];
  };
  return { a: at(0), b: at(1), middle: at(0.5) };
}
