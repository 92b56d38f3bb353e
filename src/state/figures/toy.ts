/** The laboratory's toy, computed where it is drawn: a few thousand products. */
import { listOf, nullable, numberIn, record } from '../../base/check.ts';
import { numberSetting, type Settings } from '../../base/setting.ts';
import { computeDiagonalToy, type DiagonalEnds, type DiagonalToy } from '../../landscape/layers/diagonal-toy.ts';
import { given, taken } from '../scripting/reading.ts';
import { figureCall } from './call.ts';
import type { DrawnFigure } from './definition.ts';

export interface ToyView {
  readonly a: number;
  readonly r: number;
  readonly factors: number;
}

const POINTS = 101;

/** Of either sign: the toy's hyperbola has two branches. */
const AWAY_FROM_ZERO = { min: -20, max: 20, gap: 0.05 };

export const TOY_SETTINGS = {
  a: numberSetting({
    label: 'A at a',
    link: 'toy.a',
    explanation: 'The first weight of A.',
    standard: 1,
    ...AWAY_FROM_ZERO,
  }),
  r: numberSetting({
    label: 'r',
    link: 'toy.r',
    explanation: 'The first weight of B in units of A’s.',
    standard: 5,
    ...AWAY_FROM_ZERO,
  }),
  factors: numberSetting({
    label: 'Weights',
    link: 'toy.factors',
    explanation: 'How many weights are multiplied.',
    standard: 2,
    min: 2,
    max: 12,
    whole: true,
  }),
} satisfies Settings<ToyView>;

const CALL = figureCall('diagonalToy', (_tools, argument) => {
  const value = given(argument, ['a', 'r', 'factors', 'ends', 'points'], true);
  const real = numberIn(-1000, 1000);
  const weights = listOf(numberIn(-1e6, 1e6), 2, 12);
  const toy = computeDiagonalToy({
    a: taken(value, 'a', real, TOY_SETTINGS.a.standard),
    r: taken(value, 'r', real, TOY_SETTINGS.r.standard),
    factors: taken(value, 'factors', TOY_SETTINGS.factors.check, TOY_SETTINGS.factors.standard),
    ends: taken<DiagonalEnds | null>(value, 'ends', nullable(record<DiagonalEnds>({ a: weights, b: weights })), null),
    points: taken(value, 'points', numberIn(3, 1001, 'integer'), POINTS),
  });
  return Promise.resolve({ ...toy, paths: toy.paths.map((path) => ({ ...path, layers: path.layers.map((layer) => layer + 1) })) });
});

export const TOY: DrawnFigure<ToyView, typeof CALL> = {
  kind: 'drawn',
  words: {
    tab: 'Two weights',
    title: 'The diagonal linear network',
    status: 'two weights',
    term: 'diagonal-toy',
    reading:
      'Move the ratio r, or with two weights drag A and B along the valley. The straight path climbs the wall between them; moving one weight alone leaves the valley at once.',
  },
  settings: TOY_SETTINGS,
  sentence: ({ settings: { factors, r } }) =>
    r === 1
      ? 'With r = 1 B is A: there is no way between them.'
      : `Both ends lie in the valley ${factors === 2 ? 'w₁·w₂ = 1' : `where the product of all ${factors} weights is 1`}, where the loss is 0; the straight way between them leaves it.`,
  advice: '',
  ends: () => null,
  call: CALL,
};

/** Paths, curves and barriers of the diagonal linear network of these settings. */
export function toyOf(settings: ToyView): DiagonalToy {
  return computeDiagonalToy({ ...settings, ends: null, points: POINTS });
}
