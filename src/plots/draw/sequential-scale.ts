/** The colours of maps from low to high: viridis (uniform in lightness). Apart from the palette, since the page paints without it. */
import { interpolateViridis } from 'd3-scale-chromatic';
import type { ColourScale } from './colours.ts';

/** Dark is low. `reversed`: dark is high (accuracy, so that good is dark on both maps). */
export function sequentialScale(reversed: boolean): ColourScale {
  return Array.from({ length: 33 }, (_, i) => [i / 32, interpolateViridis(reversed ? 1 - i / 32 : i / 32)] as const);
}
