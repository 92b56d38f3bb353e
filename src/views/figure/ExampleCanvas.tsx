import { useEffect, useRef } from 'react';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import { examplePixels } from './example-picture.ts';

export interface ExampleCanvasProps {
  readonly x: Float32Array;
  readonly shape: Extract<DatasetSummary['shape'], { kind: 'image' }>;
  readonly scaling: DatasetSummary['scaling'];
}

/** One example of image data, drawn pixel by pixel. What it is stands beside it in words. */
export function ExampleCanvas({ x, shape, scaling }: ExampleCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(examplePixels(x, shape, scaling), 0, 0);
  }, [x, shape, scaling]);
  return <canvas ref={canvas} width={shape.width} height={shape.height} aria-hidden="true" />;
}
