/** What an action is: its words, when it can run, how its argument is checked, and what it does. */
import { invalid } from '../../base/check.ts';
import type { ActionArguments, ActionName, Loss } from './action.ts';
import type { AppState } from '../app-state.ts';
import type { Session } from '../session.ts';

export interface ActionDefinition<N extends ActionName> {
  readonly title: string;
  readonly shortcut: string | null;
  /** True where it changes data, networks, roles or settings: it ends the demonstration. */
  readonly edits: boolean;
  readonly check: (argument: unknown) => ActionArguments[N];
  /** Why it cannot run now; null where it can. */
  readonly disabledReason: (state: AppState) => string | null;
  /** Work that running it now would end for good; null where nothing would be lost. Left out: it never costs anything. */
  readonly loses?: (state: AppState) => Loss | null;
  /** What it gives goes to a script as it is. An action that makes a file gives a File: where a person runs it, that is saved. */
  readonly run: (session: Session, argument: ActionArguments[N]) => unknown;
  /** The same for a person at the page, who can be asked. Left out: `run`. */
  readonly perform?: (session: Session, argument: ActionArguments[N]) => unknown;
}

export type ActionGroup<N extends ActionName> = { readonly [K in N]: ActionDefinition<K> };

export const always = (): null => null;

/** For actions without an argument. */
export function checkNothing(argument: unknown): undefined {
  if (argument !== undefined && argument !== null) throw invalid('argument', argument, 'left out: this action takes none');
  return undefined;
}
