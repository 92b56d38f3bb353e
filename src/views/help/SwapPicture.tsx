import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import './help.css';

const NEURONS = [0, 1, 2] as const;
/** What lies on either side of the hidden neurons. */
const OUTER = [0, 1] as const;
const X = { inputs: 40, hidden: 140, outputs: 240 } as const;
const MILLISECONDS = 600;

const hiddenAt = (place: number): number => 28 + 44 * place;
const outerAt = (place: number): number => 50 + 44 * place;

/** The first and the last neuron change places; `turned` from 0 to 1 is how far they are. */
function placeOf(neuron: number, turned: number): number {
  return neuron + (2 - 2 * neuron) * turned;
}

/** A number that moves to its goal, at once where the person asked for less motion. */
function useGlide(goal: number): number {
  const [at, setAt] = useState(goal);
  useEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    let frame = 0;
    let from: { at: number; time: number } | null = null;
    const step = (time: number): void => {
      setAt((now) => {
        from ??= { at: now, time };
        const done = still ? 1 : Math.min(1, (time - from.time) / MILLISECONDS);
        return from.at + (goal - from.at) * done * done * (3 - 2 * done);
      });
      if (from === null || (!still && time - from.time < MILLISECONDS)) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [goal]);
  return at;
}

const LINE_CLASS = ['first', '', 'second'] as const;

/** A small network: a hidden neuron that changes its place takes its lines along, and nothing else changes. */
export function SwapPicture() {
  const [swapped, setSwapped] = useState(false);
  const turned = useGlide(swapped ? 1 : 0);
  const y = (neuron: number): number => hiddenAt(placeOf(neuron, turned));
  return (
    <figure className="swap">
      <svg viewBox="0 0 280 164" role="img" aria-label={`A network of three hidden neurons, in the order ${swapped ? '3, 2, 1' : '1, 2, 3'}`}>
        {NEURONS.map((neuron) =>
          OUTER.flatMap((outer) => [
            <line key={`in ${neuron} ${outer}`} className={LINE_CLASS[neuron]} x1={X.inputs} y1={outerAt(outer)} x2={X.hidden} y2={y(neuron)} />,
            <line key={`out ${neuron} ${outer}`} className={LINE_CLASS[neuron]} x1={X.hidden} y1={y(neuron)} x2={X.outputs} y2={outerAt(outer)} />,
          ]),
        )}
        {OUTER.map((outer) => (
          <g key={outer}>
            <circle cx={X.inputs} cy={outerAt(outer)} r={10} />
            <circle cx={X.outputs} cy={outerAt(outer)} r={10} />
          </g>
        ))}
        {NEURONS.map((neuron) => (
          <g key={neuron}>
            <circle cx={X.hidden} cy={y(neuron)} r={12} />
            <text x={X.hidden} y={y(neuron) + 4}>
              {neuron + 1}
            </text>
          </g>
        ))}
        <text className="swap-label" x={X.inputs} y={156}>
          inputs
        </text>
        <text className="swap-label" x={X.hidden} y={156}>
          hidden
        </text>
        <text className="swap-label" x={X.outputs} y={156}>
          outputs
        </text>
      </svg>
      <Button onPress={() => setSwapped(!swapped)}>{swapped ? 'Put them back' : 'Swap neurons 1 and 3'}</Button>
      <figcaption className="quiet-text">
        Each neuron takes its lines, the weights, along: the same sums reach the outputs. Only the order in the list of parameters is another.
      </figcaption>
    </figure>
  );
}
