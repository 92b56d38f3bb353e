/**
 * Glyphs: ten digit-like classes at 16 x 16, drawn from strokes of our own, each example with its own shift, rotation, scale,
 * shear, wobble of the strokes, stroke width, contrast and pixel noise. No download; every draw comes from (seed, example).
 */
import { seededRandom } from '../linalg/random.ts';
import type { Random } from '../linalg/random.ts';
import { GLYPHS } from './glyph-strokes.ts';
import type { Stroke } from './glyph-strokes.ts';

export const GLYPH_SIZE = 16;
export const GLYPH_CLASSES = GLYPHS.length;

/** How much examples of one class differ. Chosen so that width matters: trained on 2,000, one hidden layer of 32 ReLU units gets 81 % of 1,000, of 256 gets 88 %. */
const ROTATION = 0.32; // radians, either way
const SHEAR = 0.25;
const SHIFT = 1.6; // pixels, either way
const HALF_SIZE: readonly [number, number] = [4.8, 6.8]; // half the glyph's height, pixels
const ASPECT: readonly [number, number] = [0.7, 1.15];
const WOBBLE = 0.07; // standard deviation of each point, in the glyph's box
const WIDTH: readonly [number, number] = [0.9, 2.4]; // stroke width, pixels
const CONTRAST: readonly [number, number] = [0.65, 1];

/** Images before they are split: [count, 256] row-major in [0, 1] and a class each. Owned by the caller. */
export interface LabelledGlyphs {
  readonly x: Float32Array;
  readonly y: Int32Array;
}

/**
 * `count` glyphs, classes as equal as can be and shuffled. Example i depends on seed, i and the noise alone, its class on the order drawn.
 *
 * @param noise Standard deviation of the noise on every pixel; pixels are clamped to [0, 1].
 */
export function makeGlyphs(count: number, noise: number, seed: number): LabelledGlyphs {
  const order = seededRandom(seed, 'glyphs', 'order').permutation(count);
  const pixels = GLYPH_SIZE * GLYPH_SIZE;
  const x = new Float32Array(count * pixels);
  const y = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const label = order[i] % GLYPH_CLASSES;
    const random = seededRandom(seed, 'glyphs', 'example', i);
    y[i] = label;
    drawGlyph(GLYPHS[label], random, noise, x.subarray(i * pixels, (i + 1) * pixels));
  }
  return { x, y };
}

function drawGlyph(strokes: readonly Stroke[], random: Random, noise: number, image: Float32Array): void {
  const place = randomPlacement(random);
  const halfWidth = between(random, WIDTH) / 2;
  const contrast = between(random, CONTRAST);
  for (const stroke of strokes) drawStroke(stroke.map(place), halfWidth, image);
  for (let p = 0; p < image.length; p++) image[p] = Math.min(1, Math.max(0, contrast * image[p] + noise * random.normal()));
}

type Place = (point: readonly [number, number]) => [number, number];

/** Glyph box to pixels: wobble, shear, aspect, scale, rotation, shift. */
function randomPlacement(random: Random): Place {
  const angle = ROTATION * (2 * random.uniform() - 1);
  const shear = SHEAR * (2 * random.uniform() - 1);
  const height = between(random, HALF_SIZE);
  const width = height * between(random, ASPECT);
  const shiftX = SHIFT * (2 * random.uniform() - 1);
  const shiftY = SHIFT * (2 * random.uniform() - 1);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const centre = (GLYPH_SIZE - 1) / 2;
  return ([boxX, boxY]) => {
    const v = height * (boxY + WOBBLE * random.normal());
    const u = width * (boxX + WOBBLE * random.normal()) + shear * v;
    return [centre + shiftX + cos * u - sin * v, centre + shiftY + sin * u + cos * v];
  };
}

/** Anti-aliased: a pixel's ink falls from 1 to 0 over one pixel across the edge of the stroke; overlapping ink takes the larger. */
function drawStroke(points: readonly (readonly [number, number])[], halfWidth: number, image: Float32Array): void {
  const reach = halfWidth + 0.5;
  for (let s = 1; s < points.length; s++) {
    const [ax, ay] = points[s - 1];
    const [bx, by] = points[s];
    const dx = bx - ax;
    const dy = by - ay;
    const squared = dx * dx + dy * dy;
    const top = Math.max(0, Math.ceil(Math.min(ay, by) - reach));
    const bottom = Math.min(GLYPH_SIZE - 1, Math.floor(Math.max(ay, by) + reach));
    const left = Math.max(0, Math.ceil(Math.min(ax, bx) - reach));
    const right = Math.min(GLYPH_SIZE - 1, Math.floor(Math.max(ax, bx) + reach));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const along = squared > 0 ? Math.min(1, Math.max(0, ((column - ax) * dx + (row - ay) * dy) / squared)) : 0;
        const ink = reach - Math.hypot(column - ax - along * dx, row - ay - along * dy);
        const at = row * GLYPH_SIZE + column;
        if (ink > image[at]) image[at] = Math.min(1, ink);
      }
    }
  }
}

function between(random: Random, [low, high]: readonly [number, number]): number {
  return low + (high - low) * random.uniform();
}
