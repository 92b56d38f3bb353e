import { useCallback, useRef, useState, type RefCallback } from 'react';

/** Layouts follow in steps of so many pixels: a drag of the window's edge must not draw everything again at each of them. */
const STEP = 16;

/** The width of an element in pixels, followed as it changes; 0 until it is known. */
export function useWidth(): readonly [RefCallback<HTMLElement>, number] {
  const [width, setWidth] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    observer.current = null;
    if (element === null) return;
    const measure = (): void => setWidth(Math.floor(element.clientWidth / STEP) * STEP);
    observer.current = new ResizeObserver(measure);
    observer.current.observe(element);
    measure();
  }, []);
  return [ref, width];
}
