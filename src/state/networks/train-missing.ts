/** Training what is missing of the experiment's networks, and showing them with those that are here. */
import { formatList } from '../../base/format.ts';
import type { AppState } from '../app-state.ts';
import type { Session } from '../session.ts';
import type { NetworkEntry } from '../shared-state.ts';
import { DEFAULT_VIEW } from '../view.ts';
import { knownCopies } from './alignment-run.ts';
import { madeAlready } from './runs.ts';
import { trainNetworks } from './training-run.ts';

/**
 * Trains the seeds of the experiment that no network of the list was made from, and gives the first three of all the roles A, B and C.
 * A message says what was used again, and offers to train that too. What was on the screen stays until the training is done.
 *
 * @returns one network a seed, in their order
 */
export async function trainMissing(session: Session): Promise<NetworkEntry[]> {
  const { store, notices } = session;
  const { experiment, networks: before } = store.getState();
  const held = madeAlready(store.getState());
  const seeds = experiment.seeds.filter((_, i) => held[i] === null);
  const trained = seeds.length === 0 ? [] : await trainNetworks(session, { ...experiment, seeds, roles: seeds.map(() => null) }, { keepRoles: true });
  const fresh = trained.values();
  const ids = held.map((id) => id ?? fresh.next().value?.id ?? null);
  show(session, ids);
  const names = held.flatMap((id) => before.find((entry) => entry.id === id)?.name ?? []);
  const was = names.length === 1 ? 'was' : 'were';
  const rest = seeds.length === 0 ? 'nothing was trained' : 'only the others were trained';
  notices.confirm(`${formatList(names)} ${was} here already, made by these settings: ${rest}.`, {
    label: 'Train anew',
    name: 'train',
    argument: { anew: true },
  });
  return ids.flatMap((id) => store.getState().networks.find((entry) => entry.id === id) ?? []);
}

/** Those that are sound as A, B and C, in their order. */
function show(session: Session, ids: readonly (string | null)[]): void {
  session.store.setState(({ networks, view }): Partial<AppState> => {
    const sound = ids.filter((id) => networks.some((entry) => entry.id === id && entry.diverged === null));
    const roles = { A: sound.at(0) ?? null, B: sound.at(1) ?? null, C: sound.at(2) ?? null };
    const shown = { ...view, plane: { ...view.plane, window: null }, probe: view.probe.kind === 'plane' ? DEFAULT_VIEW.probe : view.probe };
    return { roles, aligned: knownCopies(session, { roles, view: shown }), view: shown };
  });
}
