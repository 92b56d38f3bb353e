/** Loss and accuracy on the plane through three networks, coarse first, then finer (methods.md §3). */
import { RidgelineError } from '../base/errors.ts';
import { throwIfAborted, type StreamOptions } from '../base/job.ts';
import { checkNumber } from '../nn/check.ts';
import type { Network } from '../nn/network.ts';
import type { EvaluationExamples, Evaluator, FieldTile } from './evaluator.ts';
import { defaultWindow, planeThrough, type PlaneGeometry, type PlaneWindow } from './plane-geometry.ts';
import type { Plane } from './results.ts';
import { evenGrid } from './segment.ts';

export interface PlaneRequest {
  readonly a: Network;
  readonly b: Network;
  readonly c: Network;
  readonly examples: EvaluationExamples;
  /** Values along each axis, 2 to 401. */
  readonly resolution: number;
  /** Round the bounding box of A, B, C, in units of ‖θB − θA‖; unused where a window is given. */
  readonly margin: number;
  readonly window: PlaneWindow | null;
}

/** A coarse picture has at least about this many cells a side. */
const COARSEST = 5;
/** A partial result at least every so much of the grid. */
const PARTIAL_FRACTION = 1 / 16;

/**
 * The plane of a request. Partial results are whole pictures: a cell not yet computed shows its nearest computed cell of the
 * coarser grid (NaN before the first level has reached it).
 */
export async function computePlane(evaluator: Evaluator, request: PlaneRequest, options: StreamOptions<Plane> = {}): Promise<Plane> {
  throwIfAborted(options.signal);
  checkNumber(request.resolution, 'resolution', { min: 2, max: 401, integer: true });
  const geometry = planeThrough(request.a, request.b, request.c);
  const picture = startPicture(geometry, request);
  const total = request.resolution ** 2;
  let shown = 0;
  for (let stride = coarsestStride(request.resolution); stride >= 1; stride /= 2) {
    const cells = cellsOfLevel(picture, stride);
    const coordinates = new Float64Array(2 * cells.length);
    for (const [n, cell] of cells.entries()) {
      coordinates[2 * n] = picture.x[cell % request.resolution];
      coordinates[2 * n + 1] = picture.y[Math.floor(cell / request.resolution)];
    }
    const onTile = (tile: FieldTile): void => {
      for (let n = 0; n < tile.loss.length; n++) fill(picture, cells[tile.start + n], stride, tile.loss[n], tile.accuracy[n]);
      options.onProgress?.({ phase: 'plane', done: picture.count, total });
      if (picture.count < total && picture.count - shown >= PARTIAL_FRACTION * total) {
        shown = picture.count;
        options.onPartial?.(snapshot(picture, geometry));
      }
    };
    const field = await evaluator.evaluate(geometry.slice, coordinates, request.examples, { ...(options.signal ? { signal: options.signal } : {}), onTile });
    // The field is the result; tiles only told of it early.
    for (const [n, cell] of cells.entries()) fill(picture, cell, stride, field.loss[n], field.accuracy[n]);
    if (picture.count < total && picture.count > shown) {
      shown = picture.count;
      options.onPartial?.(snapshot(picture, geometry));
    }
  }
  return snapshot(picture, geometry);
}

/** The grid while it fills. */
interface Picture {
  readonly resolution: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
  /** 1 where the cell itself was computed. */
  readonly exact: Uint8Array;
  count: number;
}

function startPicture(geometry: PlaneGeometry, { resolution, margin, window }: PlaneRequest): Picture {
  if (window === null) checkNumber(margin, 'margin', { min: 0, max: 100 });
  const [x0, x1, y0, y1] = (window ?? defaultWindow(geometry, margin)).map((edge, i) => checkNumber(edge, `window[${i}]`, { min: -1e9, max: 1e9 }));
  if (!(x0 < x1 && y0 < y1)) {
    throw new RidgelineError('invalid-argument', `window must be [x0, x1, y0, y1] with x0 < x1 and y0 < y1; received [${[x0, x1, y0, y1].join(', ')}].`, { argument: 'window', received: window });
  }
  const empty = (): Float64Array => new Float64Array(resolution * resolution).fill(NaN);
  return { resolution, x: evenGrid(resolution, x0, x1), y: evenGrid(resolution, y0, y1), loss: empty(), accuracy: empty(), exact: new Uint8Array(resolution * resolution), count: 0 };
}

function coarsestStride(resolution: number): number {
  let stride = 8;
  while (stride > 1 && (resolution - 1) / stride + 1 < COARSEST) stride /= 2;
  return stride;
}

/** Cells on the grid of this stride that are not yet computed, row by row. */
function cellsOfLevel({ resolution, exact }: Picture, stride: number): number[] {
  const cells: number[] = [];
  for (let i = 0; i < resolution; i += stride) {
    for (let j = 0; j < resolution; j += stride) if (exact[i * resolution + j] === 0) cells.push(i * resolution + j);
  }
  return cells;
}

/** Sets a computed cell and, until finer levels reach them, the uncomputed cells nearest to it on the grid of this stride. */
function fill(picture: Picture, cell: number, stride: number, loss: number, accuracy: number): void {
  const { resolution, exact } = picture;
  if (exact[cell] === 0) {
    exact[cell] = 1;
    picture.count++;
  }
  const [top, bottom] = reach(Math.floor(cell / resolution), stride, resolution);
  const [left, right] = reach(cell % resolution, stride, resolution);
  for (let i = top; i <= bottom; i++) {
    for (let j = left; j <= right; j++) {
      const other = i * resolution + j;
      if (other !== cell && exact[other] === 1) continue;
      picture.loss[other] = loss;
      picture.accuracy[other] = accuracy;
    }
  }
}

/** First and last index nearest to `index` among multiples of the stride; the last multiple reaches to the edge. */
function reach(index: number, stride: number, resolution: number): [number, number] {
  const last = index + stride >= resolution ? resolution - 1 : index + Math.floor(stride / 2);
  return [Math.max(0, index - Math.ceil(stride / 2) + 1), last];
}

function snapshot(picture: Picture, geometry: PlaneGeometry): Plane {
  return {
    x: picture.x.slice(),
    y: picture.y.slice(),
    loss: picture.loss.slice(),
    accuracy: picture.accuracy.slice(),
    points: geometry.points,
    unit: geometry.unit,
    complete: picture.count / picture.resolution ** 2,
  };
}
