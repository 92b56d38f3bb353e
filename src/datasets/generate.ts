import type { Dataset, ExampleShape } from './dataset.ts';
import { GLYPH_CLASSES, GLYPH_SIZE, makeGlyphs } from './glyphs.ts';
import { makeCircles, makeMoons, makeSpirals } from './points.ts';
import type { GeneratedSpec } from './spec.ts';

const POINT: ExampleShape = { kind: 'point' };
const GLYPH_IMAGE: ExampleShape = { kind: 'image', height: GLYPH_SIZE, width: GLYPH_SIZE, channels: 1, order: 'channels-last' };

/**
 * The dataset of a generated spec: trainSize + testSize examples made at once and shuffled, the first trainSize train. A pure
 * function of the spec, which must be valid (`validateDatasetSpec`). Points are raw values; glyph pixels lie in [0, 1] before they
 * are standardised.
 */
export function generateDataset(spec: GeneratedSpec): Dataset {
  const count = spec.trainSize + spec.testSize;
  switch (spec.id) {
    case 'moons':
      return assemble(spec, 'two moons', ['upper', 'lower'], POINT, makeMoons(count, spec.noise, spec.seed));
    case 'circles':
      return assemble(spec, 'circles', ['outer', 'inner'], POINT, makeCircles(count, spec.noise, spec.seed));
    case 'spirals': {
      const names = Array.from({ length: spec.arms }, (_, arm) => `arm ${arm + 1}`);
      return assemble(spec, `${spec.arms} spirals`, names, POINT, makeSpirals(count, spec.noise, spec.seed, spec.arms));
    }
    case 'glyphs': {
      const names = Array.from({ length: GLYPH_CLASSES }, (_, label) => String(label));
      const { x, y } = makeGlyphs(count, spec.noise, spec.seed);
      return assemble(spec, 'glyphs', names, GLYPH_IMAGE, { x: standardised(x, scalingOf(spec)), y });
    }
  }
}

function assemble(spec: GeneratedSpec, name: string, classNames: string[], shape: ExampleShape, all: { x: Float32Array; y: Int32Array }): Dataset {
  const inputs = all.x.length / all.y.length;
  const classes = classNames.length;
  const examples = (from: number, to: number) => ({
    x: all.x.subarray(from * inputs, to * inputs),
    y: all.y.subarray(from, to),
    count: to - from,
    inputs,
    classes,
  });
  return {
    name,
    inputs,
    classes,
    classNames,
    shape,
    scaling: shape.kind === 'image' ? scalingOf(spec) : null,
    train: examples(0, spec.trainSize),
    test: examples(spec.trainSize, spec.trainSize + spec.testSize),
    notes: [],
  };
}

function scalingOf({ scaling = 'unit' }: GeneratedSpec): { mean: number; deviation: number } {
  return scaling === 'unit' ? { mean: 0, deviation: 1 } : scaling;
}

/** In place. */
function standardised(x: Float32Array, { mean, deviation }: { mean: number; deviation: number }): Float32Array {
  if (mean !== 0 || deviation !== 1) for (let i = 0; i < x.length; i++) x[i] = (x[i] - mean) / deviation;
  return x;
}
