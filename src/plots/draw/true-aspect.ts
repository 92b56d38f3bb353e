import type { Extents } from './label-places.ts';

export type Span = readonly [number, number];

/** Parts of the drawing area, from 0 to 1, in which a unit of x is as long as a unit of y: in its middle, as large as it can be. @param room of the drawing area, in pixels */
export function trueAspect(room: Extents, x: Span, y: Span): { readonly x: Span; readonly y: Span; /** Pixels. */ readonly unit: number } {
  const unit = Math.min(room.width / (x[1] - x[0]), room.height / (y[1] - y[0]));
  const middle = (span: Span, pixels: number): Span => {
    const share = Math.min(1, (unit * (span[1] - span[0])) / pixels);
    return [(1 - share) / 2, (1 + share) / 2];
  };
  return { x: middle(x, room.width), y: middle(y, room.height), unit };
}
