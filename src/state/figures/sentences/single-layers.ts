/** What a sentence says of single layers, on every page alike: the numbers of the cells, and an order only beyond their errors (methods.md §1, §4). */
import { formatList, formatNumber, formatUncertain } from '../../../base/format.ts';
import type { Certain, SetBarrier } from '../../../landscape/layers/midpoints.ts';
import { SURE } from '../../../landscape/standard-error.ts';
import { isBeyondMargin } from './certainty.ts';

export interface SingleLayers {
  /** Each layer's cell, the larger of both ways. */
  readonly layers: readonly SetBarrier[];
  /** The barrier of all layers. */
  readonly full: number;
  /** The largest of the losses, or errors, that the barriers are differences of. */
  readonly scale: number;
  /** Over how many pairs the numbers are means. */
  readonly over: number;
  /** Of the ends, half-way between which stands the reference; the higher first. null: where the reference is not the mean of the full ends. */
  readonly ends: { readonly a: number; readonly b: number } | null;
}

/** Below this part of the whole barrier a layer does not carry it. */
const SMALL = 0.1;

/** null where a cell is not finite, or which layer has the largest barrier is not known: the largest is then the least sure. */
export function singleLayerWords({ layers, full, scale, over, ends }: SingleLayers): string | null {
  if (layers.length < 2 || layers.some(({ value }) => !Number.isFinite(value))) return null;
  if (!layers.some((layer) => stands(layer, scale))) return 'No single layer on its own has a barrier beyond its error.';
  const found = alikeBeyond(layers, scale);
  if (found === null) return null;
  const { alike, beyond } = found;
  const [largest] = alike;
  const size = `${cellWords(largest, over)} = ${formatNumber((100 * largest.value) / full, 2)} % of full`;
  const base = baseWords(largest, ends);
  if (alike.length > 1)
    return `Largest single layers${beyond}, alike within the error, ${formatList(alike.map(({ name }) => name))}: up to ${size}.${base}`;
  const carries = largest.value < SMALL * full ? 'No single layer carries it: the largest' : 'Largest single layer';
  return `${carries}${beyond}, ${largest.name}, ${size}.${base}`;
}

/** 'the largest single layer +0.060 ± 0.010 (layer 2 into B)', of those beyond their errors; null where there are no layers, or the largest is not beyond its own. */
export function largestWords(layers: readonly SetBarrier[], scale: number, over: number): string | null {
  if (layers.length === 0) return null;
  if (!layers.some((layer) => stands(layer, scale))) return 'no single layer has a barrier beyond its error';
  const found = alikeBeyond(layers, scale);
  if (found === null) return null;
  const { alike, beyond } = found;
  const [largest] = alike;
  if (alike.length === 1) return `the largest single layer${beyond}, ${largest.name}, +${cellWords(largest, over)}`;
  return `the largest single layers${beyond}, alike within the error, ${formatList(alike.map(({ name }) => name))}: up to +${cellWords(largest, over)}`;
}

/** The largest, and those alike within the errors, as far as they are beyond their own; null where the largest is not. `beyond` says that others were passed over. */
function alikeBeyond(layers: readonly SetBarrier[], scale: number): { alike: readonly SetBarrier[]; beyond: string } | null {
  const near = largestOf(layers, scale);
  const alike = near.filter((layer) => stands(layer, scale));
  if (!alike.includes(near[0])) return null;
  return { alike, beyond: alike.length === near.length ? '' : ` beyond ${alike.length > 1 ? 'their errors' : 'its error'}` };
}

/** Whether a layer has a barrier beyond its error: only then is it named. */
export function stands(layer: Certain, scale: number): boolean {
  return layer.value > 0 && isBeyondMargin(layer, scale);
}

/**
 * The largest first, then those no further from it than their errors, which are added as if independent, in the order of the layers.
 * @param largest left out: that of the largest value
 */
export function largestOf<Layer extends SetBarrier>(
  layers: readonly Layer[],
  scale: number,
  largest = layers.reduce((most, layer) => (layer.value > most.value ? layer : most)),
): Layer[] {
  const near = ({ value, margin }: Certain): boolean =>
    !isBeyondMargin({ value: largest.value - value, margin: Math.hypot(known(largest.margin), known(margin)) }, scale);
  return [largest, ...layers.filter((layer) => layer !== largest && near(layer))];
}

/** '0.252 ± 0.011 into B'; over pairs half of the 95 % interval, as the full barrier is told. */
export function cellWords({ value, margin, into }: SetBarrier, over: number): string {
  return `${formatUncertain(value, over < 2 ? margin / SURE : margin, 2)} into ${into}`;
}

/** Where the network that the other layers come from lies above the reference by a good part of the cell, that this is no doing of the layer. */
function baseWords({ value, into }: SetBarrier, ends: SingleLayers['ends']): string {
  if (ends === null) return '';
  const above = (into === 'A' ? ends.a - ends.b : ends.b - ends.a) / 2;
  return above > value / 4 ? ` (${into} itself lies ${formatNumber(above, 2)} above the mean of the ends.)` : '';
}

function known(margin: number): number {
  return Number.isFinite(margin) ? margin : 0;
}
