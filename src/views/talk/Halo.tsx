import { useEffect, useRef } from 'react';

/** A ring about the pointer that the last row sees. */
export function Halo() {
  const halo = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = (event: PointerEvent): void => {
      const target = halo.current;
      if (target === null || event.pointerType === 'touch') return;
      target.style.translate = `${event.clientX}px ${event.clientY}px`;
      target.dataset['shown'] = '';
    };
    const leave = (): void => {
      delete halo.current?.dataset['shown'];
    };
    window.addEventListener('pointermove', move);
    document.documentElement.addEventListener('pointerleave', leave);
    return () => {
      window.removeEventListener('pointermove', move);
      document.documentElement.removeEventListener('pointerleave', leave);
    };
  }, []);
  return <div ref={halo} className="halo" aria-hidden="true" />;
}
