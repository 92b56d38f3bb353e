/** The first visit: two moons train, are matched and fill all figures by themselves, until the person does something. */
import { isAbort } from '../base/errors.ts';
import { alignRoles } from './networks/alignment-run.ts';
import { defaultExperiment } from './defaults.ts';
import { ROLES, type Experiment } from './experiment.ts';
import { findNetwork } from './link/needed-files.ts';
import { loadData } from './data/loading.ts';
import type { Session } from './session.ts';
import { trainNetworks } from './networks/training-run.ts';

/**
 * Runs the default experiment, with those of its networks that a visit before had finished. Whatever it fails at is told; ended,
 * it changes nothing any more.
 */
export async function demonstrate(session: Session): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  session.demonstration = controller;
  session.store.setState({ demonstration: true });
  void offerSteps(session);
  // Until it is done nothing was looked at last: a visit that breaks off is taken up by the next.
  session.storage?.putSetting('link', '').catch(() => undefined);
  const experiment = defaultExperiment();
  try {
    await loadData(session, experiment.data, { signal });
    await fillRoles(session, experiment, signal);
    signal.throwIfAborted();
    await alignRoles(session, () => session.store.getState().view.alignment, { signal });
  } catch (error) {
    if (!isAbort(error))
      session.notices.add('error', `The first example could not be computed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (session.demonstration === controller) session.demonstration = null;
  }
}

const DISMISSED = 'dismissed';

/** The first steps stand beside the first example, unless they were dismissed in an earlier visit. */
async function offerSteps({ storage, store }: Session): Promise<void> {
  const kept = await storage?.setting('steps').catch(() => undefined);
  if (kept !== DISMISSED) store.setState({ firstSteps: true });
}

/** For good, where the browser keeps anything. */
export function dismissSteps({ storage, store }: Session): void {
  store.setState({ firstSteps: false });
  storage?.putSetting('steps', DISMISSED).catch(() => undefined);
}

/** A, B and C, those that are not in this browser trained. */
async function fillRoles(session: Session, { data, architecture, training, seeds }: Experiment, signal: AbortSignal): Promise<void> {
  const networks = seeds.map((own, i) => {
    const recipe = { kind: 'trained', architecture, training, seeds: own, share: null } as const;
    return { seeds: own, role: ROLES[i], found: findNetwork(session, { recipe, data: null }, data) };
  });
  for (const { role, found } of networks) if (found !== null) session.store.setState(({ roles }) => ({ roles: { ...roles, [role]: found } }));
  const missing = networks.filter(({ found }) => found === null);
  if (missing.length === 0) return;
  const plan = { architecture, training, seeds: missing.map((network) => network.seeds), roles: missing.map(({ role }) => role) };
  await trainNetworks(session, plan, { signal, keepRoles: true, forgets: true });
}

/** The first action or scripted change ends it, its unfinished work included. */
export function endDemonstration(session: Session): void {
  if (!session.store.getState().demonstration) return;
  session.demonstration?.abort(new DOMException('The demonstration ended.', 'AbortError'));
  session.demonstration = null;
  session.store.setState({ demonstration: false });
}
