/**
 * The path in words: what averaging costs, where the barrier lies and against what, what the matching did to it, and where the ends
 * differ in quality. Every clause speaks of a difference only where it exceeds its error.
 */
import type { BarrierDefinition, Curve } from '../../../landscape/results.ts';
import { barrierReference } from '../../../landscape/path/barrier.ts';
import { formatCoordinate, formatNumber, formatPercent, formatUncertain } from '../../../base/format.ts';
import type { SharedState } from '../../shared-state.ts';
import { namedPair } from '../../networks/named.ts';
import { changeBetween, isBeyondError, scaleOf } from './certainty.ts';
import type { Said } from '../definition.ts';

type Verdict = Said['verdict'];

/** On the split that is shown. */
export interface Paths {
  readonly naive: Curve;
  readonly aligned: Curve | null;
}

export const SAME_NETWORK = 'A and B are the same network: nothing lies between them.';

/** Whether one network has both roles. */
export function isSameNetwork({ roles }: Pick<SharedState, 'roles'>): boolean {
  return roles.A !== null && roles.A === roles.B;
}

/** A barrier below this part of the naive one counts as removed, whatever is left. */
const REMOVED = 0.1;

const ABOVE: Readonly<Record<BarrierDefinition, string>> = {
  lerp: 'above the chord',
  mean: 'above the mean of the ends',
  max: 'above the worse end',
};

/** @param carriers which layers carry the barrier half-way; null where that is not known */
export function describePath(
  { naive, aligned }: Paths,
  definition: BarrierDefinition,
  state: Pick<SharedState, 'networks' | 'roles' | 'aligned'> & { readonly view: { readonly split: string } },
  carriers: () => string | null,
): Said {
  const { split } = state.view;
  if (isSameNetwork(state)) return { text: SAME_NETWORK, verdict: null };
  if (!Number.isFinite(naive.lossBarrier.barrier[definition])) {
    const matched = aligned === null || methodOf(state) === 'identity' ? null : unfinishedMatch(aligned, definition);
    return { text: join(brokenSentence(naive, definition, split, namedPair(state)), matched), verdict: null };
  }
  const verdict = aligned === null ? null : verdictOf(naive, aligned, definition);
  return {
    text: join(
      averageSentence(naive, definition, split, namedPair(state)),
      lowSentence(naive, definition),
      aligned === null ? null : alignedSentence(naive, aligned, definition, methodOf(state)),
      hasBarrier(naive, definition) ? carriers() : null,
      endsSentence(naive, definition),
    ),
    verdict,
  };
}

function join(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ');
}

/** Beyond its error, and between the ends: an end that lies above the mean of both is no barrier. */
export function hasBarrier(curve: Curve, definition: BarrierDefinition): boolean {
  const { barrier, se, at } = curve.lossBarrier;
  const inside = at[definition] > 0 && at[definition] < 1;
  return inside && barrier[definition] > 0 && isBeyondError(barrier[definition], se[definition], scaleOf(curve.loss));
}

export function verdictOf(naive: Curve, aligned: Curve, definition: BarrierDefinition): Verdict {
  const change = changeBetween(naive, aligned, definition);
  if (!Number.isFinite(change.value)) return null;
  if (!hasBarrier(naive, definition)) return 'none-to-remove';
  if (!isBeyondError(change.value, change.se, scaleOf(naive.loss))) return 'unchanged';
  if (change.value > 0) return 'raised';
  const left = aligned.lossBarrier.barrier[definition];
  return !hasBarrier(aligned, definition) || left <= REMOVED * naive.lossBarrier.barrier[definition] ? 'removed' : 'lowered';
}

/** '0.206 ± 0.012'. */
function sized({ lossBarrier: { barrier, se }, loss }: Curve, definition: BarrierDefinition): string {
  // Rounding alone is nothing, and has no error.
  if (!isBeyondError(barrier[definition], NaN, scaleOf(loss)) && Number.isFinite(barrier[definition])) return formatNumber(0);
  return formatUncertain(barrier[definition], se[definition]);
}

function brokenSentence(curve: Curve, definition: BarrierDefinition, split: string, pair: string): string {
  const at = curve.lossBarrier.at[definition];
  if (at === 0 || at === 1) return `Between ${pair} the ${split} loss cannot be followed: that of ${at === 0 ? 'A' : 'B'} itself is not finite.`;
  const { middle } = endsOf(curve);
  if (!Number.isFinite(middle)) return `Between ${pair} the ${split} loss is not finite: their average is no working network.`;
  return `Between ${pair} the ${split} loss is not finite at α = ${formatCoordinate(at)}, so that there is no barrier to tell.`;
}

