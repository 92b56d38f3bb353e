/** Takes what is on the screen to be published: results of the figures of the place that is shown, and what their networks are called. */
import { sha256InTurns } from '../../base/hash.ts';
import { pairedError } from '../../landscape/standard-error.ts';
import type { BarrierDefinition, Barriers, Curve } from '../../landscape/results.ts';
import { ENDPOINTS, type Endpoint } from '../experiment.ts';
import type { AppState } from '../app-state.ts';
import type { CurveFigure } from '../figures/curve.ts';
import type { FigureInputs } from '../figures/definition.ts';
import { fittingEndpoints } from '../figures/inputs.ts';
import { figureReader, isShown } from '../figures/reading.ts';
import { FIGURES } from '../figures/table.ts';
import { shownPairs } from '../pairs/networks.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { NetworkRecord } from '../networks/record.ts';
import type { Session } from '../session.ts';
import { PUBLISHED_VERSION, type Published, type PublishedNetwork } from './published.ts';
import { PUBLISHABLE_NAMES, type PublishableName, type PublishedFigures } from './schemas/table.ts';

export interface PublishOptions {
  /** As its author calls it. */
  readonly title?: string;
  /** Left out: all that are on the screen. */
  readonly figures?: readonly PublishableName[];
  /** What is computed here, though an author's figures are shown. */
  readonly own?: boolean;
}

/** Figures that are on the screen and computed. */
export function publishableNames({ view, figures }: Pick<AppState, 'view' | 'figures'>): PublishableName[] {
  return PUBLISHABLE_NAMES.filter((name) => {
    const { status, result } = figures[name];
    return isShown(view, name) && result !== null && (status === 'done' || FIGURES[name].kind === 'run');
  });
}

/**
 * What is on the screen, with a digest of each network. An author's figures that are shown are published again as they are.
 * @param link the hash of what is on the screen, without results
 * Throws `unsupported` where no figure is computed yet.
 */
export async function publish(session: Session, link: string, { title = '', figures, own = false }: PublishOptions = {}): Promise<Published> {
  const state = session.store.getState();
  const held = state.published?.show === 'author' && !own ? state.published.published : null;
  const names = (held === null ? publishableNames(state) : PUBLISHABLE_NAMES.filter((name) => held.figures[name] !== undefined)).filter(
    (name) => figures === undefined || figures.includes(name),
  );
  if (held !== null) return { ...held, title, link, figures: chosen(held.figures, names) };
  const data = session.current;
  if (data === null || names.length === 0)
    throw new RidgelineError('unsupported', 'No figure is computed yet: there is nothing to publish but the link without results.', {
      argument: 'results',
    });
  const ids = publishedIds(session, state);
  const networks = await Promise.all([...ids].map(([id, name]) => publishedNetwork(session, id, name)));
  const results = Object.fromEntries(names.map((name) => [name, state.figures[name].result])) as PublishedFigures;
  const withChange = results.curve == null ? results : { ...results, curve: withMeasuredChange(results.curve) };
  const { info } = state.backend;
  return {
    version: PUBLISHED_VERSION,
    title,
    link,
    made: { ridgeline: session.version, backend: info?.name ?? null, device: info?.device ?? null, simd: info?.simd ?? null },
    data,
    networks,
    figures: renamed(withChange, ids) as PublishedFigures,
  };
}

function chosen(figures: PublishedFigures, names: readonly PublishableName[]): PublishedFigures {
  return Object.fromEntries(names.map((name) => [name, figures[name]]));
}

/** The networks that the figures show, by id, each with the id that it is published under: what it is on the screen. */
function publishedIds(session: Session, state: AppState): Map<string, string> {
  const ids = new Map<string, string>();
  const data = session.current;
  if (data === null) return ids;
  const endpoints = fittingEndpoints(state, data.summary);
  for (const endpoint of ENDPOINTS) {
    const id = endpoints[endpoint];
    if (id !== undefined && !ids.has(id)) ids.set(id, endpoint);
  }
  if (state.view.place !== 'layers') return ids;
  const inputs: FigureInputs = { session, state, data, endpoints, settings: null, ...figureReader(state) };
  shownPairs(inputs).forEach(({ a, b }, pair) => {
    if (!ids.has(a.id)) ids.set(a.id, `A of pair ${pair + 1}`);
    if (!ids.has(b.id)) ids.set(b.id, `B of pair ${pair + 1}`);
  });
  return ids;
}

async function publishedNetwork(session: Session, id: string, name: string): Promise<PublishedNetwork> {
  const record = session.library.get(id);
  const entry = session.store.getState().networks.find((known) => known.id === id);
  const { alignment } = record;
  return {
    id: name,
    name: record.name,
    endpoint: ENDPOINTS.find((endpoint): endpoint is Endpoint => endpoint === name) ?? null,
    architecture: record.network.architecture,
    recipe: record.recipe,
    choice: record.choice,
    matched:
      alignment === null ? null : { distanceBefore: alignment.distanceBefore, distanceAfter: alignment.distanceAfter, moved: [...alignment.moved] },
    backend: record.backend,
    train: entry?.train ?? null,
    test: entry?.test ?? null,
    diverged: record.diverged,
    digest: await digestOf(record),
  };
}

const digests = new WeakMap<Float32Array, Promise<string>>();

/** SHA-256 of a network's parameters, as little-endian 32-bit floats. */
export function digestOf({ network: { parameters } }: Pick<NetworkRecord, 'network'>): Promise<string> {
  const known = digests.get(parameters);
  if (known !== undefined) return known;
  const made = sha256InTurns(new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength), undefined);
  digests.set(parameters, made);
  return made;
}

/** What single examples add does not travel: the error of what matching changed is measured now. */
function withMeasuredChange(figure: CurveFigure): CurveFigure {
  const { naive, aligned } = figure;
  if (aligned === null) return figure;
  return { ...figure, aligned: { train: changed(naive.train, aligned.train), test: changed(naive.test, aligned.test) } };
}

function changed(before: Curve, after: Curve): Curve {
  const error = (definition: BarrierDefinition): number =>
    pairedError(after.lossBarrier.contribution[definition], before.lossBarrier.contribution[definition], after.count);
  const change: Barriers = after.lossBarrier.change ?? { lerp: error('lerp'), mean: error('mean'), max: error('max') };
  return { ...after, lossBarrier: { ...after.lossBarrier, change } };
}

/** Plain data in which every text that is an id became the one it is published under. */
function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => renamed(entry, ids));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, renamed(entry, ids)]));
}
