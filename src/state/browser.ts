/** What createApp and the page need of the browser itself: its address bar, a note of the tab, and downloads. */
import type { PageLocation, TabNote } from './session.ts';

/** The address bar of a window. Entries of its history that the app made have a state; those of links that were entered have none. */
export function browserLocation(window: Window): PageLocation {
  const { location, history } = window;
  return {
    base: location.href.split('#')[0],
    hash: () => location.hash,
    replaceHash: (hash, mark) => history.replaceState(mark, '', hash === '' ? undefined : hash),
    pushHash: (hash, mark) => history.pushState(mark, '', hash === '' ? undefined : hash),
    onHashChange: (listener) => {
      const onChange = (): void => {
        if (history.state === null) listener();
      };
      window.addEventListener('hashchange', onChange);
      return () => window.removeEventListener('hashchange', onChange);
    },
    onReturn: (listener) => {
      const onPop = ({ state }: PopStateEvent): void => {
        if (state !== null) listener(state);
      };
      window.addEventListener('popstate', onPop);
      return () => window.removeEventListener('popstate', onPop);
    },
  };
}

/** A note of this tab under the key, in its session storage; null where the browser refuses it (a private window). */
export function tabNote(window: Window, key: string): TabNote | null {
  try {
    const { sessionStorage } = window;
    sessionStorage.getItem(key);
    return {
      get: () => sessionStorage.getItem(key)?.slice(0, 500) ?? null,
      set: (text) => {
        if (text === null) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, text);
      },
    };
  } catch {
    return null;
  }
}

/** Hands the person a file: the browser saves it among its downloads, or asks where. `content`: bytes, or a data URL of them. */
export function saveFile(name: string, content: Blob | string): void {
  const url = typeof content === 'string' ? content : URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the bytes after this task; how much later, it does not tell.
  if (url !== content) setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
