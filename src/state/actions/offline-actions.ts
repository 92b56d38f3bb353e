/** Actions on working without network, and on a newer version of the page. Their code comes when it is asked for. */
import { listOf, oneOf, plainObject, refuseUnknownKeys } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { ActionArguments } from './action.ts';
import { always, checkNothing, type ActionGroup } from './definition.ts';

const KEPT_IDS = ['mnist', 'cifar10', 'mirror'] as const;

export const OFFLINE_ACTIONS: ActionGroup<'checkOffline' | 'prepareOffline' | 'cancelPreparing' | 'takeNewVersion'> = {
  checkOffline: {
    title: 'Look what works without network',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: always,
    run: async (session) => (await import('../offline/checking.ts')).checkOffline(session),
  },
  prepareOffline: {
    title: 'Fetch what works without network',
    shortcut: null,
    edits: false,
    check: checkPrepare,
    disabledReason: ({ offline }) => (offline.preparing.status === 'running' ? 'It is being fetched already.' : null),
    run: async (session, argument) => (await import('../offline/preparing.ts')).prepareOffline(session, argument?.data ?? null),
  },
  cancelPreparing: {
    title: 'Stop fetching for work without network',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ offline }) => (offline.preparing.status === 'running' ? null : 'Nothing is being fetched.'),
    run: ({ jobs }) => jobs.cancel('preparing'),
  },
  takeNewVersion: {
    title: 'Load the page again in its newer version',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ offline, training, demonstration }) =>
      !offline.newVersion
        ? 'No newer version is here.'
        : training.status === 'running' && !demonstration
          ? 'Networks are training, and loading the page again would end that. Help, “Offline” offers the newer version again.'
          : null,
    run: async ({ site }) => {
      if (site === null) throw new RidgelineError('unsupported', 'No newer version is here.');
      await (await site()).takeNewVersion();
    },
  },
};

function checkPrepare(argument: unknown): ActionArguments['prepareOffline'] {
  if (argument === undefined || argument === null) return undefined;
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['data'], '');
  return given['data'] === undefined ? {} : { data: listOf(oneOf(KEPT_IDS), 0, KEPT_IDS.length)(given['data'], 'data') };
}
