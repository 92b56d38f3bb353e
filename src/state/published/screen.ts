/** An author's figures on the screen: they lie over the state, which goes on beneath, so that nothing of either is lost. */
import { parameterLayout } from '../../nn/layout.ts';
import type { AppState } from '../app-state.ts';
import type { Endpoint, Role } from '../experiment.ts';
import { IDLE } from '../figures/derived.ts';
import { FIGURE_NAMES, type FigureWorks } from '../figures/table.ts';
import type { LinkState } from '../link/state.ts';
import type { NetworkEntry, Work } from '../shared-state.ts';
import type { Published, PublishedNetwork } from './published.ts';
import type { ShownPublished } from './shown.ts';

/** Whether the screen shows an author's figures now. */
export function showsAuthor({ published }: Pick<AppState, 'published'>): boolean {
  return published?.show === 'author';
}

/** What the screen shows of the state: the author's figures in the place of its own, where they are shown. */
export function screenOf(state: AppState): AppState {
  const { published } = state;
  return published === null || published.show === 'own' ? state : { ...state, ...overlay(published) };
}

/** `screenOf`, with one answer as long as the state stays the same. */
export function keptScreen(): (state: AppState) => AppState {
  let last: { readonly state: AppState; readonly screen: AppState } | null = null;
  return (state) => {
    if (last?.state !== state) last = { state, screen: screenOf(state) };
    return last.screen;
  };
}

type Overlay = Pick<AppState, 'networks' | 'roles' | 'aligned' | 'data' | 'figures' | 'probe' | 'experiment'>;

const overlays = new WeakMap<Published, Overlay>();

/** Made once for what is published. */
function overlay({ published, link }: ShownPublished): Overlay {
  const known = overlays.get(published);
  if (known !== undefined) return known;
  const ids = new Map(published.networks.flatMap(({ endpoint, id }) => (endpoint === null ? [] : [[endpoint, id] as const])));
  const at = (endpoint: Endpoint): string | null => ids.get(endpoint) ?? null;
  const made: Overlay = {
    networks: published.networks.map((network) => entryOf(network, published, link, ids)),
    roles: { A: at('A'), B: at('B'), C: at('C') },
    aligned: { B: at("B'"), C: at("C'") },
    data: { status: 'done', result: published.data.summary, progress: null, error: null },
    experiment: { ...link.experiment, data: published.data.spec },
    figures: worksOf(published),
    probe: IDLE,
  };
  overlays.set(published, made);
  return made;
}

function worksOf({ figures }: Published): FigureWorks {
  const works = FIGURE_NAMES.map((name) => {
    const result: unknown = (figures as Readonly<Record<string, unknown>>)[name];
    const work: Work<unknown> = result === undefined ? IDLE : { status: 'done', result, progress: null, error: null };
    return [name, work] as const;
  });
  return Object.fromEntries(works) as FigureWorks;
}

function entryOf(network: PublishedNetwork, { data }: Published, link: LinkState, ids: ReadonlyMap<Endpoint, string>): NetworkEntry {
  const { id, name, endpoint, architecture, recipe, choice, backend, train, test, diverged } = network;
  const trained = recipe?.kind === 'trained' ? recipe : null;
  const role: Role | null = endpoint === 'A' || endpoint === 'B' || endpoint === 'C' ? endpoint : null;
  return {
    id,
    name,
    architecture,
    parameterCount: parameterLayout(architecture).size,
    train,
    test,
    seeds: trained?.seeds ?? null,
    training: trained?.training ?? null,
    data: trained === null ? null : ((role === null ? undefined : link.roles[role]?.data) ?? data.spec),
    recipe,
    origin: originOf(recipe, choice, endpoint, ids),
    run: null,
    backend,
    history: [],
    checkpointCount: 0,
    diverged,
    stopped: trained?.stop === undefined ? null : { epoch: trained.stop, canGoOn: false },
    created: 0,
    saved: 'memory-only',
    alignment: null,
  };
}

function originOf(
  recipe: PublishedNetwork['recipe'],
  choice: PublishedNetwork['choice'],
  endpoint: Endpoint | null,
  ids: ReadonlyMap<Endpoint, string>,
): NetworkEntry['origin'] {
  if (recipe?.kind === 'imported') return { kind: 'imported', file: recipe.name, sha256: recipe.sha256 };
  if (choice === null) return { kind: 'trained' };
  const source = endpoint === "B'" ? 'B' : 'C';
  return { kind: 'aligned', source: ids.get(source) ?? '', reference: ids.get('A') ?? '', method: choice.method };
}
