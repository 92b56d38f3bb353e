import { describe, expect, it } from 'vitest';
import { FIGURE_NAMES } from '../figures/table.ts';
import { checkPublished, publishedJson, type Published } from './published.ts';
import { PUBLISHABLE_NAMES } from './schemas/table.ts';

const POINTS = { alpha: [0, 0.5, 1], loss: [0.1, null, 0.2], accuracy: [1, 0.5, 1] };
const BARRIERS = { lerp: 0.35, mean: 0.35, max: 0.3 };
const MEASURED = { barrier: BARRIERS, at: { lerp: 0.5, mean: 0.5, max: 0.5 }, se: BARRIERS };
const GAP = { value: 0.1, at: 0.5, se: null };
const CURVE = { ...POINTS, count: 100, lossBarrier: MEASURED, errorBarrier: MEASURED, half: null, lowest: GAP, endsApart: GAP, refined: false };

/** As JSON holds it. */
const JSON_FORM = {
  version: 1,
  title: '',
  link: '#v=1',
  made: { ridgeline: '0.1.0', backend: 'wasm', device: '2 cores', simd: 'fma' },
  data: {
    spec: { id: 'moons', trainSize: 500, testSize: 500, noise: 0.1, seed: 7, arms: 2 },
    summary: {
      name: 'two moons',
      inputs: 2,
      classes: 2,
      classNames: ['0', '1'],
      shape: { kind: 'point' },
      scaling: null,
      trainSize: 500,
      testSize: 500,
      notes: [],
    },
  },
  networks: [],
  figures: { curve: { networks: ['A', 'B'], naive: { train: CURVE, test: CURVE }, aligned: null } },
};

describe('what is published', () => {
  it('is read from JSON, and written to it again', () => {
    const published = checkPublished(JSON_FORM, 'published');
    const curve = published.figures.curve?.naive.test;
    expect(curve?.loss).toEqual(Float64Array.of(0.1, NaN, 0.2));
    expect(curve?.lossBarrier.contribution.lerp).toHaveLength(0);
    expect(curve?.lowest.se).toBeNaN();
    const again: Published = checkPublished(JSON.parse(JSON.stringify(publishedJson(published))), 'published');
    expect(again).toEqual(published);
    expect(checkPublished(published, 'published')).toEqual(published);
  });

  it('is refused where a part does not fit, by that part', () => {
    const bad =
      (change: object): (() => Published) =>
      () =>
        checkPublished({ ...JSON_FORM, ...change }, 'published');
    expect(bad({ version: 2 })).toThrow('newer Ridgeline');
    expect(bad({ version: 'x' })).toThrow('published.version');
    expect(bad({ extra: 1 })).toThrow('extra');
    expect(bad({ figures: { toy: null } })).toThrow('toy');
    const broken = { ...CURVE, loss: [1, 2] };
    expect(bad({ figures: { curve: { networks: ['A', 'B'], naive: { train: broken, test: CURVE }, aligned: null } } })).toThrow(
      'published.figures.curve.naive.train must be a curve with a loss and an accuracy at each α',
    );
    expect(bad({ made: { ...JSON_FORM.made, backend: 'abacus' } })).toThrow('published.made.backend');
  });

  it('holds what every figure computes; the toy alone is computed where it is drawn', () => {
    expect(FIGURE_NAMES.filter((name) => !(PUBLISHABLE_NAMES as readonly string[]).includes(name))).toEqual(['toy']);
  });
});
