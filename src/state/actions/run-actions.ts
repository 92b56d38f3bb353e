/** Actions that start and end long work. */
import { flag, listOf, numberIn, plainObject, record, refuseUnknownKeys, text } from '../../base/check.ts';
import { canonicalJson } from '../../base/hash.ts';
import { MAX_NETWORKS_PER_RUN } from '../../nn/seed-settings.ts';
import type { Seeds } from '../../nn/training.ts';
import type { ActionArguments, Loss } from './action.ts';
import { type ActionGroup, always, checkNothing } from './definition.ts';
import type { AppState } from '../app-state.ts';
import { selectBackend } from '../backend.ts';
import { loadData } from '../data/loading.ts';
import { dismissSteps } from '../demonstration.ts';
import { type Experiment, type Role, ROLES } from '../experiment.ts';
import { isShown } from '../figures/reading.ts';
import { runUnderWay } from '../figures/runs.ts';
import { FIGURE_NAMES } from '../figures/table.ts';
import { trainWanted } from '../link/opening.ts';
import { alignRoles } from '../networks/alignment-run.ts';
import { continueTraining } from '../networks/go-on.ts';
import { matchable } from '../networks/matchable.ts';
import { madeAlready } from '../networks/runs.ts';
import { trainMissing } from '../networks/train-missing.ts';
import { firstThree, type TrainingPlan, trainNetworks } from '../networks/training-run.ts';
import type { Session } from '../session.ts';
import { BACKEND_SETTING } from '../settings.ts';
import type { NetworkEntry } from '../shared-state.ts';

type Name =
  | 'train'
  | 'pauseTraining'
  | 'resumeTraining'
  | 'continueTraining'
  | 'align'
  | 'cancel'
  | 'resumeFigures'
  | 'setBackend'
  | 'trainPending'
  | 'dismissNotice'
  | 'dismissSteps';

export const RUN_ACTIONS: ActionGroup<Name> = {
  train: {
    title: 'Train networks; those of these seeds that are here are used again',
    shortcut: 't',
    edits: true,
    check: checkTrain,
    disabledReason: trainingDisabledReason,
    run: train,
  },
  pauseTraining: {
    title: 'Pause training',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ training }) =>
      training.status !== 'running' ? 'Nothing is training.' : training.result?.paused === true ? 'Training is paused.' : null,
    run: (session) => pause(session, true),
  },
  resumeTraining: {
    title: 'Resume training',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ training }) => (training.status === 'running' && training.result?.paused === true ? null : 'No training is paused.'),
    run: (session) => pause(session, false),
  },
  continueTraining: {
    title: 'Go on with trainings that were stopped',
    shortcut: null,
    edits: true,
    check: checkContinue,
    disabledReason: (state) =>
      trainingDisabledReason(state) ?? (state.networks.some(({ stopped }) => stopped?.canGoOn === true) ? null : 'No training was stopped.'),
    run: async (session, argument) => {
      const entries = await continueTraining(session, argument?.ids);
      alignInBackground(session);
      return entries;
    },
  },
  align: {
    title: 'Align B and C onto A',
    shortcut: 'm',
    edits: true,
    check: checkNothing,
    disabledReason: alignHindrance,
    run: (session) => {
      session.history.remember('align');
      const { alignment } = session.store.getState().view;
      return alignRoles(session, () => alignment);
    },
  },
  cancel: {
    title: 'Cancel what runs',
    shortcut: 'Escape',
    edits: false,
    check: checkNothing,
    disabledReason: always,
    loses: (state) => unfinishedTraining(state) ?? unfinishedSweep(state),
    run: (session) => {
      session.jobs.cancelAll();
      return session.trained;
    },
  },
  resumeFigures: {
    title: 'Go on with stopped figures',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: (state) =>
      FIGURE_NAMES.some((name) => isShown(state.view, name) && state.figures[name].status === 'stopped') ? null : 'No figure was stopped.',
    run: (session) => session.resumeFigures(),
  },
  setBackend: {
    title: 'Choose the backend',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['setBackend']>({ preference: BACKEND_SETTING.check })(argument, ''),
    disabledReason: ({ training }) => (training.status === 'running' ? 'Networks are training; cancel that first.' : null),
    run: (session, { preference }) => selectBackend(session, preference),
  },
  trainPending: {
    title: 'Train what the link asks for',
    shortcut: null,
    edits: true,
    check: checkNothing,
    disabledReason: ({ pending, data }) =>
      pending === null || pending.train.length === 0 ? 'No link asks for training.' : data.status === 'done' ? null : 'The data are not loaded.',
    run: trainWanted,
  },
  dismissNotice: {
    title: 'Dismiss a notice',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['dismissNotice']>({ id: numberIn(0, Number.MAX_SAFE_INTEGER, 'integer') })(argument, ''),
    disabledReason: always,
    run: (session, { id }) => session.notices.dismiss(id),
  },
  dismissSteps: {
    title: 'Hide the first steps for good',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: always,
    run: dismissSteps,
  },
};

function checkTrain(argument: unknown): ActionArguments['train'] {
  if (argument === undefined || argument === null) return undefined;
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['append', 'anew'], '');
  const { append, anew } = given;
  return { ...(append === undefined ? {} : { append: flag(append, 'append') }), ...(anew === undefined ? {} : { anew: flag(anew, 'anew') }) };
}

