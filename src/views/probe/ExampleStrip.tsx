import type { ProbeResult } from '../../compute/protocol.ts';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import { ExampleCanvas } from '../figure/ExampleCanvas.tsx';

type ImageShape = Extract<DatasetSummary['shape'], { kind: 'image' }>;

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
