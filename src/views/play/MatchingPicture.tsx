import { useMemo } from 'react';
import { sequentialScale } from '../../plots/draw/sequential-scale.ts';
import type { DrawnColumn, DrawnWeights, MatchingDrawing } from '../../state/networks/drawing.ts';
import { useFigureTheme } from '../use-theme.ts';

/** The drawing's own units. */
const WIDTH = 420;
const HEIGHT = 520;
const TOP = 34;
const MARGIN = 26;
/** Weights weaker than this share of the strongest are left out: hundreds of hairs say nothing. */
const FAINT = 0.12;

interface Point {
  readonly x: number;
  readonly y: number;
}

function colourOf(place: number, count: number): string {
  const scale = sequentialScale(false);
  return scale[Math.round((count < 2 ? 0 : place / (count - 1)) * (scale.length - 1))][1];
}

/** Where each unit of a column stands; `share` of its way from its own place to that of the unit of A that it is matched to. */
function pointsOf({ places }: DrawnColumn, column: number, columns: number, share: number): Point[] {
  const x = MARGIN + (column / (columns - 1)) * (WIDTH - 2 * MARGIN);
  const step = (HEIGHT - TOP - MARGIN) / places.length;
  return Array.from(places, (place, own) => ({ x, y: TOP + (own + share * (place - own) + 0.5) * step }));
}

interface LinesProps {
  readonly weights: DrawnWeights;
  readonly from: readonly Point[];
  readonly to: readonly Point[];
  readonly stroke: number;
}

function Lines({ weights, from, to, stroke }: LinesProps) {
  if (weights === null) return null;
  const strongest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
  return Array.from(weights, (weight, i) => {
    const strength = Math.abs(weight) / strongest;
    if (strength < FAINT) return null;
    const [start, end] = [from[Math.floor(i / to.length)], to[i % to.length]];
    return (
      <line
        key={i}
        x1={start.x}
        y1={start.y}
        x2={end.x}
        y2={end.y}
        className={weight < 0 ? 'negative' : 'positive'}
        strokeWidth={(0.4 + 1.8 * strength) * stroke}
        opacity={0.15 + 0.6 * strength}
      />
    );
  });
}

interface DrawnNetworkProps {
  readonly drawing: MatchingDrawing;
  readonly which: 'reference' | 'moved';
  readonly share: number;
  readonly title: string;
}

function DrawnNetwork({ drawing, which, share, title }: DrawnNetworkProps) {
  const { columns, weights } = drawing;
  const { stroke } = useFigureTheme(false);
  // A's units are drawn in A's order: that of B's when they have arrived.
  const points = columns.map((column, i) => pointsOf(column, i, columns.length, which === 'reference' ? 1 : share));
  return (
    <svg className="drawn-network" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
      <text x={WIDTH / 2} y={20} textAnchor="middle">
        {title}
      </text>
      {weights.map((layer, l) => (
        <Lines
          key={l}
          weights={which === 'reference' ? layer.reference : share < 0.5 ? layer.before : layer.after}
          from={points[l]}
          to={points[l + 1]}
          stroke={stroke}
        />
      ))}
      {columns.map((column, i) => {
        const ends = i === 0 || i === columns.length - 1;
        if (i === 0 && weights[0].before === null) return null;
        return points[i].map((point, own) => (
          <circle
            key={`${i} ${own}`}
            cx={point.x}
            cy={point.y}
            r={ends ? 6 : Math.min(9, (HEIGHT - TOP - MARGIN) / column.places.length / 2.2)}
            className={ends ? 'end' : ''}
            {...(ends ? {} : { fill: colourOf(column.places[own], column.places.length) })}
          />
        ));
      })}
    </svg>
  );
}

/** What is not drawn, in words; '' where all is. */
function leftOut({ columns, weights }: MatchingDrawing): string {
  const wide = columns.filter(({ total, places }, i) => i > 0 && i < columns.length - 1 && total > places.length);
  const parts = [
    ...wide.map(({ name, total, places }) => `${places.length} of ${total} neurons of ${name}`),
    ...(weights[0].before === null ? [`no lines from the ${columns[0].total} inputs`] : []),
  ];
  return parts.length === 0 ? '' : `Drawn: ${parts.join('; ')}. `;
}

/** A beside B, whose neurons go to the places of those of A that they are matched to. @param share 0: B as trained, 1: B′ */
export function MatchingPicture({ drawing, share }: { drawing: MatchingDrawing; share: number }) {
  const words = useMemo(() => leftOut(drawing), [drawing]);
  const title = share <= 0 ? 'B, as it was trained' : share >= 1 ? 'B′: B in A’s order' : 'B, on the way into A’s order';
  return (
    <div className="matching-picture">
      <div className="drawn-networks">
        <DrawnNetwork drawing={drawing} which="reference" share={1} title="A" />
        <DrawnNetwork drawing={drawing} which="moved" share={share} title={title} />
      </div>
      <p className="quiet-text">{words}Neurons of one colour are matched. Moving them changes no output: their lines go along.</p>
    </div>
  );
}