function checkContinue(argument: unknown): ActionArguments['continueTraining'] {
  if (argument === undefined || argument === null) return undefined;
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['ids'], '');
  return given['ids'] === undefined ? {} : { ids: listOf(text(100), 1, MAX_NETWORKS_PER_RUN)(given['ids'], 'ids') };
}

/** Of a training that runs: what it did since its last whole epoch. Figures and alignments go on from what they have. */
function unfinishedTraining({ training: { status, result }, demonstration }: AppState): Loss | null {
  if (status !== 'running' || result === null) return null;
  const { names, epoch, epochs } = result;
  const where = `${names.join(', ')}: epoch ${Math.floor(epoch)} of ${epochs} is done.`;
  const outcome = demonstration
    ? 'The first example is not kept; it runs again at the next visit.'
    : 'What is done by then is kept and can go on; what was begun since would be lost.';
  return { question: 'Stop training?', text: `${where} ${outcome}`, confirm: 'Stop' };
}

/** Of a sweep that runs: the setting that is under way; those that are done stay. */
function unfinishedSweep({ figures: { sensitivity } }: AppState): Loss | null {
  const entries = sensitivity.result?.entries ?? [];
  const now = entries.find(({ status }) => status === 'training' || status === 'measuring');
  if (sensitivity.status !== 'running' || now === undefined) return null;
  const done = entries.filter(({ status }) => status === 'done').length;
  return {
    question: 'Stop the sweep?',
    text: `Measured so far: ${done} of ${entries.length}. What is measured is kept, and the sweep can go on from there; ${now.name}, which is under way, would begin anew.`,
    confirm: 'Stop',
  };
}

/** Why no training can start. */
export function trainingDisabledReason({
  data,
  training,
  backend,
  figures,
}: Pick<AppState, 'data' | 'training' | 'backend' | 'figures'>): string | null {
  if (backend.status === 'failed') return 'No backend works here.';
  if (training.status === 'running') return 'Networks are training already.';
  if (runUnderWay({ figures }) !== null) return 'A sweep is running; stop it first.';
  if (data.status === 'running') return 'The data are still loading.';
  return data.status === 'failed' && data.result === null ? 'The data could not be loaded: choose others.' : null;
}

function alignHindrance(state: AppState): string | null {
  const others = matchable(state) ?? [];
  if (others.length === 0) return 'Choose networks as A and B first.';
  if (state.aligning.status === 'running') return 'Networks are being aligned already.';
  if (state.training.status === 'running') return 'Networks are training.';
  return others.some(({ reason }) => reason === null) ? null : others[0].reason;
}

/** After training the networks are matched at once, so that the figures tell the whole story. */
async function train(session: Session, argument: ActionArguments['train']): Promise<NetworkEntry[]> {
  const { experiment } = session.store.getState();
  session.history.remember('train');
  // A cancel before the first data were there leaves none: they are loaded now.
  if (session.current === null) await loadData(session, experiment.data, { keepSettings: true });
  if (argument?.append !== true && argument?.anew !== true && madeAlready(session.store.getState()).some((id) => id !== null)) {
    const entries = await trainMissing(session);
    alignInBackground(session);
    return entries;
  }
  const plan = argument?.append === true ? appended(session.store.getState()) : { ...experiment, roles: firstThree(experiment.seeds.length) };
  const entries = await trainNetworks(session, plan, { keepRoles: argument?.append === true, anew: argument?.anew === true });
  alignInBackground(session);
  return entries;
}

/** Matches what the roles hold; a failure stands on the screen as state, a cancel is no failure. */
export function alignInBackground(session: Session): void {
  const { alignment } = session.store.getState().view;
  alignRoles(session, () => alignment).catch(() => undefined);
}

/** The same settings with seeds that were not used yet; the new networks take the roles that are free. */
function appended({ experiment, networks, roles }: AppState): TrainingPlan {
  const key = ({ architecture, training, data }: Pick<Experiment, 'architecture' | 'training' | 'data'>): string =>
    canonicalJson([architecture, training, data]);
  const used = networks.flatMap(({ recipe, data }): Seeds[] =>
    recipe?.kind === 'trained' && recipe.share === null && data !== null && key({ ...recipe, data }) === key(experiment) ? [recipe.seeds] : [],
  );
  const isUsed = (seeds: Seeds): boolean => used.some((held) => canonicalJson(held) === canonicalJson(seeds));
  const fresh = experiment.seeds.filter((seeds) => !isUsed(seeds));
  const largest = [...used, ...experiment.seeds].reduce((most, { init, order }) => Math.max(most, init, order), 0);
  const seeds = fresh.length > 0 ? fresh : experiment.seeds.map((_, i) => ({ init: largest + 1 + i, order: largest + 1 + i }));
  const free = ROLES.filter((role) => roles[role] === null);
  return { ...experiment, seeds, roles: seeds.map((_, i): Role | null => (i < free.length ? free[i] : null)) };
}

function pause(session: Session, paused: boolean): Promise<unknown> {
  session.store.setState(({ training }) => ({
    training: training.result === null ? training : { ...training, result: { ...training.result, paused } },
  }));
  return session.client.run('pauseTraining', { paused });
}
