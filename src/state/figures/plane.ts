/** The loss on the plane through three networks, naive and aligned. */
import { invalid, listOf, nullable, numberIn, type Check } from '../../base/check.ts';
import { choiceSetting, flagSetting, numberSetting, otherSetting, type Settings } from '../../base/setting.ts';
import type { Endpoint, Metric } from '../experiment.ts';
import { asNumber } from '../../base/number-text.ts';
import { checkEndpoint, checkSplit } from '../schema.ts';
import { checkId, given, required, taken } from '../scripting/reading.ts';
import { figureCall } from './call.ts';
import { WAIT, type FollowingFigure } from './definition.ts';
import { wantedPlanes, type PlaneView } from './inputs.ts';
import { computePlanes, type PlanesFigure } from './planes.ts';

const MAX_RESOLUTION = 201;

/** Three different endpoints. */
const checkThrough: Check<readonly [Endpoint, Endpoint, Endpoint]> = (value, argument) => {
  const [a, b, c] = listOf(checkEndpoint, 3, 3)(value, argument);
  if (a === b || a === c || b === c) throw invalid(argument, value, 'three different networks');
  return [a, b, c];
};

/** x0 < x1, y0 < y1, no narrower than a millionth. */
const checkWindow: Check<PlaneView['window']> = nullable((value, argument) => {
  const [x0, x1, y0, y1] = listOf(numberIn(-1000, 1000), 4, 4)(value, argument);
  if (x1 - x0 < 1e-6 || y1 - y0 < 1e-6) throw invalid(argument, value, 'a window x0, x1, y0, y1 with x0 < x1 and y0 < y1');
  return [x0, x1, y0, y1] as const;
});

export const PLANE_SETTINGS = {
  show: choiceSetting<PlaneView['show']>({
    label: 'Which plane',
    link: 'plane.show',
    explanation: 'Through the networks as trained, through the aligned copies, both, or through any three.',
    standard: 'both',
    choices: { naive: 'naive', aligned: 'aligned', both: 'both', custom: 'other' },
  }),
  through: otherSetting<PlaneView['through']>({
    label: 'through',
    link: 'plane.through',
    explanation: 'The three networks that span the plane.',
    standard: ['A', 'B', "B'"],
    check: checkThrough,
    write: (value) => value.join(','),
    read: (text, key) => checkThrough(text.split(','), key),
  }),
  metric: choiceSetting<Metric>({
    label: 'Quantity',
    link: 'plane.metric',
    explanation: 'What the colours show.',
    standard: 'loss',
    choices: { loss: 'Loss (log colours)', accuracy: 'Accuracy' },
  }),
  surface: flagSetting({
    label: 'Map or surface',
    link: 'plane.surface',
    explanation: 'A surface in three dimensions instead of a map.',
    standard: false,
  }),
  resolution: numberSetting({
    label: 'Sharpness',
    link: 'plane.resolution',
    explanation: 'Points along each side.',
    standard: 41,
    min: 5,
    max: MAX_RESOLUTION,
    whole: true,
  }),
  trajectories: flagSetting({ label: 'Training paths', link: 'plane.paths', explanation: 'Where each network came from.', standard: false }),
  window: otherSetting<PlaneView['window']>({
    label: 'window',
    link: 'plane.window',
    explanation: 'The part of the plane that is drawn.',
    standard: null,
    check: checkWindow,
    write: (value) => (value === null ? 'whole' : value.join(',')),
    read: (text, key) => checkWindow(text === 'whole' ? null : text.split(',').map(asNumber), key),
  }),
} satisfies Settings<PlaneView>;

const CALL = figureCall('plane', async ({ session, fitting }, argument, options) => {
  const value = given(argument, ['a', 'b', 'c', 'split', 'resolution', 'margin']);
  const ends = { a: required(value, 'a', checkId), b: required(value, 'b', checkId), c: required(value, 'c', checkId) };
  const request = {
    ...ends,
    split: taken(value, 'split', checkSplit, 'test'),
    resolution: taken(value, 'resolution', numberIn(2, 401, 'integer'), 51),
    margin: taken(value, 'margin', numberIn(0, 100), 0.25),
    sharing: [],
    window: null,
    keep: false,
  };
  const { spec: dataset } = await fitting(ends, options.signal);
  const { x, y, loss, accuracy, points, unit } = await session.client.run('plane', { dataset, ...request }, options);
  const rows = (values: Float64Array): Float64Array[] => Array.from(y, (_, i) => values.slice(i * x.length, (i + 1) * x.length));
  return { x, y, loss: rows(loss), accuracy: rows(accuracy), points, unit };
});

export const PLANE: FollowingFigure<PlaneView, PlanesFigure, typeof CALL> = {
  kind: 'follows',
  words: { tab: 'Plane', title: 'Plane', wide: true, status: 'plane', term: 'plane', reading: '' },
  settings: PLANE_SETTINGS,
  urgency: 3,
  key: ({ state, settings, data, endpoints }) => {
    // The naive and the aligned plane share an extent, so that the first waits for the alignment that is under way.
    if (state.aligning.status === 'running') return WAIT;
    const { split } = state.view;
    const spans = wantedPlanes(settings, endpoints);
    const { resolution, window, trajectories } = settings;
    return spans.length === 0 ? null : { data: data.spec, endpoints, spans, split, resolution, window, trajectories };
  },
  compute: (context, show) => computePlanes(context, wantedPlanes(context.settings, context.endpoints), context.workOf(PLANE).result, show),
  sentence: () => null,
  advice: '',
  ends: () => null,
  call: CALL,
};
