import { useEffect, useRef, useState } from 'react';
import type { ProbeResult } from '../../compute/protocol.ts';
import type { FigureTheme } from '../../plots/draw/colours.ts';
import { drawDecision } from './decision-picture.ts';

interface DecisionCanvasProps {
  readonly result: ProbeResult;
  readonly classes: number;
  readonly theme: FigureTheme;
}

/** What the probe decides on the plane of the data, as large as its box at true aspect. */
export function DecisionCanvas({ result, classes, theme }: DecisionCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const regions = result.regions;
  const aspect = regions === null ? 1 : (regions.x[1] - regions.x[0]) / (regions.y[1] - regions.y[0]);
  useEffect(() => {
    const target = box.current;
    if (target === null) return;
    const observer = new ResizeObserver(() => {
      const width = Math.min(target.clientWidth, target.clientHeight * aspect);
      setSize({ width, height: width / aspect });
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [aspect]);
  useEffect(() => {
    const target = canvas.current;
    if (target === null || size.width === 0) return;
    target.width = Math.round(size.width * window.devicePixelRatio);
    target.height = Math.round(size.height * window.devicePixelRatio);
    drawDecision(target, result, classes, theme);
  }, [result, classes, theme, size]);
  return (
    <div ref={box} className="decision">
      <canvas
        ref={canvas}
        style={{ width: size.width, height: size.height }}
        role="img"
        aria-label="Decision regions of the probe with the examples"
        aria-describedby="probe-text"
      />
    </div>
  );
}
