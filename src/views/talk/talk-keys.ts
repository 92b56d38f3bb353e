/** Keys and clickers while presenting. What trains, deletes or leaves the scene behind has none: a nervous hand changes nothing. */
import type { ActionArguments, ActionName, App } from '../../state/actions/action.ts';

type Step = { readonly [N in ActionName]: { readonly name: N; readonly argument?: ActionArguments[N] } }[ActionName];

const FORWARD = ['ArrowRight', 'ArrowDown', 'PageDown', ' ', 'Enter'];
const BACK = ['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace'];

/** For the help: keys, and what they do. */
export const TALK_KEYS: readonly { readonly key: string; readonly title: string }[] = [
  { key: '→ PgDn Space', title: 'In a talk: the next scene' },
  { key: '← PgUp', title: 'In a talk: the scene before' },
  { key: 'Home End', title: 'In a talk: the first and the last scene' },
  { key: 'b .', title: 'In a talk: the answer, or hide it' },
  { key: 'Esc', title: 'Leave the talk' },
];

/** What a key does in a talk; null: nothing. */
export function talkStep(key: string, { scenes, at }: { readonly scenes: readonly unknown[]; readonly at: number | null }): Step | null {
  if (FORWARD.includes(key)) return { name: 'nextScene' };
  if (BACK.includes(key)) return { name: 'previousScene' };
  if (key === 'Home' && scenes.length > 0) return { name: 'showScene', argument: { index: 0 } };
  if (key === 'End' && scenes.length > 0) return { name: 'showScene', argument: { index: scenes.length - 1 } };
  if (['q', 'b', '.'].includes(key)) return { name: 'showAnswer' };
  if (key === 'r' && at !== null) return { name: 'resetScene' };
  if (key === 'w') return { name: 'play' };
  if (key === 'p' || key === 'Escape') return { name: 'present', argument: { on: false } };
  return null;
}

/** Does what the key does, where it can be done now; every other single key does nothing. */
export function handleTalkKey(app: App, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const { target } = event;
  const inBar = target instanceof HTMLElement && target.closest('.talk-bar, [role="menu"]') !== null;
  // The bar's own buttons and choices take their keys, Escape but for an open menu's.
  if (inBar && event.key !== 'Escape' && !event.key.startsWith('Page')) return false;
  const step = talkStep(event.key.length === 1 ? event.key.toLowerCase() : event.key, app.getState().talk);
  if (step === null || app.actions().find(({ name }) => name === step.name)?.enabled !== true) return step !== null;
  app.perform(step.name, step.argument).catch(() => undefined);
  return true;
}
