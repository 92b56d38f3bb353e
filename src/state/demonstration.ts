/** The first visit: two moons train, are matched and fill all figures by themselves, until the person does something. */
import { isAbort } from '../base/errors.ts';
import { alignRoles } from './alignment-run.ts';
import { defaultExperiment } from './defaults.ts';
import { loadData } from './loading.ts';
import type { Session } from './session.ts';
import { firstThree, trainNetworks } from './training-run.ts';

/** Runs the default experiment. Whatever it fails at is told; ended, it changes nothing any more. */
export async function demonstrate(session: Session): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  session.demonstration = controller;
  session.store.setState({ demonstration: true });
  const experiment = defaultExperiment();
  try {
    await loadData(session, experiment.data, { signal });
    await trainNetworks(session, { ...experiment, roles: firstThree(experiment.seeds.length) }, { signal });
    signal.throwIfAborted();
    await alignRoles(session, () => session.store.getState().view.alignment, { signal });
  } catch (error) {
    if (!isAbort(error))
      session.notices.add('error', `The first example could not be computed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (session.demonstration === controller) session.demonstration = null;
  }
}

/** The first action or scripted change ends it, its unfinished work included. */
export function endDemonstration(session: Session): void {
  if (!session.store.getState().demonstration) return;
  session.demonstration?.abort(new DOMException('The demonstration ended.', 'AbortError'));
  session.demonstration = null;
  session.store.setState({ demonstration: false });
}
