/** Loss and accuracy on the plane through three networks, coarse first, then finer (methods.md §3). */
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { throwIfAborted, type StreamOptions } from '../../base/job.ts';
import type { Network } from '../../nn/network.ts';
import type { EvaluationExamples, Evaluator, FieldTile } from '../evaluator.ts';
import { coarseToFine } from './coarse-to-fine.ts';
import { defaultWindow, planeThrough, type PlaneGeometry, type PlaneWindow } from './geometry.ts';
import { latticeAxis } from './lattice.ts';
import { PlanePicture } from './picture.ts';
import type { Plane } from '../results.ts';

/** What was computed on this plane with these examples before; new points are added. */
export interface KnownPoints {
  get(x: number, y: number): { readonly loss: number; readonly accuracy: number } | undefined;
  set(x: number, y: number, loss: number, accuracy: number): void;
}

export interface PlaneRequest {
  readonly a: Network;
  readonly b: Network;
  readonly c: Network;
  readonly examples: EvaluationExamples;
  /** Values along each axis of the home window, 2 to 401. */
  readonly resolution: number;
  /** Round the bounding box of A, B, C, in the plane's unit; unused where a home is given. */
  readonly margin: number;
  /** The window with the grid that all windows take their cells from (lattice.ts); null or absent: the default extent. */
  readonly home?: PlaneWindow | null;
  /** What is looked at, covered by cells; null: home. */
  readonly window: PlaneWindow | null;
  /** The plane through the three, where the caller keeps it: evaluators find again what they made of its vectors. */
  readonly geometry?: PlaneGeometry;
  /** Absent: every point is computed, and none kept. */
  readonly known?: KnownPoints;
}

/** A partial result at least every so much of the grid. */
const PARTIAL_FRACTION = 1 / 16;
/** Evaluators may choose their arithmetic by the number of points: a few are evaluated as so many, to come out as they would among many. */
const FEWEST = 8;

/**
 * The plane of a request. Partial results are whole pictures: a cell not yet computed shows its nearest computed cell of the
 * coarser grid (NaN before the first level has reached it). Where points are known the first picture comes at once.
 */
export async function computePlane(evaluator: Evaluator, request: PlaneRequest, options: StreamOptions<Plane> = {}): Promise<Plane> {
  throwIfAborted(options.signal);
  numberIn(2, 401, 'integer')(request.resolution, 'resolution');
  const geometry = request.geometry ?? planeThrough(request.a, request.b, request.c);
  const picture = startPicture(geometry, request);
  const strides = coarseToFine(Math.min(picture.x.values.length, picture.y.values.length));
  let shown = 0;
  const show = (least: number): void => {
    if (picture.count === picture.total || picture.count - shown < least) return;
    shown = picture.count;
    options.onPartial?.(snapshot(picture, geometry));
  };
  recall(picture, strides, request.known);
  show(1);
  for (const stride of strides) {
    const cells = picture.cells(stride).filter((cell) => !picture.isComputed(cell));
    if (cells.length === 0) continue;
    const take = (n: number, loss: number, accuracy: number): void => {
      // What pads a request is a cell told again.
      if (n >= cells.length) return;
      picture.fill(cells[n], stride, loss, accuracy);
      request.known?.set(...picture.place(cells[n]), loss, accuracy);
    };
    const onTile = (tile: FieldTile): void => {
      for (let n = 0; n < tile.loss.length; n++) take(tile.start + n, tile.loss[n], tile.accuracy[n]);
      options.onProgress?.({ phase: 'plane', done: picture.count, total: picture.total });
      show(PARTIAL_FRACTION * picture.total);
    };
    const field = await evaluator.evaluate(geometry.slice, coordinatesOf(picture, cells), request.examples, {
      ...(options.signal ? { signal: options.signal } : {}),
      onTile,
    });
    // The field is the result; tiles only told of it early.
    for (let n = 0; n < cells.length; n++) take(n, field.loss[n], field.accuracy[n]);
    show(1);
  }
  return snapshot(picture, geometry);
}

function startPicture(geometry: PlaneGeometry, { resolution, margin, home: asked = null, window }: PlaneRequest): PlanePicture {
  if (asked === null) numberIn(0, 100)(margin, 'margin');
  const home = checkWindow(asked ?? defaultWindow(geometry, margin), 'home');
  const [x0, x1, y0, y1] = window === null ? home : checkWindow(window, 'window');
  return new PlanePicture(latticeAxis([home[0], home[1]], resolution, [x0, x1]), latticeAxis([home[2], home[3]], resolution, [y0, y1]));
}

function checkWindow(window: PlaneWindow, argument: string): PlaneWindow {
  const [x0, x1, y0, y1] = window.map((edge, i) => numberIn(-1e9, 1e9)(edge, `${argument}[${i}]`));
  if (x0 < x1 && y0 < y1) return window;
  throw new RidgelineError('invalid-argument', `${argument} must be [x0, x1, y0, y1] with x0 < x1 and y0 < y1; received [${window.join(', ')}].`, {
    argument,
    received: window,
  });
}

/** Fills in what was computed before, coarse grids first, so that the finest known cell is shown everywhere. */
function recall(picture: PlanePicture, strides: readonly number[], known: KnownPoints | undefined): void {
  if (known === undefined) return;
  for (const stride of strides) {
    for (const cell of picture.cells(stride)) {
      const score = known.get(...picture.place(cell));
      if (score !== undefined) picture.fill(cell, stride, score.loss, score.accuracy);
    }
  }
}

/** [cells, 2]; few cells are followed by the last, again and again. */
function coordinatesOf(picture: PlanePicture, cells: readonly number[]): Float64Array {
  const coordinates = new Float64Array(2 * Math.max(FEWEST, cells.length));
  for (let n = 0; 2 * n < coordinates.length; n++) coordinates.set(picture.place(cells[Math.min(n, cells.length - 1)]), 2 * n);
  return coordinates;
}

function snapshot(picture: PlanePicture, geometry: PlaneGeometry): Plane {
  return {
    x: picture.x.values.slice(),
    y: picture.y.values.slice(),
    loss: picture.loss.slice(),
    accuracy: picture.accuracy.slice(),
    points: geometry.points,
    unit: geometry.unit,
    complete: picture.count / picture.total,
  };
}
