/** How the planes that the view shows are computed: their extent, their maps, and what is projected on them. */
import { primed } from '../../base/format.ts';
import type { PlaneNetworks } from '../../compute/protocol.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { Plane, PlanePoint } from '../../landscape/results.ts';
import type { Score } from '../../nn/training.ts';
import { type Endpoint, ENDPOINTS } from '../experiment.ts';
import type { FigureContext as Context } from './definition.ts';
import { planeOf, planeSpan, type PlaneSpan, type PlaneView, sourceRole } from './inputs.ts';

export interface PlaneFigure {
  readonly title: string;
  /** Network ids of the three and their labels, A, B, B' ... */
  readonly networks: readonly [string, string, string];
  readonly labels: readonly [string, string, string];
  /** Of the two networks whose distance is the unit. */
  readonly unit: readonly [string, string];
  readonly split: Split;
  /** Of the three, on the split; null where one is not measured. */
  readonly scores: readonly (Score | null)[];
  readonly plane: Plane;
  /** Other networks projected on it. */
  readonly others: readonly { readonly label: string; readonly point: PlanePoint; readonly score: Score | null }[];
  readonly paths: readonly { readonly label: string; readonly points: readonly PlanePoint[] }[];
}

export interface PlanesFigure {
  readonly naive: PlaneFigure | null;
  readonly aligned: PlaneFigure | null;
  readonly custom: PlaneFigure | null;
}

type FigureContext = Context<PlaneView>;

const MARGIN = 0.25;

/** Computes the spans in order, each reported as it sharpens. Planes not asked for are left out of the result. */
export async function computePlanes(
  context: FigureContext,
  spans: readonly PlaneSpan[],
  held: PlanesFigure | null,
  report: (planes: PlanesFigure) => void,
): Promise<PlanesFigure> {
  let planes: PlanesFigure = { naive: null, aligned: null, custom: null };
  // The old pictures stay until their own new ones come.
  for (const { kind, networks } of spans) if (held?.[kind]?.networks.join() === networks.join()) planes = { ...planes, [kind]: held[kind] };
  report(planes);
  for (const span of spans) {
    const blank = await blankFigure(context, span, held?.[span.kind] ?? null);
    const plane = await mapOf(context, span, (partial) => report({ ...planes, [span.kind]: { ...blank, plane: partial } }));
    planes = { ...planes, [span.kind]: { ...blank, plane } };
    report(planes);
  }
  for (const span of spans) {
    const figure = planes[span.kind];
    if (figure === null) continue;
    planes = { ...planes, [span.kind]: { ...figure, paths: await trajectories(context, span) } };
    report(planes);
  }
  return planes;
}

/** The naive and the aligned plane, which share their extent so that they can be compared; none where there are not both. */
function comparedPlanes({ settings, endpoints }: FigureContext): PlaneNetworks[] {
  if (settings.show === 'custom') return [];
  const spans = (['naive', 'aligned'] as const).flatMap((kind) => planeSpan(kind, settings, endpoints) ?? []);
  return spans.length < 2 ? [] : spans.map(planeOf);
}

function mapOf(context: FigureContext, span: PlaneSpan, onPartial: (plane: Plane) => void): Promise<Plane> {
  const { state, settings, data, run } = context;
  const { resolution, window } = settings;
  const sharing = comparedPlanes(context);
  return run(
    'plane',
    { dataset: data.spec, ...planeOf(span), split: state.view.split, resolution, margin: MARGIN, sharing, window, keep: true },
    { onPartial },
  );
}

/** All of a plane but its map. Paths take long to project: those that are drawn stay meanwhile. */
async function blankFigure(context: FigureContext, span: PlaneSpan, held: PlaneFigure | null): Promise<Omit<PlaneFigure, 'plane'>> {
  const { endpoints: labels, networks } = span;
  const { split } = context.state.view;
  const paths = context.settings.trajectories && held?.networks.join() === networks.join() ? held.paths : [];
  return {
    title: primed(`Plane through ${labels[0]}, ${labels[1]} and ${labels[2]}`),
    networks,
    labels,
    unit: span.unit.endpoints,
    split,
    scores: networks.map((id) => context.state.networks.find((entry) => entry.id === id)?.[split] ?? null),
    others: await otherNetworks(context, span),
    paths,
  };
}

async function otherNetworks({ state, endpoints, run }: FigureContext, span: PlaneSpan): Promise<PlaneFigure['others']> {
  const others = ENDPOINTS.flatMap((endpoint): { endpoint: Endpoint; id: string }[] => {
    const id = endpoints[endpoint];
    return id === undefined || span.networks.includes(id) ? [] : [{ endpoint, id }];
  });
  if (others.length === 0) return [];
  const architecture = (id: string): string => JSON.stringify(state.networks.find((entry) => entry.id === id)?.architecture);
  const alike = others.filter(({ id }) => architecture(id) === architecture(span.networks[0]));
  if (alike.length === 0) return [];
  const { points } = await run('project', { ...planeOf(span), networks: alike.map(({ id }) => id) });
  return alike.map(({ endpoint, id }, i) => ({
    label: endpoint,
    point: points[i],
    score: state.networks.find((entry) => entry.id === id)?.[state.view.split] ?? null,
  }));
}

/** Training paths of the three; an aligned copy's is its source's, permuted by the copy's own alignment. */
async function trajectories({ session, settings, endpoints, run }: FigureContext, span: PlaneSpan): Promise<PlaneFigure['paths']> {
  if (!settings.trajectories) return [];
  const plane = planeOf(span);
  const paths: PlaneFigure['paths'][number][] = [];
  for (const endpoint of span.endpoints) {
    const own = endpoints[endpoint];
    const source = endpoints[sourceRole(endpoint)];
    if (own === undefined || source === undefined) continue;
    const { checkpoints } = session.library.get(source);
    if (checkpoints.length < 2) continue;
    const alignment = own === source ? null : session.library.get(own).alignment;
    const request = { ...plane, checkpoints, permutations: alignment?.permutations ?? null, signs: alignment?.signs ?? null };
    const { points } = await run('projectPath', request, { key: { ...plane, source, own } });
    paths.push({ label: endpoint, points });
  }
  return paths;
}
