/** Actions of the layer laboratory. */
import { nullable, oneOf, plainObject, record, refuseUnknownKeys } from '../../base/check.ts';
import type { ActionArguments } from './action.ts';
import type { AppState } from '../app-state.ts';
import { checkCell } from '../figures/barriers.ts';
import { checkPairChoice, DEFAULT_PAIRS } from '../figures/lab-view.ts';
import { pauseRun, startRun } from '../figures/runs.ts';
import { trainPairs } from '../pairs/training.ts';
import { standingExample } from '../pairs/standing-example.ts';
import { checkPlace } from '../schema.ts';
import type { Session } from '../session.ts';
import { always, checkNothing, type ActionGroup } from './definition.ts';
import { trainingDisabledReason } from './run-actions.ts';

type Name = 'showPlace' | 'trainPairs' | 'standingExample' | 'showCell' | 'sweep' | 'cancelSweep';

export const LAB_ACTIONS: ActionGroup<Name> = {
  showPlace: {
    title: 'Go to the other place: Explore or Layers',
    shortcut: 'l',
    edits: false,
    check: (argument) =>
      argument === undefined || argument === null
        ? undefined
        : record<NonNullable<ActionArguments['showPlace']>>({ place: checkPlace })(argument, ''),
    disabledReason: always,
    run: (session, argument) =>
      session.store.setState(({ view }) => ({ view: { ...view, place: argument?.place ?? (view.place === 'explore' ? 'layers' : 'explore') } })),
  },
  trainPairs: {
    title: 'Train pairs of networks',
    shortcut: 't',
    edits: true,
    check: checkTrainPairs,
    disabledReason: trainingDisabledReason,
    run: (session, argument) => {
      const { store, history } = session;
      history.remember('train pairs');
      const pairs = argument?.pairs ?? store.getState().view.lab.pairs ?? DEFAULT_PAIRS;
      store.setState(({ view }) => ({ view: { ...view, lab: { ...view.lab, pairs } } }));
      return trainPairs(session, pairs);
    },
  },
  standingExample: {
    title: 'Train the standing example of the laboratory',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['standingExample']>({ data: oneOf(['glyphs', 'mnist']) })(argument, ''),
    disabledReason: standingHindrance,
    run: standingExample,
  },
  showCell: {
    title: 'Show which examples carry a cell',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['showCell']>({ cell: nullable(checkCell) })(argument, ''),
    disabledReason: always,
    run: showCell,
  },
  sweep: {
    title: 'Sweep the learning rate or the task',
    shortcut: null,
    edits: true,
    check: checkNothing,
    disabledReason: trainingDisabledReason,
    run: (session) => startRun(session, 'sensitivity'),
  },
  cancelSweep: {
    title: 'Stop the sweep, and keep what is done',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ figures }) => (figures.sensitivity.status === 'running' ? null : 'No sweep is running.'),
    run: (session) => pauseRun(session, 'sensitivity'),
  },
};

function checkTrainPairs(argument: unknown): ActionArguments['trainPairs'] {
  if (argument === undefined || argument === null) return undefined;
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['pairs'], '');
  return given['pairs'] === undefined ? undefined : { pairs: checkPairChoice(given['pairs'], 'pairs') };
}

/** The example brings its own data: what failed to load or still loads is no reason. */
function standingHindrance({ training, backend, figures }: AppState): string | null {
  return trainingDisabledReason({ training, backend, figures, data: { status: 'done', result: null, progress: null, error: null } });
}

function showCell(session: Session, { cell }: ActionArguments['showCell']): void {
  session.history.remember('cell');
  session.store.setState(({ view }) => ({ view: { ...view, lab: { ...view.lab, barriers: { ...view.lab.barriers, cell } } } }));
}
