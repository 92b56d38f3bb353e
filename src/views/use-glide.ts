import { useEffect, useRef, useState } from 'react';
import { useMedia } from '../ui/use-media.ts';

const MILLISECONDS = 600;
/** A map takes this long to draw again on a slow machine: more steps would queue up. */
const STEP = 60;

/** Slow at both ends. */
function eased(share: number): number {
  return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2;
}

/**
 * Numbers that move to where they are told, in steps, where `on`; else, and for a person who wants less motion, at once. Null and lists
 * of other lengths are taken at once.
 */
export function useGlide(target: readonly number[] | null, on: boolean): readonly number[] | null {
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const key = target?.join() ?? '';
  const [shown, setShown] = useState({ key, values: target });
  const latest = useRef({ shown: target, target });
  useEffect(() => {
    latest.current.target = target;
  });
  useEffect(() => {
    const from = latest.current.shown;
    const to = latest.current.target;
    const end = (): void => {
      latest.current.shown = to;
      setShown({ key, values: to });
    };
    if (!on || still || from === null || to === null || from.length !== to.length || from.join() === to.join()) {
      end();
      return undefined;
    }
    const started = performance.now();
    const timer = setInterval(() => {
      const share = (performance.now() - started) / MILLISECONDS;
      if (share >= 1) {
        clearInterval(timer);
        end();
        return;
      }
      const values = to.map((value, i) => from[i] + eased(share) * (value - from[i]));
      latest.current.shown = values;
      setShown({ key: values.join(), values });
    }, STEP);
    return () => clearInterval(timer);
  }, [key, on, still]);
  return on && !still ? shown.values : target;
}
