/**
 * In which order a shard takes the points of several requests, so that points whose first layers are the same network follow one
 * another and those layers are evaluated once: the depth-first order of the tree of their layers.
 */
import { outputWidth, type Architecture } from '../../../nn/architecture.ts';
import { analyseSlice, HOIST_INPUTS, hoistingPays, type SliceAnalysis } from '../slice-analysis.ts';

/** Points of a slice whose vectors are named: the origin first, then the directions. */
export interface ShardRequest {
  readonly architecture: Architecture;
  readonly vectors: readonly number[];
  readonly layers: readonly number[] | null;
  /** [points, directions] row-major: all of the slice's points, or a part. */
  readonly coordinates: Float64Array;
  /** Points here. */
  readonly points: number;
  /** Points of the whole slice: decides whether hoisting pays, whatever part is asked for at a time. */
  readonly total: number;
  /** Points here that are scored example by example too. */
  readonly each: readonly number[];
}

/** How a request goes through the layers. */
export interface LayerPlan extends SliceAnalysis {
  readonly request: ShardRequest;
  /** The first layer that moves; the last layer where none does. */
  readonly first: number;
  /** The first moving layer is made of products that are the same at every point. */
  readonly hoists: boolean;
  /** One rectified hidden layer with few inputs and outputs: whole networks along lines, by a kernel of their own. */
  readonly line: boolean;
}

/** One point of one request. */
export interface ShardPoint {
  readonly layerPlan: LayerPlan;
  /** Index of the request. */
  readonly at: number;
  readonly point: number;
  /** For each layer a name of its tensors: equal names, equal tensors evaluated alike. */
  readonly keys: readonly string[];
  /** The layers before this one are shared with neighbours, or fixed: they are evaluated by themselves. */
  readonly start: number;
}

export function layerPlanOf(request: ShardRequest): LayerPlan {
  const { architecture, vectors, layers } = request;
  const { inputs, hidden, activation, norm } = architecture;
  const analysis = analyseSlice(architecture, vectors.length - 1, layers);
  const { firstMoving } = analysis;
  const first = firstMoving ?? hidden.length;
  const hoists = firstMoving !== null && hoistingPays(architecture, analysis, first, request.total);
  const line =
    firstMoving === 0 && inputs <= HOIST_INPUTS && hidden.length === 1 && activation === 'relu' && norm === 'none' && outputWidth(architecture) <= 2;
  return { ...analysis, request, first, hoists, line };
}

/** All points of the requests in order. */
export function orderPoints(requests: readonly ShardRequest[]): ShardPoint[] {
  const points = requests.flatMap((request, at) => {
    const layerPlan = layerPlanOf(request);
    const fixed = String(request.vectors[0]);
    return Array.from({ length: request.points }, (_, point) => ({
      layerPlan,
      at,
      point,
      keys: requests.length === 1 ? [] : keysOf(layerPlan, fixed, point),
    }));
  });
  // A single request's points share its fixed layers and nothing else.
  if (requests.length === 1) {
    const keys = courseKeys(points.at(0)?.layerPlan);
    return points.map((each) => ({ ...each, keys, start: each.layerPlan.first }));
  }
  points.sort((p, q) => compare(p.keys, q.keys));
  return points.map((each, n) => {
    const shared = Math.max(n > 0 ? commonLayers(each, points[n - 1]) : 0, n + 1 < points.length ? commonLayers(each, points[n + 1]) : 0);
    const start = each.layerPlan.line ? 0 : Math.min(each.keys.length - 1, Math.max(each.layerPlan.first, shared));
    return { ...each, start };
  });
}

/** Names of the fixed layers alone. */
function courseKeys(layerPlan: LayerPlan | undefined): string[] {
  return layerPlan === undefined ? [] : layerPlan.moving.slice(0, layerPlan.first).map(() => String(layerPlan.request.vectors[0]));
}

function keysOf({ request, moving, first, hoists, line, directions }: LayerPlan, fixed: string, point: number): string[] {
  // Lines keep the order of their points.
  if (line) return moving.map(() => 'line');
  const coordinates = request.coordinates.subarray(point * directions, (point + 1) * directions);
  // At the origin nothing has moved: o + 0·d is o.
  if (coordinates.every((value) => value === 0)) return moving.map(() => fixed);
  const place = coordinates.join(' ');
  const moved = `${request.vectors.join(' ')} at ${place}`;
  return moving.map((moves, l) => (!moves ? fixed : hoists && l === first ? `${moved} hoisted` : moved));
}

function commonLayers(p: { keys: readonly string[] }, q: { keys: readonly string[] }): number {
  const differ = p.keys.findIndex((key, l) => key !== q.keys[l]);
  return differ < 0 ? p.keys.length : differ;
}

function compare(p: readonly string[], q: readonly string[]): number {
  for (let l = 0; l < p.length; l++) {
    if (p[l] !== q[l]) return p[l] < q[l] ? -1 : 1;
  }
  return 0;
}
