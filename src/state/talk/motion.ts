/** How things move: by the browser's frames, or in single steps for a person who wants less motion. */
export interface Motion {
  /** Whether the person asked the system for less motion. */
  reduced(): boolean;
  /** Calls back once before the next frame with the time in milliseconds; returns a function that takes it back. */
  frame(callback: (time: number) => void): () => void;
}

/** Of a window. A hidden tab has no frames: what plays there waits. */
export function browserMotion(window: Window): Motion {
  const query = window.matchMedia('(prefers-reduced-motion: reduce)');
  return {
    reduced: () => query.matches,
    frame: (callback) => {
      const id = window.requestAnimationFrame(callback);
      return () => window.cancelAnimationFrame(id);
    },
  };
}

/** Where there is no screen: every frame at once, nothing glides. */
export const NO_MOTION: Motion = {
  reduced: () => true,
  frame: (callback) => {
    const timer = setTimeout(() => callback(performance.now()), 0);
    return () => clearTimeout(timer);
  },
};
