/** The laboratory's toy, computed where it is drawn: a few thousand products. */
import { computeDiagonalToy, type DiagonalToy } from '../../landscape/layers/diagonal-toy.ts';
import type { LabView } from './lab-view.ts';

const POINTS = 101;

/** Paths, curves and barriers of the diagonal linear network of these settings. */
export function toyOf(settings: LabView['toy']): DiagonalToy {
  return computeDiagonalToy({ ...settings, ends: null, points: POINTS });
}
