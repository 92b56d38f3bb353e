/** Where in the page one is: what Back and Forward of the browser go between. */
import { record, text } from '../../base/check.ts';
import { canonicalJson } from '../../base/hash.ts';
import { checkPlace } from '../schema.ts';
import { checkLabFigure, checkLarge, type LabView, type View } from '../view.ts';

export interface Spot extends Pick<View, 'place' | 'large'> {
  readonly figure: LabView['figure'];
}

/** What an entry of the browser's history holds; `era`: the link that was open, and the visit. */
export interface SpotMark {
  readonly era: string;
  readonly spot: Spot;
}

const checkMark = record<SpotMark>({ era: text(60), spot: record<Spot>({ place: checkPlace, large: checkLarge, figure: checkLabFigure }) });

export function spotOf({ place, large, lab }: View): Spot {
  return { place, large, figure: lab.figure };
}

export function sameSpot(a: View, b: View): boolean {
  return canonicalJson(spotOf(a)) === canonicalJson(spotOf(b));
}

export function atSpot(view: View, { place, large, figure }: Spot): View {
  return { ...view, place, large, lab: { ...view.lab, figure } };
}

/** The mark of an entry, checked as if a stranger had written it; null where it is none of ours. */
export function readMark(value: unknown): SpotMark | null {
  try {
    return checkMark(value, 'state');
  } catch {
    return null;
  }
}
