/** The browser's own location, for createApp. */
import type { PageLocation } from './session.ts';

/** The address bar of a window. The hash is replaced, never pushed: the back button leaves the page. */
export function browserLocation(window: Window): PageLocation {
  const { location, history } = window;
  return {
    base: location.href.split('#')[0],
    hash: () => location.hash,
    replaceHash: (hash) => history.replaceState(history.state, '', hash),
    onHashChange: (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
  };
}
