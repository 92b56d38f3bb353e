import { useEffect } from 'react';
import type { ActionListing, ActionName, App } from '../../state/actions/action.ts';
import type { Place } from '../../state/experiment.ts';
import type { Hideable } from '../../state/scenes/scene.ts';
import { LARGE_NAMES } from '../../state/view.ts';
import { showUnfinishedField } from '../experiment/unfinished-field.ts';
import { handleTalkKey, TALK_KEYS } from '../talk/talk-keys.ts';
import { useAppHandle } from '../use-app.ts';

/** Keys of the page's own beside the registry's: a figure fills the middle, help. */
export const PAGE_KEYS: readonly { key: string; title: string }[] = [
  { key: '1', title: 'Enlarge the path, and back (in Explore)' },
  { key: '2', title: 'Enlarge the plane, and back (in Explore)' },
  { key: '3', title: 'Enlarge the layers, and back (in Explore)' },
  { key: '4', title: 'Enlarge the probe, and back (in Explore)' },
  { key: 'a b c', title: 'On a network in the list: give it the role' },
  { key: '← →', title: 'On α or a plane: move the probe' },
  { key: '?', title: 'Help' },
  ...TALK_KEYS,
];

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}

/** As the registry writes it: 't', 'Control+Shift+z'. Command counts as Control. */
function keyName(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey;
  return `${control ? 'Control+' : ''}${control && event.shiftKey ? 'Shift+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

function chooseFiles(app: App): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    const files = Array.from(input.files ?? []);
    if (files.length > 0) app.perform('openFiles', { files }).catch(() => undefined);
  });
  input.click();
}

/** Keys of what stands in one place only: elsewhere they would change, or train, what is not seen. */
export const PLACE_OF: Readonly<Partial<Record<ActionName, Place>>> = {
  train: 'explore',
  align: 'explore',
  resetPlane: 'explore',
  trainPairs: 'layers',
  play: 'explore',
};

/** Keys of parts that a lesson leaves out do nothing. */
const PART_OF: Readonly<Partial<Record<ActionName, Hideable>>> = { train: 'train', trainPairs: 'train', align: 'align' };

interface KeyHandlers {
  readonly onHelp: () => void;
  readonly onShare: () => void;
  /** A key asks for an action that would end unfinished work: the person is asked first. */
  readonly onLoss: (action: ActionListing) => void;
}

function handle(app: App, event: KeyboardEvent, { onHelp, onShare, onLoss }: KeyHandlers): boolean {
  if (app.getState().talk.presenting) return handleTalkKey(app, event);
  const key = keyName(event);
  const { view, talk } = app.getState();
  if (key === '?') {
    onHelp();
    return true;
  }
  const figure = LARGE_NAMES[Number(key) - 1] as (typeof LARGE_NAMES)[number] | undefined;
  if (figure !== undefined && view.place === 'explore') {
    app.perform('enlarge', { figure: view.large === figure ? null : figure }).catch(() => undefined);
    return true;
  }
  if (key === 'Escape' && view.large !== null && view.place === 'explore') {
    app.perform('enlarge', { figure: null }).catch(() => undefined);
    return true;
  }
  const action = app.actions().find((listing) => listing.shortcut === key && (PLACE_OF[listing.name] ?? view.place) === view.place);
  if (action === undefined || !action.enabled) return false;
  const part = PART_OF[action.name];
  if (part !== undefined && talk.hide.includes(part)) return false;
  if (action.name === 'openFiles') chooseFiles(app);
  else if (action.name === 'share') onShare();
  else if (action.name === 'train' && showUnfinishedField()) return true;
  else if (action.loses !== null) onLoss(action);
  else app.perform(action.name).catch(() => undefined);
  return true;
}

/** The registry's shortcuts on the whole page, but not while a person types or a dialog is open. */
export function useShortcuts({ onHelp, onShare, onLoss }: KeyHandlers): void {
  const app = useAppHandle();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || isTyping(event)) return;
      if (handle(app, event, { onHelp, onShare, onLoss })) event.preventDefault();
    };
    // An open tooltip swallows Escape on its way down, so that it is met first.
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onKeyDown(event);
    };
    window.addEventListener('keydown', onEscape, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onEscape, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [app, onHelp, onShare, onLoss]);
}
