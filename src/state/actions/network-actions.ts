/** Actions on the networks in the list. */
import { RidgelineError } from '../../base/errors.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import { knownCopies } from '../networks/alignment-run.ts';
import { nullable, record, text } from '../../base/check.ts';
import { fileName } from '../file-name.ts';
import { measureNetworks } from '../data/loading.ts';
import { reinterpretNetwork } from '../data/open-files.ts';
import { checkActivation, checkName, checkNorm, checkRole } from '../schema.ts';
import type { ActionArguments } from './action.ts';
import type { AppState } from '../app-state.ts';
import type { Session } from '../session.ts';
import { bringBack, keepRemoved } from '../networks/removed.ts';
import { always, type ActionGroup } from './definition.ts';

const checkId = text(100);
const someNetwork = ({ networks }: AppState): string | null => (networks.length === 0 ? 'There are no networks yet.' : null);

export const NETWORK_ACTIONS: ActionGroup<'assignRole' | 'rename' | 'remove' | 'restore' | 'exportNetwork' | 'reinterpret'> = {
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
    run: (session, { id, name }) => session.library.rename(id, name),
  },
  remove: {
    title: 'Delete a network',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['remove']>({ id: checkId })(argument, ''),
    disabledReason: someNetwork,
    run: remove,
  },
  restore: {
    title: 'Bring a deleted network back',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['restore']>({ id: checkId })(argument, ''),
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
    title: 'Read an imported network differently',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['reinterpret']>({ id: checkId, activation: checkActivation, norm: checkNorm })(argument, ''),
    disabledReason: someNetwork,
    run: async (session, argument) => {
      await reinterpretNetwork(session, argument);
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
  const removed = session.library.remove(id);
  keepRemoved(session, id, removed);
  session.notices.add('info', `Deleted '${removed.record.name}'.`, { label: 'Undo', name: 'restore', argument: { id } });
}

function restore(session: Session, { id }: ActionArguments['restore']): void {
  if (!bringBack(session, id))
    throw new RidgelineError('not-found', `There is no deleted network with the id '${id.slice(0, 60)}' to bring back.`, {
      argument: 'id',
      received: id,
    });
}
