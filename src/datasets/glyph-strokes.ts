/**
 * The strokes of ten digit-like glyphs, our own: polylines in a box of −1..1 (x to the right, y downwards), curves as short
 * segments. A point is two numbers.
 */
type Point = readonly [number, number];
export type Stroke = readonly Point[];

const DEGREES_PER_SEGMENT = 30;

/** An elliptic arc; angles in degrees, 0 to the right, 90 downwards. */
function arc(centreX: number, centreY: number, radiusX: number, radiusY: number, from: number, to: number): Point[] {
  const segments = Math.max(2, Math.ceil(Math.abs(to - from) / DEGREES_PER_SEGMENT));
  return Array.from({ length: segments + 1 }, (_, i): Point => {
    const angle = ((from + ((to - from) * i) / segments) * Math.PI) / 180;
    return [centreX + radiusX * Math.cos(angle), centreY + radiusY * Math.sin(angle)];
  });
}

/** Strokes of class 0 to 9. */
export const GLYPHS: readonly (readonly Stroke[])[] = [
  [arc(0, 0, 0.6, 0.9, -90, 270)],
  [
    [
      [-0.35, -0.5],
      [0.05, -0.9],
      [0.05, 0.9],
    ],
  ],
  [[...arc(0, -0.4, 0.55, 0.5, 190, 400), [-0.6, 0.9], [0.65, 0.9]]],
  [arc(-0.05, -0.45, 0.5, 0.45, 210, 450), arc(-0.05, 0.45, 0.6, 0.45, -90, 150)],
  [
    [
      [0.1, -0.9],
      [-0.6, 0.3],
      [0.65, 0.3],
    ],
    [
      [0.3, -0.3],
      [0.3, 0.9],
    ],
  ],
  [[[0.55, -0.9], [-0.45, -0.9], [-0.5, -0.1], ...arc(0, 0.35, 0.55, 0.55, -130, 140)]],
  [[...arc(0.55, 0.3, 1.1, 1.2, 255, 180), ...arc(0, 0.4, 0.55, 0.5, 180, -180)]],
  [
    [
      [-0.6, -0.9],
      [0.6, -0.9],
      [-0.15, 0.9],
    ],
  ],
  [arc(0, -0.45, 0.45, 0.45, 90, 450), arc(0, 0.45, 0.55, 0.45, -90, 270)],
  [[...arc(0, -0.4, 0.55, 0.5, 0, -360), ...arc(-0.55, -0.3, 1.1, 1.2, 0, 75)]],
];
