/** Waiting for the state. */
import type { AppState } from '../app-state.ts';
import type { AppStore } from '../store.ts';

/** Milliseconds for which it must hold: figures that begin one after another are done between them for a moment. */
const CALM = 250;

/** Fulfils when the condition has held for a moment. */
export function untilCalm(store: AppStore, condition: (state: AppState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      if (!condition(store.getState())) {
        if (timer !== null) clearTimeout(timer);
        timer = null;
        return;
      }
      timer ??= setTimeout(() => {
        stop();
        resolve();
      }, CALM);
    };
    const stop = store.subscribe(look);
    look();
  });
}
