import { useEffect, useRef } from 'react';
import type { ProbeResult } from '../../compute/protocol.ts';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import { examplePixels } from './example-picture.ts';

type ImageShape = Extract<DatasetSummary['shape'], { kind: 'image' }>;

interface ExampleProps {
  readonly x: Float32Array;
  readonly shape: ImageShape;
  readonly scaling: DatasetSummary['scaling'];
}

function ExampleCanvas({ x, shape, scaling }: ExampleProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(examplePixels(x, shape, scaling), 0, 0);
  }, [x, shape, scaling]);
  return <canvas ref={canvas} width={shape.width} height={shape.height} aria-hidden="true" />;
}

/** Examples with what the probe takes them for, mistakes first. */
export function ExampleStrip({ result, data, shape }: { result: ProbeResult; data: DatasetSummary; shape: ImageShape }) {
  const { strip } = result;
  const inputs = data.inputs;
  return (
    <ul className="strip" aria-label="Examples with predictions, mistakes first">
      {Array.from(strip.index, (index, i) => {
        const wrong = strip.predicted[i] !== strip.label[i];
        const label = data.classNames[strip.label[i]];
        const predicted = data.classNames[strip.predicted[i]];
        return (
          <li key={index} className={wrong ? 'wrong' : ''}>
            <ExampleCanvas x={strip.x.subarray(i * inputs, (i + 1) * inputs)} shape={shape} scaling={data.scaling} />
            <span>
              {wrong ? (
                <>
                  <s>{label}</s> {predicted}
                </>
              ) : (
                predicted
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