function unfinishedMatch(aligned: Curve, definition: BarrierDefinition): string {
  return Number.isFinite(aligned.lossBarrier.barrier[definition])
    ? `Matched neuron by neuron, it is everywhere: the barrier is ${sized(aligned, definition)} ${ABOVE[definition]}.`
    : 'Matched neuron by neuron, the loss between them is not finite either.';
}

/** @param pair both networks, by letter and name */
function averageSentence(curve: Curve, definition: BarrierDefinition, split: string, pair: string): string {
  const barrier = hasBarrier(curve, definition) ? `a barrier of ${sized(curve, definition)} ${ABOVE[definition]}${placeOf(curve, definition)}` : null;
  const { a, b, middle } = endsOf(curve);
  const moved = movedAt(curve);
  const from = formatNumber(a) === formatNumber(b) ? formatNumber(a) : `${formatNumber(a)} (A) and ${formatNumber(b)} (B)`;
  if (moved === 'raises' && barrier !== null && placeOf(curve, definition) === '')
    return `Averaging ${pair} raises the ${split} loss from ${from} to ${formatNumber(middle)}: ${barrier}.`;
  const average =
    moved === 'raises' || moved === 'lowers'
      ? `Averaging ${pair} ${moved} the ${split} loss from ${from} to ${formatNumber(middle)}.`
      : moved === 'keeps'
        ? `Averaging ${pair} keeps the ${split} loss where it is: ${formatNumber(a)} at A, ${formatNumber(middle)} half-way, ${formatNumber(b)} at B.`
        : moved === 'between'
          ? `Averaging ${pair} gives a ${split} loss of ${formatNumber(middle)}, beside ${formatNumber(a)} at A and ${formatNumber(b)} at B.`
          : `Between ${pair} the ${split} loss goes from ${formatNumber(a)} to ${formatNumber(b)}.`;
  return `${average} ${barrier === null ? withoutBarrier(curve, definition) : `On the way there is ${barrier}.`}`;
}

/** Where the average stands against both ends, beyond the error; null where it was not measured. */
function movedAt({ half, loss }: Curve): 'raises' | 'lowers' | 'keeps' | 'between' | null {
  if (half === null) return null;
  const scale = scaleOf(loss);
  const [overA, overB] = [half.overA, half.overB].map(({ value, se }) => (isBeyondError(value, se, scale) ? Math.sign(value) : 0));
  if (overA === overB) return overA > 0 ? 'raises' : overA < 0 ? 'lowers' : 'keeps';
  return 'between';
}

/** Where the barrier lies and the loss there, which less its reference is the barrier; nothing where it lies half-way, which the sentence has named. */
function placeOf(curve: Curve, definition: BarrierDefinition): string {
  const { lossBarrier, half } = curve;
  const at = lossBarrier.at[definition];
  const { a, b, middle } = endsOf(curve);
  const loss = formatNumber(lossBarrier.barrier[definition] + barrierReference(definition, at, a, b));
  const place = formatCoordinate(at);
  const atHalf = half !== null && place === formatCoordinate(0.5);
  if (atHalf && loss === formatNumber(middle)) return '';
  return `, at α = ${atHalf ? formatNumber(at) : place}, where the loss is ${loss}`;
}

/** Of the definition in use: under another there may be one. */
function withoutBarrier(curve: Curve, definition: BarrierDefinition): string {
  const { barrier, at } = curve.lossBarrier;
  const size = barrier[definition];
  const end = at[definition] === 0 ? 'A' : at[definition] === 1 ? 'B' : null;
  if (end !== null && size > 0) return `Nothing between them lies higher than ${end} itself, ${formatNumber(size)} ${ABOVE[definition]}.`;
  return isBeyondError(size, NaN, scaleOf(curve.loss))
    ? `There is no barrier ${ABOVE[definition]} beyond its error: ${sized(curve, definition)}.`
    : `There is no barrier ${ABOVE[definition]}.`;
}

/** Where the path lies further below the chord than above what it is measured against. */
function lowSentence(curve: Curve, definition: BarrierDefinition): string | null {
  const { value, se, at } = curve.lowest;
  if (!isBeyondError(value, se, scaleOf(curve.loss)) || -value <= curve.lossBarrier.barrier[definition]) return null;
  return `The path lies up to ${formatUncertain(-value, se)} below the chord, at α = ${formatCoordinate(at)}.`;
}

