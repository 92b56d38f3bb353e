/** The figures of the place Explore: what lies between A, B, C and the aligned copies. */
import type { Split } from '../../datasets/dataset.ts';
import type { Curve } from '../../landscape/results.ts';
import type { CurveFigure, LayersFigure, PlanesFigure } from '../app-state.ts';
import type { View } from '../experiment.ts';
import { WAIT, type FigureContext, type FigureDefinition, type FigureInputs } from './definition.ts';
import { wantedPlanes } from './inputs.ts';
import { computePlanes } from './planes.ts';

const LAYER_ALPHAS = Array.from({ length: 11 }, (_, i) => i / 10);

const explored = ({ place }: View): boolean => place === 'explore';

export const CURVE: FigureDefinition<CurveFigure> = {
  urgency: 1,
  shown: explored,
  key: (inputs) => {
    const { points, extended } = inputs.state.view.curve;
    return pathKey(inputs, { points, extended });
  },
  compute: computeCurve,
};

export const LAYERS: FigureDefinition<LayersFigure> = {
  urgency: 2,
  shown: explored,
  key: (inputs) => {
    const { split, layers } = inputs.state.view;
    return pathKey(inputs, { split, schedule: layers.schedule, along: layers.along });
  },
  compute: computeLayers,
};

export const PLANES: FigureDefinition<PlanesFigure> = {
  urgency: 3,
  shown: explored,
  key: ({ state, data, endpoints }) => {
    // The naive and the aligned plane share an extent, so that the first waits for the alignment that is under way.
    if (state.aligning.status === 'running') return WAIT;
    const { plane, split } = state.view;
    const spans = wantedPlanes(plane, endpoints);
    const { resolution, window, trajectories } = plane;
    return spans.length === 0 ? null : { data: data.spec, endpoints, spans, split, resolution, window, trajectories };
  },
  compute: (context, show) => computePlanes(context.session, context, wantedPlanes(context.state.view.plane, context.endpoints), show),
};

/** Of a figure on the path from A to B (and B'). */
function pathKey({ data, endpoints: { A, B, "B'": copy } }: FigureInputs, settings: object): unknown {
  return A === undefined || B === undefined ? null : { data: data.spec, a: A, b: B, b2: copy, ...settings };
}

async function computeCurve({ state, data, endpoints, run }: FigureContext, show: (partial: CurveFigure) => void): Promise<CurveFigure> {
  const { points, extended } = state.view.curve;
  // The extended path keeps the spacing of the points.
  const shape = extended ? { points: 2 * points - 1, range: [-0.5, 1.5] as const } : { points, range: [0, 1] as const };
  const { A: a = '', B: b = '', "B'": copy } = endpoints;
  const curve = (end: string, split: Split): Promise<Curve> => run('curve', { dataset: data.spec, a, b: end, split, ...shape, refine: true });
  const naive = { test: await curve(b, 'test'), train: await curve(b, 'train') };
  const shown: CurveFigure = { networks: [a, b], naive, aligned: null };
  if (copy === undefined) return shown;
  // Where an aligned curve is drawn already, it stays until the new one is there.
  const held = state.curve.result;
  if (held === null || held.aligned === null) show(shown);
  return { networks: [a, b], naive, aligned: { test: await curve(copy, 'test'), train: await curve(copy, 'train') } };
}

async function computeLayers({ state, data, endpoints, run }: FigureContext): Promise<LayersFigure> {
  const { split, layers } = state.view;
  const { A: a = '', B: b = '', "B'": copy } = endpoints;
  const request = { dataset: data.spec, a, split, schedule: layers.schedule, alpha: layers.along === 'midpoint' ? [0.5] : LAYER_ALPHAS };
  const naive = await run('layers', { ...request, b });
  return { networks: [a, b], split, naive, aligned: copy === undefined ? null : await run('layers', { ...request, b: copy }) };
}
