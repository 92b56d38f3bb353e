/** Where labels stand within a figure: each at the first of its places where there is room, or nowhere. In pixels, y downwards. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** By its middle. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Extents {
  readonly width: number;
  readonly height: number;
}

/** A label with the places for its middle, the best first. */
export interface Label extends Extents {
  readonly spots: readonly Point[];
}

export interface Surroundings {
  /** Of the drawing area, from (0, 0). */
  readonly room: Extents;
  /** That no label may touch. */
  readonly marks: readonly Box[];
  /** That no label may lie on: points joined by straight lines; one that is not finite ends a line. */
  readonly lines: readonly (readonly Point[])[];
}

/** Digits and small letters of the figures' type: a little more than most of them take. */
const EM = 0.54;
const LINE = 1.35;

/** What a line of text takes, about. @param size of the type, in pixels @param pad on every side */
export function textExtents(text: string, size: number, pad: number): Extents {
  return { width: EM * size * Array.from(text).length + 2 * pad, height: LINE * size + 2 * pad };
}

/** Whether two boxes share more than an edge. */
export function overlap(a: Box, b: Box): boolean {
  return 2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;
}

/** Whether a segment passes through a box (Liang & Barsky 1984). */
export function crosses(box: Box, from: Point, to: Point): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  for (const [step, distance, half] of [
    [dx, box.x - from.x, box.width / 2],
    [dy, box.y - from.y, box.height / 2],
  ]) {
    if (step === 0) {
      if (Math.abs(distance) >= half) return false;
      continue;
    }
    const [first, last] = [(distance - half) / step, (distance + half) / step].sort((a, b) => a - b);
    [enter, leave] = [Math.max(enter, first), Math.min(leave, last)];
  }
  return enter < leave;
}

function within(box: Box, { width, height }: Extents): boolean {
  return box.x - box.width / 2 >= 0 && box.x + box.width / 2 <= width && box.y - box.height / 2 >= 0 && box.y + box.height / 2 <= height;
}

function onLine(box: Box, line: readonly Point[]): boolean {
  return line.some((point, i) => {
    const next = line.at(i + 1);
    return next !== undefined && [point.x, point.y, next.x, next.y].every(Number.isFinite) && crosses(box, point, next);
  });
}

/** Where each label stands, the first ones first; null where it has no place: then it belongs into the key. */
export function placeLabels(labels: readonly Label[], { room, marks, lines }: Surroundings): (Box | null)[] {
  const taken: Box[] = [...marks];
  return labels.map(({ width, height, spots }) => {
    const places = spots.map(({ x, y }): Box => ({ x, y, width, height }));
    const free = places.find((box) => within(box, room) && !taken.some((other) => overlap(box, other)) && !lines.some((line) => onLine(box, line)));
    if (free !== undefined) taken.push(free);
    return free ?? null;
  });
}
