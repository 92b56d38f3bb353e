import { useEffect } from 'react';
import { useRun } from '../use-app.ts';

/** The whole screen while this is shown, where the browser gives it; leaving the whole screen (Escape, there the browser's own) leaves the talk. */
export function useFullScreen(): void {
  const run = useRun();
  useEffect(() => {
    const { documentElement } = document;
    let had = false;
    const onChange = (): void => {
      if (document.fullscreenElement !== null) had = true;
      else if (had) run('present', { on: false });
    };
    document.addEventListener('fullscreenchange', onChange);
    if (document.fullscreenEnabled) documentElement.requestFullscreen().catch(() => undefined);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
    };
  }, [run]);
}
