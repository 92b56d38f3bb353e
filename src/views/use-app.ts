/** How views see the application: a slice of its state that follows every change, and actions to run. */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { ActionArguments, ActionListing, ActionName, App } from '../state/action.ts';
import type { AppState } from '../state/app-state.ts';

export const AppContext = createContext<App | null>(null);

export function useAppHandle(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('A view stands outside AppContext.Provider.');
  return app;
}

/** A part of the state. The selector must give something already in the state (or a primitive), not a fresh object. */
export function useApp<Selected>(selector: (state: AppState) => Selected): Selected {
  const app = useAppHandle();
  const subscribe = useCallback((listener: () => void) => app.subscribe(listener), [app]);
  return useSyncExternalStore(subscribe, () => selector(app.getState()));
}

export type Run = <N extends ActionName>(name: N, argument?: ActionArguments[N]) => void;

/** Runs an action. A failure is told by the application's own notices, so it is not told twice. */
export function useRun(): Run {
  const app = useAppHandle();
  return useCallback(
    (name, argument) => {
      app.run(name, argument).catch(() => undefined);
    },
    [app],
  );
}

/** Whether an action can run now, and if not, why. */
export function useAction(name: ActionName): Pick<ActionListing, 'enabled' | 'reason' | 'shortcut'> {
  const app = useAppHandle();
  useApp((state) => state);
  const listing = app.actions().find((action) => action.name === name);
  return listing ?? { enabled: false, reason: null, shortcut: null };
}
