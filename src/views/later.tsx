/** Views whose code comes when they are first shown, so that the page's first paint does not wait for it. */
import { createElement, useEffect, useReducer, useState, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';

type View<P> = (props: P) => ReactNode;

/** Starts loading each view made here. */
const loads: (() => Promise<void>)[] = [];

/** Loads all of them, before they are asked for. A failure is told where a view is shown. */
export function preloadViews(): void {
  for (const begin of loads) begin().catch(() => undefined);
}

/**
 * A view of a module that is not loaded yet. Where loading fails (no network), the place says so and offers to try again.
 * @param load imports the module and takes the view from it; called again after a failure
 */
export function later<P extends object = object>(load: () => Promise<View<P>>): View<P> {
  let loaded: View<P> | null = null;
  let loading: Promise<void> | null = null;
  const begin = (): Promise<void> =>
    (loading ??= load().then(
      (view) => {
        loaded = view;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    ));
  function Later(props: P) {
    const [, arrived] = useReducer((count: number) => count + 1, 0);
    const [attempt, setAttempt] = useState(0);
    const [failure, setFailure] = useState<string | null>(null);
    useEffect(() => {
      if (loaded !== null) return;
      let shown = true;
      begin().then(
        () => shown && arrived(),
        (error: unknown) => shown && setFailure(error instanceof Error ? error.message : String(error)),
      );
      return () => {
        shown = false;
      };
    }, [attempt]);
    if (loaded !== null) return createElement(loaded, props);
    if (failure === null) return <p className="figure-empty">Loading…</p>;
    const again = (): void => {
      setFailure(null);
      setAttempt(attempt + 1);
    };
    return (
      <div className="figure-empty" role="alert">
        <p>This part of the page could not be loaded ({failure}). Check the connection.</p>
        <Button onPress={again}>Try again</Button>
      </div>
    );
  }
  loads.push(begin);
  return Later;
}
