/** Computes an author's figures here: finds or trains their networks, computes the same figures, and says what differs. */
import { RidgelineError } from '../../base/errors.ts';
import { currentLink } from '../link/current.ts';
import { goOn, trainWanted } from '../link/opening.ts';
import { untilCalm } from './wait.ts';
import { isShown } from '../figures/reading.ts';
import { RUN_NAMES } from '../figures/table.ts';
import type { Session } from '../session.ts';
import { differencesBetween, type Differences } from './differences.ts';
import { publish } from './publish.ts';
import { PUBLISHABLE_NAMES, type PublishableName } from './schemas/table.ts';
import type { ShownPublished } from './shown.ts';

/**
 * What differs between the author's figures that are shown and those computed here, which are shown then; theirs stay beside. Trains what
 * is not here, however long that takes. Rejects with the signal's reason where training is cancelled; with `not-found` where files are
 * missing that must be dropped first, and `unsupported` where no author's figures are shown.
 */
export async function recompute(session: Session): Promise<Differences> {
  const { store } = session;
  const held = store.getState().published;
  if (held === null) throw new RidgelineError('unsupported', 'No author’s figures are shown: open a link or a file that holds some.');
  if (held.differences !== null) return held.differences;
  const patch = (change: Partial<ShownPublished>): void =>
    store.setState(({ published }) => (published?.published === held.published ? { published: { ...published, ...change } } : {}));
  patch({ recomputing: 'running' });
  try {
    // The place and the settings that the figures were made with: only those can be compared.
    store.setState(({ view }) => ({ view: { ...held.link.view, theme: view.theme } }));
    await bringNetworks(session);
    await figuresComputed(session, held);
    const here = await publish(session, currentLink(session).hash, { figures: wanted(held), own: true });
    const differences = differencesBetween(held.published, here);
    patch({ recomputing: 'done', differences, show: 'own' });
    return differences;
  } catch (error) {
    patch({ recomputing: 'no' });
    throw error;
  }
}

/** Everything that the link asks for, trained where it is not here. */
async function bringNetworks(session: Session): Promise<void> {
  const { store } = session;
  if (session.wanted !== null) await goOn(session);
  const { pending, data } = store.getState();
  if (data.status === 'failed' && data.error !== null) throw new RidgelineError('not-found', `The data could not be loaded: ${data.error.message}`);
  if (pending !== null && pending.files.length > 0)
    throw new RidgelineError('not-found', `To compute these figures, drop ${pending.files.join(', ')} on the page, then press Recompute again.`, {
      received: pending.files.join(', '),
    });
  if (pending !== null && pending.train.length > 0) await trainWanted(session);
}

function wanted({ published }: ShownPublished): PublishableName[] {
  return PUBLISHABLE_NAMES.filter((name) => published.figures[name] !== undefined);
}

/** The figures that follow the view are computed by themselves; those that a person starts stay as they are. */
function figuresComputed({ store }: Session, held: ShownPublished): Promise<void> {
  const names = wanted(held).filter((name) => !(RUN_NAMES as readonly string[]).includes(name) && isShown(held.link.view, name));
  return untilCalm(store, ({ figures, aligning, training }) => {
    if (aligning.status === 'running' || training.status === 'running') return false;
    return names.every((name) => figures[name].status !== 'running');
  });
}
