/** The barriers' numbers beside their curves, where there is room for them; what finds none is in the key over the figure all the same. */
import { type Box, type Extents, type Label, placeLabels, type Point, textExtents } from '../draw/label-places.ts';
import type { FigureTheme } from '../draw/colours.ts';

/** Pixels about a label's text. */
const PAD = 2;
/** Pixels between a label and what it names. */
const GAP = 6;

/** The drawing area and what its axes run over, in the axes' own unit: on a logarithmic one the exponent. */
export interface Frame {
  /** Pixels. */
  readonly room: Extents;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export interface BarrierLabel {
  readonly kind: 'naive' | 'aligned';
  /** As plotly reads it. */
  readonly text: string;
  readonly colour: string;
  /** The bracket, in units of the axes; of the aligned curve, which has none, its own place. */
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** Points in units of the axes → pixels, y downwards. */
function pixels({ room, x, y }: Frame, points: readonly Point[]): Point[] {
  return points.map((point) => ({
    x: ((point.x - x[0]) / (x[1] - x[0])) * room.width,
    y: ((y[1] - point.y) / (y[1] - y[0])) * room.height,
  }));
}

/** Beside the bracket: to the side with more room for it, from its middle outwards; then over it; then outside the hump, at its upper half. */
function besideBracket({ x, low, high }: BarrierLabel, frame: Frame, { width, height }: Extents): Point[] {
  const [foot, top] = pixels(frame, [
    { x, y: low },
    { x, y: high },
  ]);
  const away = width / 2 + GAP + PAD;
  const sides = x < (frame.x[0] + frame.x[1]) / 2 ? [-away, away] : [away, -away];
  const heights = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, -0.1, 1.1].map((share) => foot.y + share * (top.y - foot.y));
  const over = Math.min(foot.y, top.y) - height / 2 - GAP;
  const outside = [away, frame.room.width - away].flatMap((edge) =>
    [0.95, 0.85, 0.7, 0.55].map((share) => ({ x: edge, y: foot.y + share * (top.y - foot.y) })),
  );
  return [...heights.flatMap((y) => sides.map((side) => ({ x: top.x + side, y }))), { x: top.x, y: over }, ...outside];
}

/** Over the curve, then under it, first where it is away from the barrier's bracket. */
function alongCurve({ x }: BarrierLabel, curve: readonly Point[], { width, height }: Extents, room: Extents): Point[] {
  const first = x < room.width / 2 ? 0.7 : 0.3;
  const middles = [first, 1 - first, 0.6, 0.4, 0.8, 0.2, 0.5].map((share) => share * room.width);
  const level = (middle: number, highest: boolean): number => {
    const near = curve.filter((point) => Math.abs(point.x - middle) <= width / 2 + GAP && Number.isFinite(point.y)).map((point) => point.y);
    return highest ? Math.min(...near) - height / 2 - GAP : Math.max(...near) + height / 2 + GAP;
  };
  return [true, false].flatMap((over) => middles.map((middle) => ({ x: middle, y: level(middle, over) })));
}

export interface LabelledCurves {
  readonly frame: Frame;
  /** Naive first: it has the first choice. */
  readonly labels: readonly BarrierLabel[];
  /** The aligned curve of the split that is shown, in units of the axes. */
  readonly aligned: readonly Point[];
  /** All that a label must not lie on, the curves included, in units of the axes. */
  readonly lines: readonly (readonly Point[])[];
  /** Middles of the discs at the ends, in units of the axes. */
  readonly ends: readonly Point[];
  readonly theme: FigureTheme;
}

/** Annotations of the labels that have found their places. */
export function curveLabels({ frame, labels, aligned, lines, ends, theme }: LabelledCurves): Record<string, unknown>[] {
  const size = theme.fontSize + 2;
  const disc = theme.fontSize + 10;
  const curve = pixels(frame, aligned);
  const wanted = labels.map((label): Label => {
    const extents = textExtents(label.text.replaceAll(/<[^>]*>/g, ''), size, PAD);
    const own = { ...label, x: pixels(frame, [{ x: label.x, y: 0 }])[0].x };
    return { ...extents, spots: label.kind === 'naive' ? besideBracket(label, frame, extents) : alongCurve(own, curve, extents, frame.room) };
  });
  const places = placeLabels(wanted, {
    room: frame.room,
    marks: pixels(frame, ends).map((end): Box => ({ ...end, width: disc, height: disc })),
    lines: lines.map((line) => pixels(frame, line)),
  });
  return labels.flatMap(({ text, colour }, i) => {
    const box = places[i];
    if (box === null) return [];
    const { room, x, y } = frame;
    return [
      {
        x: x[0] + (box.x / room.width) * (x[1] - x[0]),
        y: y[1] - (box.y / room.height) * (y[1] - y[0]),
        text,
        showarrow: false,
        xanchor: 'center',
        yanchor: 'middle',
        font: { color: colour, size },
      },
    ];
  });
}
