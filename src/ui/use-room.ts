import { useCallback, useRef, useState, type RefCallback } from 'react';

export interface Room {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The room that an element has, followed as it changes; null until it is known. */
export function useRoom(): readonly [RefCallback<HTMLElement>, Room | null] {
  const [room, setRoom] = useState<Room | null>(null);
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    observer.current = null;
    if (element === null) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setRoom((known) => (known?.width === width && known.height === height ? known : { width, height }));
    };
    observer.current = new ResizeObserver(measure);
    observer.current.observe(element);
    measure();
  }, []);
  return [ref, room];
}
