/** What of a session goes into a bundle: its networks, and the person's own data. */
import { formatCount } from '../../base/format.ts';
import { plainObject } from '../../base/check.ts';
import { ROLES } from '../experiment.ts';
import type { AppState } from '../app-state.ts';
import { dataFiles } from '../link/needed-files.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { findPairs, pairRecipes } from '../pairs/pairs.ts';
import type { Session } from '../session.ts';
import type { StoredFile } from '../storage/storage.ts';

/** Bytes of own data that go into a bundle unless it is said otherwise. */
export const MOST_DATA = 20_000_000;

export interface BundleContents {
  readonly networks: readonly NetworkRecord[];
  readonly data: readonly StoredFile[];
  /** What does not go along, in words. */
  readonly omitted: readonly string[];
}

/**
 * The networks on the screen (A, B, C, the aligned copies, and the pairs of the laboratory), and the files that the data are made of.
 *
 * @param data whether the person's own files go along; left out: where they have at most MOST_DATA bytes
 */
export async function bundleContents(session: Session, networks: boolean, data?: boolean): Promise<BundleContents> {
  const held = networks ? shownNetworks(session) : [];
  const sound = held.filter(({ network }) => network.parameters.every(Number.isFinite));
  const files = data === false ? [] : await ownFiles(session);
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const large = data === undefined && size > MOST_DATA;
  const lacking = data === false ? [] : dataFiles(spec(session)).filter(({ sha256 }) => files.every((file) => file.sha256 !== sha256));
  return {
    networks: sound,
    data: large ? [] : files,
    omitted: [
      ...held.filter((record) => !sound.includes(record)).map(({ name }) => `'${name}', whose parameters are not all finite`),
      ...(large ? [`the data files (${formatCount(size)} bytes; ${formatCount(MOST_DATA)} go along unless more is asked for)`] : []),
      ...lacking.map(({ name }) => `the data file ${name}, which this browser does not keep`),
    ],
  };
}

/** Ids of A, B, C, their aligned copies and, in the laboratory, the networks of its pairs. */
function shownIds({
  roles,
  aligned,
  view,
  networks,
  experiment,
}: Pick<AppState, 'roles' | 'aligned' | 'view' | 'networks' | 'experiment'>): Set<string> {
  const ids = new Set([...ROLES.map((role) => roles[role]), aligned.B, aligned.C].filter((id) => id !== null));
  const base = networks.find(({ id }) => id === roles.A)?.recipe ?? null;
  if (view.place === 'layers' && view.lab.pairs !== null && base?.kind === 'trained')
    for (const { a, b } of findPairs(networks, pairRecipes(base, view.lab.pairs), experiment.data))
      for (const id of [a, b]) if (id !== null) ids.add(id);
  return ids;
}

/** Bytes that the networks on the screen take in a bundle, checkpoints included. */
export function networkBytes(state: AppState): number {
  const ids = shownIds(state);
  return state.networks
    .filter(({ id }) => ids.has(id))
    .reduce((sum, { parameterCount, checkpointCount }) => sum + 4 * parameterCount * (1 + checkpointCount), 0);
}

/** In the order of their making. */
function shownNetworks({ store, library }: Session): NetworkRecord[] {
  return [...shownIds(store.getState())].map((id) => library.get(id)).sort((a, b) => a.created - b.created);
}

function spec({ store, current }: Session): Parameters<typeof dataFiles>[0] {
  return current?.spec ?? store.getState().experiment.data;
}

/** The data's files as this browser keeps them. */
async function ownFiles(session: Session): Promise<StoredFile[]> {
  const found: StoredFile[] = [];
  for (const { name, sha256 } of dataFiles(spec(session))) {
    try {
      const stored = await session.storage?.file(sha256);
      const bytes = stored === undefined ? null : plainObject(stored, 'file')['bytes'];
      if (bytes instanceof Uint8Array) found.push({ name, sha256, bytes });
    } catch {
      // Told as one that is not kept.
    }
  }
  return found;
}
