/** Going on with trainings that were stopped. */
import { formatList } from '../../base/format.ts';
import { canonicalJson } from '../../base/hash.ts';
import { RidgelineError } from '../../base/errors.ts';
import { ROLES, type Role } from '../experiment.ts';
import type { Session } from '../session.ts';
import type { NetworkEntry } from '../shared-state.ts';
import type { NetworkRecord } from './record.ts';
import { canGoOn } from './stopped-training.ts';
import { requireData, trainNetworks } from './training-run.ts';

/**
 * Trains networks that were stopped to their end, those of equal settings together; each finished network takes the place of the
 * stopped one. They take the roles that are free.
 *
 * @param ids left out: all that were stopped on the current data
 */
export async function continueTraining(session: Session, ids?: readonly string[]): Promise<NetworkEntry[]> {
  const groups = new Map<string, NetworkRecord[]>();
  for (const record of recordsOf(session, ids)) {
    const recipe = record.recipe?.kind === 'trained' ? record.recipe : null;
    const key = canonicalJson([recipe?.architecture, recipe?.training]);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const finished: NetworkEntry[] = [];
  for (const group of groups.values()) finished.push(...(await goOn(session, group)));
  return finished;
}

function recordsOf(session: Session, ids: readonly string[] | undefined): NetworkRecord[] {
  const { library, store } = session;
  const place = canonicalJson(requireData(session).spec);
  if (ids === undefined) {
    const all = store.getState().networks.map(({ id }) => library.get(id));
    const found = all.filter((record) => canGoOn(record) && canonicalJson(record.data) === place);
    if (found.length > 0) return found;
    throw new RidgelineError('not-found', 'No training on these data was stopped. Load the data that the stopped networks learnt from.');
  }
  const records = ids.map((id) => library.get(id, 'ids'));
  const whole = records.filter((record) => !canGoOn(record)).map(({ name }) => `'${name}'`);
  if (whole.length > 0)
    throw new RidgelineError('unsupported', `${formatList(whole)}: nothing is left to train, or it is not known where to go on.`, {
      argument: 'ids',
    });
  const elsewhere = records.filter(({ data }) => canonicalJson(data) !== place).map(({ name }) => `'${name}'`);
  if (elsewhere.length > 0)
    throw new RidgelineError('unsupported', `${formatList(elsewhere)} learnt from other data. Load those, then go on.`, { argument: 'ids' });
  return records;
}

async function goOn(session: Session, records: readonly NetworkRecord[]): Promise<NetworkEntry[]> {
  const recipes = records.flatMap(({ recipe }) => (recipe?.kind === 'trained' ? [recipe] : []));
  const [{ architecture, training }] = recipes;
  const { roles } = session.store.getState();
  const held = Object.values(roles);
  const free = ROLES.filter((role) => roles[role] === null).values();
  const plan = {
    architecture,
    training,
    seeds: recipes.map(({ seeds }) => seeds),
    shares: recipes.map(({ share }) => share),
    roles: records.map(({ id }): Role | null => (held.includes(id) ? null : (free.next().value ?? null))),
  };
  return trainNetworks(session, plan, { keepRoles: true });
}
