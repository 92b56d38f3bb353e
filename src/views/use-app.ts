/** How views see the application: a slice of its state that follows every change, and actions to run. */
import { createContext, useCallback, useContext, useState, useSyncExternalStore } from 'react';
import type { ActionArguments, ActionListing, ActionName, App } from '../state/actions/action.ts';
import type { AppState } from '../state/app-state.ts';
import { changesOf } from './changes.ts';

export const AppContext = createContext<App | null>(null);

export function useAppHandle(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('A view stands outside AppContext.Provider.');
  return app;
}

/** Equal in what they say: for the small plain objects of settings, which the store may make anew with every change. */
function sameSettings(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [first, second] = [Object.entries(a), Object.keys(b)];
  return (
    first.length === second.length &&
    first.every(
      ([key, value]) =>
        Object.is(value, (b as Record<string, unknown>)[key]) || (isSmall(value) && sameSettings(value, (b as Record<string, unknown>)[key])),
    )
  );
}

function isSmall(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

/** Keeps the last answer of a selector as long as the next one says the same. */
class Selection<Selected> {
  #last: { readonly value: Selected } | null = null;

  keep(next: Selected): Selected {
    if (this.#last !== null && sameSettings(this.#last.value, next)) return this.#last.value;
    this.#last = { value: next };
    return next;
  }
}

/** A part of the state: the view is drawn again only where it says something else. The selector gives what is in the state, or a primitive. */
export function useApp<Selected>(selector: (state: AppState) => Selected): Selected {
  const app = useAppHandle();
  const [selection] = useState(() => new Selection<Selected>());
  return useSyncExternalStore(changesOf(app).subscribe, () => selection.keep(selector(app.getState())));
}

export type Run = <N extends ActionName>(name: N, argument?: ActionArguments[N]) => void;

/** Runs an action for the person at the page. A failure is told by the application's own notices, so it is not told twice. */
export function useRun(): Run {
  const app = useAppHandle();
  return useCallback(
    (name, argument) => {
      app.perform(name, argument).catch(() => undefined);
      changesOf(app).flush();
    },
    [app],
  );
}

/** Whether an action can run now, and if not, why. */
export function useAction(name: ActionName): Pick<ActionListing, 'enabled' | 'reason'> {
  const app = useAppHandle();
  // Primitives, so that a change elsewhere draws nothing again.
  const find = (): ActionListing | undefined => app.actions().find((action) => action.name === name);
  const enabled = useApp(() => find()?.enabled ?? false);
  const reason = useApp(() => find()?.reason ?? null);
  return { enabled, reason };
}
