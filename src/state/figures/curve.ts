/** Loss and accuracy along the path from A to B, naive and aligned, and what is said of all of Explore: the path's sentence leads. */
import { flag, invalid, listOf, numberIn, type Check } from '../../base/check.ts';
import { choiceSetting, flagSetting, otherSetting, type Settings } from '../../base/setting.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { BarrierDefinition, Curve } from '../../landscape/results.ts';
import type { Metric } from '../experiment.ts';
import { numeric } from '../link/codec.ts';
import { checkSplit } from '../schema.ts';
import type { SharedState } from '../shared-state.ts';
import { checkId, given, required, taken } from '../scripting/reading.ts';
import { figureCall } from './call.ts';
import { describePath } from './sentences/curve-sentence.ts';
import type { FollowingFigure } from './definition.ts';
import { currentPair, pathKey } from './inputs.ts';
import { carriersSentence, LAYERS } from './layers.ts';

export interface CurveView {
  readonly metric: Metric;
  readonly log: boolean;
  readonly points: number;
  readonly extended: boolean;
  readonly definition: BarrierDefinition;
}

export interface CurveFigure {
  /** Ids of A and B. */
  readonly networks: readonly [string, string];
  readonly naive: Readonly<Record<Split, Curve>>;
  /** null until an aligned copy exists. */
  readonly aligned: Readonly<Record<Split, Curve>> | null;
}

const MAX_POINTS = 201;
/** Where the figure fills the middle, straight lines between fewer points would be seen. */
const LARGE_POINTS = 97;

/** An odd count, so that α = ½ (and, beyond the ends, 0 and 1) lie on the grid. */
const checkPoints: Check<number> = (value, argument) => {
  const points = numberIn(3, MAX_POINTS, 'integer')(value, argument);
  if (points % 2 === 1) return points;
  throw invalid(argument, value, 'an odd number of points, so that the middle of the path is one of them');
};

export const CURVE_SETTINGS = {
  metric: choiceSetting<Metric>({
    label: 'Quantity along the path',
    link: 'curve.metric',
    explanation: 'What is drawn along the path.',
    standard: 'loss',
    choices: { loss: 'loss', accuracy: 'accuracy' },
  }),
  log: flagSetting({ label: 'log', link: 'curve.log', explanation: 'A logarithmic axis of the loss.', standard: false }),
  points: otherSetting<number>({
    label: 'points',
    link: 'curve.points',
    explanation: 'Measured from A to B, both included.',
    standard: 25,
    check: checkPoints,
    ...numeric(checkPoints),
  }),
  extended: flagSetting({ label: 'α from −0.5 to 1.5', link: 'curve.extended', explanation: 'The path goes on beyond both ends.', standard: false }),
  definition: choiceSetting<BarrierDefinition>({
    label: 'Barrier',
    link: 'curve.barrier',
    explanation: 'What a barrier is measured against.',
    standard: 'lerp',
    choices: {
      lerp: ['Above the chord', 'Entezari et al. 2022'],
      mean: ['Above the mean of the ends', 'Frankle et al. 2020'],
      max: ['Above the worse end', 'ε-loss'],
    },
  }),
} satisfies Settings<CurveView>;

const CALL = figureCall('curve', async ({ session, fitting }, argument, options) => {
  const value = given(argument, ['a', 'b', 'split', 'points', 'range', 'refine']);
  const range = taken<readonly number[]>(value, 'range', listOf(numberIn(-10, 10), 2, 2), [0, 1]);
  if (!(range[0] < range[1])) throw invalid('range', value['range'], 'two numbers, the smaller first');
  const ends = { a: required(value, 'a', checkId), b: required(value, 'b', checkId) };
  const request = {
    ...ends,
    split: taken(value, 'split', checkSplit, 'test'),
    points: taken(value, 'points', numberIn(2, 2001, 'integer'), CURVE_SETTINGS.points.standard),
    range: [range[0], range[1]] as const,
    refine: taken(value, 'refine', flag, false),
  };
  const { spec: dataset } = await fitting(ends, options.signal);
  const { alpha, loss, accuracy, lossBarrier } = await session.client.run('curve', { dataset, ...request }, options);
  return { alpha, loss, accuracy, barrier: lossBarrier.barrier, at: lossBarrier.at, se: lossBarrier.se };
});

/** How many points are measured from A to B: those asked for, or more where the curve is large. */
function pointsOf({ settings, state }: { readonly settings: CurveView; readonly state: Pick<SharedState, 'view'> }): number {
  return state.view.large === 'curve' ? Math.max(settings.points, LARGE_POINTS) : settings.points;
}

export const CURVE: FollowingFigure<CurveView, CurveFigure, typeof CALL> = {
  kind: 'follows',
  words: { tab: 'Path', title: 'Path', wide: true, status: 'curve', term: 'interpolation', reading: '' },
  settings: CURVE_SETTINGS,
  urgency: 1,
  key: (inputs) => pathKey(inputs, { points: pointsOf(inputs), extended: inputs.settings.extended }),
  compute: async (inputs, show) => {
    const { data, endpoints, run, workOf } = inputs;
    const { extended } = inputs.settings;
    const points = pointsOf(inputs);
    // The extended path keeps the spacing of the points.
    const shape = extended ? { points: 2 * points - 1, range: [-0.5, 1.5] as const } : { points, range: [0, 1] as const };
    const { A: a = '', B: b = '', "B'": copy } = endpoints;
    const curve = (end: string, split: Split): Promise<Curve> => run('curve', { dataset: data.spec, a, b: end, split, ...shape, refine: true });
    const naive = { test: await curve(b, 'test'), train: await curve(b, 'train') };
    const shown: CurveFigure = { networks: [a, b], naive, aligned: null };
    if (copy === undefined) return shown;
    // Where an aligned curve is drawn already, it stays until the new one is there.
    const held = workOf(CURVE).result;
    if (held === null || held.aligned === null) show(shown);
    return { networks: [a, b], naive, aligned: { test: await curve(copy, 'test'), train: await curve(copy, 'train') } };
  },
  sentence: ({ result, settings, state, workOf }) => {
    const figure = currentPair(result, state);
    if (figure === null) return null;
    const { split } = state.view;
    const paths = { naive: figure.naive[split], aligned: state.aligned.B === null ? null : (figure.aligned?.[split] ?? null) };
    const profile = currentPair(workOf(LAYERS).result, state)?.naive ?? null;
    return describePath(paths, settings.definition, state, () => carriersSentence(profile));
  },
  advice: '',
  ends: () => null,
  call: CALL,
};
