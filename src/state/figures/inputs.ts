/** Which networks each figure is made of: pure readings of the state. */
import type { PlaneNetworks, PlaneUnit, ProbePlace } from '../../compute/protocol.ts';
import type { Endpoint, Metric, Role } from '../experiment.ts';
import type { CurrentData, NetworkEntry, SharedState, SharedView } from '../shared-state.ts';

export interface PlaneView {
  readonly show: 'naive' | 'aligned' | 'both' | 'custom';
  /** Used where show is 'custom'. */
  readonly through: readonly [Endpoint, Endpoint, Endpoint];
  readonly metric: Metric;
  readonly surface: boolean;
  readonly resolution: number;
  readonly trajectories: boolean;
  /** x0, x1, y0, y1 after a pan or a zoom; null = the default extent. */
  readonly window: readonly [number, number, number, number] | null;
}

export interface PlaneSpan {
  readonly kind: 'naive' | 'aligned' | 'custom';
  readonly endpoints: readonly [Endpoint, Endpoint, Endpoint];
  readonly networks: readonly [string, string, string];
  /** Those whose distance is the unit: the first two; of the aligned plane A and B, as of the naive one. */
  readonly unit: { readonly endpoints: readonly [Endpoint, Endpoint]; readonly networks: PlaneUnit };
}

/** A span as the worker is asked for it. */
export function planeOf({ networks: [a, b, c], unit }: PlaneSpan): PlaneNetworks {
  return { a, b, c, unit: unit.networks };
}

/** Ids of the networks that fit the current data, by endpoint. */
export type Endpoints = Readonly<Partial<Record<Endpoint, string>>>;

export function fittingEndpoints(
  state: Pick<SharedState, 'roles' | 'aligned' | 'networks'>,
  data: { readonly inputs: number; readonly classes: number },
): Endpoints {
  const { roles, aligned, networks } = state;
  const held: Record<Endpoint, string | null> = { A: roles.A, B: roles.B, C: roles.C, "B'": aligned.B, "C'": aligned.C };
  const fitting = (id: string | null): id is string =>
    networks.some(
      (entry: NetworkEntry) => entry.id === id && entry.architecture.inputs === data.inputs && entry.architecture.classes === data.classes,
    );
  return Object.fromEntries(Object.entries(held).filter(([, id]) => fitting(id)));
}

/** The planes that the view asks for and the networks allow. */
export function wantedPlanes(view: PlaneView, endpoints: Endpoints): PlaneSpan[] {
  const kinds = view.show === 'both' ? (['naive', 'aligned'] as const) : [view.show];
  return kinds.map((kind) => planeSpan(kind, view, endpoints)).filter((span) => span !== null);
}

/** The naive plane goes through A, B, C (A, B, B' where there is no C), the aligned one through A and the aligned copies. */
export function planeSpan(kind: PlaneSpan['kind'], view: PlaneView, endpoints: Endpoints): PlaneSpan | null {
  if (kind === 'custom') return span(kind, view.through, endpoints);
  if (kind === 'naive') return span(kind, ['A', 'B', 'C'], endpoints) ?? span(kind, ['A', 'B', "B'"], endpoints);
  return span(kind, ['A', "B'", "C'"], endpoints);
}

function span(kind: PlaneSpan['kind'], wanted: readonly [Endpoint, Endpoint, Endpoint], endpoints: Endpoints): PlaneSpan | null {
  const [a, b, c] = wanted.map((endpoint) => endpoints[endpoint]);
  if (a === undefined || b === undefined || c === undefined) return null;
  const naive = kind === 'aligned' ? endpoints.B : undefined;
  const unit = { endpoints: ['A', naive === undefined ? "B'" : 'B'], networks: [a, naive ?? b] } as const;
  return { kind, endpoints: wanted, networks: [a, b, c], unit: kind === 'aligned' ? unit : { endpoints: [wanted[0], wanted[1]], networks: [a, b] } };
}

/** Where the probe stands, in networks; null where one of them is missing. */
export function probePlace(view: SharedView, plane: PlaneView, endpoints: Endpoints): ProbePlace | null {
  const { probe } = view;
  if (probe.kind === 'network') {
    const network = endpoints[probe.endpoint];
    return network === undefined ? null : { kind: 'network', network };
  }
  if (probe.kind === 'path') {
    const a = endpoints.A;
    const b = endpoints[probe.path === 'naive' ? 'B' : "B'"];
    return a === undefined || b === undefined ? null : { kind: 'path', a, b, alpha: probe.alpha };
  }
  const through = planeSpan(probe.plane, plane, endpoints);
  if (through === null) return null;
  return { kind: 'plane', ...planeOf(through), x: probe.x, y: probe.y };
}

/** Whose checkpoints make the path of an endpoint. */
export function sourceRole(endpoint: Endpoint): Role {
  return endpoint === 'A' ? 'A' : endpoint.startsWith('B') ? 'B' : 'C';
}

/** The key of a figure on the path from A to B (and B'). */
export function pathKey(
  { data, endpoints: { A, B, "B'": copy } }: { readonly data: CurrentData; readonly endpoints: Endpoints },
  settings: object,
): unknown {
  return A === undefined || B === undefined ? null : { data: data.spec, a: A, b: B, b2: copy, ...settings };
}

/** What was found of A and B; null for others: while new networks are measured, what was measured of the old says nothing of them. */
export function currentPair<F extends { readonly networks: readonly [string, string] }>(
  found: F | null,
  { roles }: Pick<SharedState, 'roles'>,
): F | null {
  return found === null || found.networks[0] !== roles.A || found.networks[1] !== roles.B ? null : found;
}