function alignedSentence(naive: Curve, aligned: Curve, definition: BarrierDefinition, method: string): string {
  const [before, after] = [naive, aligned].map(({ lossBarrier }) => lossBarrier.barrier[definition]);
  const left = sized(aligned, definition);
  // What decides the verdict: example by example, so that it is no difference of the two errors.
  const { value, se } = changeBetween(naive, aligned, definition);
  const change = (sign: 1 | -1): string => formatUncertain(sign * value, se);
  if (method === 'identity') return 'B′ is B as it is: nothing was matched.';
  if (method === 'random')
    return `With B’s neurons shuffled at random the barrier is ${left}: B′ still computes what B computes, only its coordinates changed.`;
  switch (verdictOf(naive, aligned, definition)) {
    case null:
      return 'Matched neuron by neuron, the loss between them is not finite.';
    case 'none-to-remove':
      return hasBarrier(aligned, definition) ? newBarrier(naive, aligned, definition) : 'Matched neuron by neuron, it stays so.';
    case 'removed':
      return hasBarrier(aligned, definition)
        ? `Matched neuron by neuron, nearly all of it goes: ${left} is left; the barrier falls by ${change(-1)}.`
        : `Matched neuron by neuron, it goes: ${goneWords(aligned, definition)}; the barrier falls by ${change(-1)}.`;
    case 'lowered':
      return `Matched neuron by neuron, the barrier falls by ${change(-1)} to ${left} (${formatPercent(after / before, 2)}): matching helps, but does not remove it.`;
    case 'raised':
      return `Matching neuron by neuron does not help here: the barrier rises by ${change(1)} to ${left}.`;
    case 'unchanged':
      return `Matching neuron by neuron makes no difference beyond its error here (${change(1)}): the barrier is ${left}.`;
  }
}

/** Where only the aligned path has a barrier: that matching made it is said where the difference is beyond its error. */
function newBarrier(naive: Curve, aligned: Curve, definition: BarrierDefinition): string {
  const { value, se } = changeBetween(naive, aligned, definition);
  const left = sized(aligned, definition);
  return isBeyondError(value, se, scaleOf(naive.loss))
    ? `Matching neuron by neuron makes one of ${left}: a change of ${formatUncertain(value, se)}.`
    : `Matched neuron by neuron, there is one of ${left}, no further from the naive path’s than the error.`;
}

/** An end that lies above the mean of both is no barrier, and its height no error. */
function goneWords(aligned: Curve, definition: BarrierDefinition): string {
  const { barrier, se, at } = aligned.lossBarrier;
  const end = at[definition] === 0 ? 'A' : at[definition] === 1 ? 'B′' : null;
  if (end !== null && barrier[definition] > 0) return `nothing between them lies higher than ${end} itself`;
  // Where the path nowhere leaves its reference upwards there is no place whose error could be told.
  if (end !== null) return `nothing between them lies ${ABOVE[definition]}`;
  return `no barrier beyond its error is left (${formatUncertain(barrier[definition], se[definition])})`;
}

/** Where the ends differ by over half the barrier, what it is measured against matters (methods.md §1). */
function endsSentence(curve: Curve, definition: BarrierDefinition): string | null {
  const { value, se } = curve.endsApart;
  const { barrier } = curve.lossBarrier;
  if (!(Math.abs(value) > barrier[definition] / 2) || !isBeyondError(value, se, scaleOf(curve.loss))) return null;
  const { a, b } = endsOf(curve);
  const heights = (['lerp', 'mean', 'max'] as const).map((known) => `${heightWords(curve, known)} ${ABOVE[known]}`);
  return `A and B themselves differ (${formatNumber(a)} and ${formatNumber(b)}), so that the size depends on what it is measured against: ${heights.join(', ')}.`;
}

/** '0.0663 ± 0.0020'; of what lies within its error, that. */
function heightWords(curve: Curve, definition: BarrierDefinition): string {
  const { barrier, se } = curve.lossBarrier;
  const height = sized(curve, definition);
  if (height === formatNumber(0) || isBeyondError(barrier[definition], se[definition], scaleOf(curve.loss))) return height;
  return `no more than its error (${height})`;
}

/** How B′ was made; weight matching where the list does not say. */
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
