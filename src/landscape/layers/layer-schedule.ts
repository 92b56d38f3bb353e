/** Which layers move together (methods.md §4): the sets of a sequence, and their names as a person counts. */
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { seededRandom } from '../../linalg/random.ts';
import { LAYER_SEQUENCES, type LayerGridSettings } from './results.ts';
import type { LayerSchedule } from '../results.ts';

export const LAYER_SCHEDULES: readonly LayerSchedule[] = ['single', 'fromInput', 'fromOutput'];

/** The layers that entry l of a schedule moves, of k: l; 1..l+1; or l+1..k. Indices from 0. */
export function scheduledLayers(schedule: LayerSchedule, l: number, k: number): number[] {
  const all = upTo(k);
  switch (schedule) {
    case 'single':
      return [l];
    case 'fromInput':
      return all.slice(0, l + 1);
    case 'fromOutput':
      return all.slice(l);
  }
}

/** Names of a schedule's entries as a person counts: 'layer 2', 'layers 1–2', 'layers 2–4'. */
export function layerNames(schedule: LayerSchedule, k: number): string[] {
  return upTo(k).map((l) => layersName(scheduledLayers(schedule, l, k)));
}

/**
 * The sets of a sequence over k layers, indices from 0, in the order in which their layers joined: k sets, or k − w + 1 of a window
 * of w layers. A random order's sets grow by one layer at a time; the same seed gives the same order.
 * Throws `invalid-argument` for a sequence, a window or a seed out of range; the last two where the sequence uses them.
 */
export function layerSets(settings: Pick<LayerGridSettings, 'sequence' | 'seed' | 'window'>, k: number): number[][] {
  const { sequence } = settings;
  switch (sequence) {
    case 'single':
    case 'fromInput':
    case 'fromOutput':
      return upTo(k).map((l) => scheduledLayers(sequence, l, k));
    case 'random': {
      const seed = numberIn(0, Number.MAX_SAFE_INTEGER, 'integer')(settings.seed, 'seed');
      const order = [...seededRandom(seed, 'layer order').permutation(k)];
      return order.map((_, l) => order.slice(0, l + 1));
    }
    case 'window': {
      const width = numberIn(1, k, 'integer')(settings.window, 'window');
      return upTo(k - width + 1).map((first) => upTo(k).slice(first, first + width));
    }
    default:
      throw new RidgelineError('invalid-argument', `sequence must be one of ${LAYER_SEQUENCES.join(', ')}.`, {
        argument: 'sequence',
        received: sequence,
      });
  }
}

/** 'layer 2', 'layers 1–2'; 'layers 3, 1' where they do not follow one another. */
export function layersName(layers: readonly number[]): string {
  const counted = layers.map((l) => l + 1);
  if (counted.length === 1) return `layer ${counted[0]}`;
  const run = counted.every((layer, i) => layer === counted[0] + i);
  return run ? `layers ${counted[0]}–${counted[counted.length - 1]}` : `layers ${counted.join(', ')}`;
}

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
