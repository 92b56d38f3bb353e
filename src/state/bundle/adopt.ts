/** Networks of a bundle in the library: beside those that are there, under free names; one that is there already is used again. */
import { canonicalJson } from '../../base/hash.ts';
import { freeName } from '../networks/free-name.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { nextRun } from '../networks/runs.ts';
import type { NetworkRun } from '../shared-state.ts';
import { newId, type Session } from '../session.ts';

/** @returns the library's id of each network, by its id in the bundle */
export function adoptNetworks(session: Session, networks: readonly NetworkRecord[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const runs = new Map<string, NetworkRun>();
  // Copies name the networks that they were made of: those come first.
  const ordered = [...networks].sort((a, b) => Number(a.origin.kind === 'aligned') - Number(b.origin.kind === 'aligned'));
  for (const network of ordered) {
    const record = { ...network, origin: originHere(network, ids) };
    const known = session.library.find((held) => isSame(held, record));
    ids.set(network.id, known?.id ?? add(session, record, runs));
  }
  return ids;
}

function add(session: Session, record: NetworkRecord, runs: Map<string, NetworkRun>): string {
  const { networks } = session.store.getState();
  const taken = new Set(networks.map(({ name }) => name));
  const free = /^[0-9a-f]{12}$/.test(record.id) && networks.every(({ id }) => id !== record.id);
  const id = free ? record.id : newId();
  session.library.add({
    ...record,
    id,
    name: freeName(record.name.slice(0, 110), taken),
    run: runHere(session, record, runs),
    created: networks.reduce((time, { created }) => Math.max(time, created + 1), session.clock.now()),
  });
  return id;
}

/** Networks that were trained together are so here too, as the next run on their data. */
function runHere({ store }: Session, { run, data }: NetworkRecord, runs: Map<string, NetworkRun>): NetworkRun | null {
  if (run === null || data === null) return null;
  const here = runs.get(run.id) ?? nextRun(store.getState().networks, data);
  runs.set(run.id, here);
  return here;
}

function originHere({ origin }: NetworkRecord, ids: ReadonlyMap<string, string>): NetworkRecord['origin'] {
  if (origin.kind !== 'aligned') return origin;
  return { ...origin, source: ids.get(origin.source) ?? origin.source, reference: ids.get(origin.reference) ?? origin.reference };
}

/** The same parameters, made in the same way on the same data, with as many checkpoints or more. */
function isSame(held: NetworkRecord, { network, data, recipe, origin, choice, checkpoints }: NetworkRecord): boolean {
  const [a, b] = [held.network.parameters, network.parameters];
  return (
    a.length === b.length &&
    held.checkpoints.length >= checkpoints.length &&
    canonicalJson([held.network.architecture, held.data, held.recipe, held.origin, held.choice]) ===
      canonicalJson([network.architecture, data, recipe, origin, choice]) &&
    a.every((value, i) => value === b[i])
  );
}
