/** Shows a scene: at once where its networks are those that are here, else as its link opens. */
import { canonicalJson } from '../../base/hash.ts';
import { RidgelineError } from '../../base/errors.ts';
import { ROLES, type Role } from '../experiment.ts';
import { findNetwork } from '../link/needed-files.ts';
import { openLink } from '../link/opening.ts';
import { parseLink } from '../link/link.ts';
import type { LinkState } from '../link/state.ts';
import { findAligned } from '../networks/aligned-copies.ts';
import type { Session } from '../session.ts';
import { endPlay } from '../talk/play.ts';
import { glideTo } from './glide.ts';
import type { Scene } from './scene.ts';

/** The scene at a place of the deck; rejects and says how many there are. */
export function sceneAt({ store }: Session, index: number, argument = 'index'): Scene {
  const { scenes } = store.getState().talk;
  const found = scenes.at(index);
  if (index >= 0 && found !== undefined) return found;
  const there = scenes.length === 0 ? 'There are no scenes yet: add one first.' : `There are ${scenes.length}, counted from 0.`;
  throw new RidgelineError('not-found', `${argument}: there is no scene ${index}. ${there}`, { argument, received: index });
}

/** Shows a scene as it was made. Fulfils when its networks are here, or a link's offer to train them is on the screen. */
export async function showScene(session: Session, index: number): Promise<void> {
  const { store } = session;
  const scene = sceneAt(session, index);
  const { state: wanted } = parseLink(scene.view);
  const here = networksHere(session, wanted);
  if (here === null && store.getState().training.status === 'running')
    throw new RidgelineError('unsupported', 'Networks are training, and this scene needs others: wait, or cancel the training first.');
  endPlay(session);
  session.history.remember('scene');
  store.setState(({ talk }) => ({ talk: { ...talk, at: index, answered: false, done: false, arriving: true, layout: scene.layout } }));
  try {
    if (here === null) {
      const opening = openLink(session, scene.view, { within: true });
      session.opening = opening.catch(() => undefined);
      await opening;
      return;
    }
    session.wanted = null;
    store.setState(({ experiment }) => ({ ...here, pending: null, experiment: { ...wanted.experiment, data: experiment.data } }));
    await glideTo(session, wanted.view);
  } finally {
    store.setState(({ talk }) => (talk.at === index && talk.arriving ? { talk: { ...talk, arriving: false } } : {}));
  }
}

/** The link's networks by their roles; null where the data are others, or one of them is not in this browser. */
function networksHere(
  session: Session,
  { experiment, roles, aligned }: LinkState,
): (Record<'roles', Record<Role, string | null>> & { aligned: Record<'B' | 'C', string | null> }) | null {
  const { data } = session.store.getState().experiment;
  if (session.current === null || session.awaitedFiles.length > 0 || canonicalJson(data) !== canonicalJson(experiment.data)) return null;
  const held = { A: null, B: null, C: null } as Record<Role, string | null>;
  for (const role of ROLES) {
    const wanted = roles[role];
    if (wanted === null) continue;
    held[role] = findNetwork(session, wanted, experiment.data);
    if (held[role] === null) return null;
  }
  const copies = { B: null, C: null } as Record<'B' | 'C', string | null>;
  for (const role of ['B', 'C'] as const) {
    const choice = aligned[role];
    const [reference, network] = [held.A, held[role]];
    if (choice === null) continue;
    if (reference === null || network === null) return null;
    copies[role] = findAligned(session, { reference, network, choice })?.id ?? null;
    if (copies[role] === null) return null;
  }
  return { roles: held, aligned: copies };
}
