import './help.css';

/** Weights from 0 to 2.4 over the drawing. */
const at = (w1: number, w2: number): { x: number; y: number } => ({ x: 24 + 100 * w1, y: 164 - 100 * w2 });

const HYPERBOLA = Array.from({ length: 30 }, (_, i) => {
  const w1 = 0.65 + (i * 1.75) / 29;
  const { x, y } = at(w1, 1 / w1);
  return `${Math.round(10 * x) / 10},${Math.round(10 * y) / 10}`;
}).join(' ');

const POINTS = [
  { name: 'A', w1: 1, w2: 1, dx: -12, dy: 16 },
  { name: 'B', w1: 2, w2: 0.5, dx: 10, dy: -8 },
  { name: 'both ½: 0.016', w1: 1.5, w2: 0.75, dx: 20, dy: 26 },
  { name: 'first alone ½: 0.25', w1: 1.5, w2: 1, dx: 36, dy: -10 },
] as const;

/** The smallest case: the curve of solutions, the mean of A and B beside it, and the mean of one weight alone far off. */
export function OneLayerPicture() {
  const [a, b, , alone] = POINTS.map(({ w1, w2 }) => at(w1, w2));
  return (
    <figure className="swap">
      <svg
        viewBox="0 0 280 172"
        role="img"
        aria-label="The point with one weight half-way lies farther from the curve of solutions than the point with both"
      >
        <polyline points={HYPERBOLA} fill="none" />
        <line className="second" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
        <line className="first" x1={a.x} y1={a.y} x2={alone.x} y2={alone.y} />
        {POINTS.map(({ name, w1, w2, dx, dy }) => {
          const { x, y } = at(w1, w2);
          return (
            <g key={name}>
              <circle cx={x} cy={y} r={5} />
              <text x={x + dx} y={y + dy}>
                {name}
              </text>
            </g>
          );
        })}
        <text className="swap-label" x={230} y={168}>
          first weight →
        </text>
        <text className="swap-label" x={62} y={14}>
          ↑ second weight
        </text>
      </svg>
      <figcaption className="quiet-text">On the curve the product is 1 and the loss 0; the numbers are losses.</figcaption>
    </figure>
  );
}
