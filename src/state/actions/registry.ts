/** Every action by name. */
import { RidgelineError } from '../../base/errors.ts';
import type { ActionName } from './action.ts';
import { BUNDLE_ACTIONS } from './bundle-actions.ts';
import { DATA_ACTIONS } from './data-actions.ts';
import type { ActionDefinition, ActionGroup } from './definition.ts';
import { LAB_ACTIONS } from './lab-actions.ts';
import { NETWORK_ACTIONS } from './network-actions.ts';
import { OFFLINE_ACTIONS } from './offline-actions.ts';
import { PUBLISHED_ACTIONS } from './published-actions.ts';
import { RUN_ACTIONS } from './run-actions.ts';
import { SCENE_ACTIONS } from './scene-actions.ts';
import { SETTING_ACTIONS } from './setting-actions.ts';

export const ACTIONS: ActionGroup<ActionName> = {
  ...DATA_ACTIONS,
  ...SETTING_ACTIONS,
  ...RUN_ACTIONS,
  ...NETWORK_ACTIONS,
  ...LAB_ACTIONS,
  ...OFFLINE_ACTIONS,
  ...BUNDLE_ACTIONS,
  ...SCENE_ACTIONS,
  ...PUBLISHED_ACTIONS,
};

export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

/** The action of a name from outside; rejects and lists those there are. */
export function actionOf<N extends ActionName>(name: N): ActionDefinition<N> {
  if (typeof name === 'string' && Object.hasOwn(ACTIONS, name)) return ACTIONS[name];
  throw new RidgelineError('invalid-argument', `There is no action '${shownName(name)}'. Actions: ${ACTION_NAMES.join(', ')}.`, {
    argument: 'name',
    received: name,
  });
}

function shownName(name: unknown): string {
  return typeof name === 'string' ? name.slice(0, 60) : typeof name;
}
