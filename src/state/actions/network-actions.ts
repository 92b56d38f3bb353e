/** Actions on the networks in the list. */
import { RidgelineError } from '../../base/errors.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import { knownCopies } from '../networks/alignment-run.ts';
import { nullable, plainObject, record, text, type Check } from '../../base/check.ts';
import { distinctList } from '../../base/setting.ts';
import { canonicalJson } from '../../base/hash.ts';
import { fileName } from '../file-name.ts';
import { measureNetworks } from '../data/loading.ts';
import { reinterpretNetworks } from '../data/open-files.ts';
import { checkActivation, checkName, checkNorm, checkRole } from '../schema.ts';
import type { ActionArguments } from './action.ts';
import type { AppState } from '../app-state.ts';
import type { Session } from '../session.ts';
import type { RemovedNetwork } from '../networks/library.ts';
import { bringBack, keepRemoved } from '../networks/removed.ts';
import { runText } from '../networks/runs.ts';
import { always, type ActionGroup } from './definition.ts';

const checkId = text(100);
const checkSeveral = distinctList(checkId, 1, 1000);
const checkIds: Check<string | readonly string[]> = (value, argument) => (Array.isArray(value) ? checkSeveral : checkId)(value, argument);
const someNetwork = ({ networks }: AppState): string | null => (networks.length === 0 ? 'There are no networks yet.' : null);

export const NETWORK_ACTIONS: ActionGroup<'assignRole' | 'rename' | 'remove' | 'removeRun' | 'restore' | 'exportNetwork' | 'reinterpret'> = {
  assignRole: {
    title: 'Choose a network as A, B or C',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['assignRole']>({ role: checkRole, id: nullable(checkId) })(argument, ''),
    disabledReason: someNetwork,
    run: assignRole,
  },
  rename: {
    title: 'Rename a network',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['rename']>({ id: checkId, name: checkName })(argument, ''),
    disabledReason: someNetwork,
    run: (session, { id, name }) => {
      session.library.get(id);
      session.history.remember(`name ${id}`);
      session.library.rename(id, name);
    },
  },
  remove: {
    title: 'Delete a network',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['remove']>({ id: checkId })(argument, ''),
    disabledReason: someNetwork,
    run: remove,
  },
  removeRun: {
    title: 'Delete the networks of one training',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['removeRun']>({ run: checkId })(argument, ''),
    disabledReason: someNetwork,
    run: removeRun,
  },
  restore: {
    title: 'Bring a deleted network back',
    shortcut: null,
    edits: true,
    check: checkRestore,
    disabledReason: always,
    run: restore,
  },
  exportNetwork: {
    title: 'Export a network (safetensors)',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['exportNetwork']>({ id: checkId })(argument, ''),
    disabledReason: someNetwork,
    run: (session, { id }) => exportNetwork(session, id),
  },
  reinterpret: {
    title: 'Read imported networks differently',
    shortcut: null,
    edits: true,
    check: (argument) =>
      record<ActionArguments['reinterpret']>({ id: checkIds, activation: checkActivation, norm: nullable(checkNorm) })(argument, ''),
    disabledReason: someNetwork,
    run: async (session, argument) => {
      await reinterpretNetworks(session, argument);
      await measureNetworks(session);
    },
  },
};

/** The network as a safetensors file in PyTorch's orientation, named after it. */
export function exportNetwork(session: Session, id: string): File {
  const { name, network } = session.library.get(id);
  return new File([new Uint8Array(writeNetwork(network))], fileName(name, 'safetensors'), { type: 'application/octet-stream' });
}

/** A network stands in one role only: the one it leaves takes what the new role held. */
function assignRole(session: Session, { role, id }: ActionArguments['assignRole']): void {
  if (id !== null) session.library.get(id);
  session.history.remember(`role ${role}`);
  session.store.setState((state) => {
    const roles = { ...state.roles };
    const held = roles[role];
    for (const other of ['A', 'B', 'C'] as const) if (id !== null && roles[other] === id) roles[other] = held;
    roles[role] = id;
    const known = knownCopies(session, { roles, view: state.view });
    const kept = (copied: 'B' | 'C'): string | null =>
      roles.A === state.roles.A && roles[copied] === state.roles[copied] ? state.aligned[copied] : known[copied];
    return { roles, aligned: { B: kept('B'), C: kept('C') }, view: { ...state.view, plane: { ...state.view.plane, window: null } } };
  });
}

/** Deletes at once and offers Undo. */
function remove(session: Session, { id }: ActionArguments['remove']): void {
  session.library.get(id);
  session.history.remember(`remove ${id}`);
  const removed = takeOut(session, id);
  session.notices.confirm(`Deleted '${removed.record.name}'.`, { label: 'Undo', name: 'restore', argument: { id } });
}

/** As many deletions in one: one step of undo, one message. */
function removeRun(session: Session, { run }: ActionArguments['removeRun']): void {
  const ofRun = session.store.getState().networks.filter((entry) => entry.run?.id === run);
  const [first] = ofRun;
  if (ofRun.length === 0 || first.run === null) throw new RidgelineError('not-found', 'There is no such run.', { argument: 'run', received: run });
  session.history.remember(`remove run ${run}`);
  for (const { id } of ofRun) takeOut(session, id);
  const count = ofRun.length === 1 ? '1 network' : `${ofRun.length} networks`;
  session.notices.confirm(`Deleted ${runText(first.run, first.data)}: ${count}.`, { label: 'Undo', name: 'restore', argument: { run } });
}

function takeOut(session: Session, id: string): RemovedNetwork {
  const removed = session.library.remove(id);
  keepRemoved(session, id, removed);
  return removed;
}

function checkRestore(argument: unknown): ActionArguments['restore'] {
  return 'run' in plainObject(argument, 'argument')
    ? record<{ run: string }>({ run: checkId })(argument, '')
    : record<{ id: string }>({ id: checkId })(argument, '');
}

function restore(session: Session, argument: ActionArguments['restore']): void {
  if ('run' in argument) {
    // The last taken first: each finds its place in the list again.
    const ids = [...session.removed].filter(([, { record: removed }]) => removed.run?.id === argument.run).map(([id]) => id);
    for (const id of ids.reverse()) bringBack(session, id);
    session.notices.forget(({ action }) => action?.name === 'restore' && canonicalJson(action.argument) === canonicalJson(argument));
    return;
  }
  const { id } = argument;
  if (!bringBack(session, id))
    throw new RidgelineError('not-found', `There is no deleted network with the id '${id.slice(0, 60)}' to bring back.`, {
      argument: 'id',
      received: id,
    });
}
