/** Random directions in parameter space, and the losses along many of them: what moves along random directions shares. */
import { throwIfAborted, type JobOptions } from '../../base/job.ts';
import type { Random } from '../../linalg/random.ts';
import { norm } from '../../linalg/vector.ts';
import type { TensorRange } from '../../nn/layout.ts';
import type { EvaluationExamples, Evaluator, Field, SliceRequest } from '../evaluator.ts';
import { pointsOf } from '../slice.ts';

/** A normal number costs about as much as this many multiply-adds. */
const NORMAL_WORK = 16;
/** Normal numbers between two yields. */
const NORMALS = 2 ** 18;
/** Directions held at once. */
const DIRECTION_BYTES = 64 * 1024 * 1024;

/** Fills a range with standard normal numbers, in order. For runInTurns. */
export function* fillNormal(values: Float32Array | Float64Array, { start, end }: TensorRange, random: Random): Generator<number, void> {
  for (let from = start; from < end; from += NORMALS) {
    const to = Math.min(end, from + NORMALS);
    for (let i = from; i < to; i++) values[i] = random.normal();
    yield NORMAL_WORK * (to - from);
  }
}

/** A random direction of this length, uniform on the sphere, in a range of a vector; the rest is left alone. For runInTurns. */
export function* fillDirection(vector: Float32Array, range: TensorRange, length: number, random: Random): Generator<number, void> {
  yield* fillNormal(vector, range, random);
  const scale = length / norm(vector, range.start, range.end);
  for (let i = range.start; i < range.end; i++) vector[i] *= scale;
  yield 2 * (range.end - range.start);
}

export interface Drawing {
  readonly draws: number;
  /** Bytes of one draw's directions. */
  readonly bytes: number;
  /** What to evaluate of a draw; depends on nothing but the draw. */
  readonly requests: (draw: number) => Promise<SliceRequest[]>;
  readonly receive: (draw: number, request: number, field: Field) => void;
}

export interface DrawingOptions extends JobOptions {
  /** After a draw is whole, those before it too. */
  readonly onDraw?: (draw: number) => void;
}

/** Evaluates all draws on the same examples, as many at once as memory allows. Progress counts points. Rejects with `signal.reason`. */
export async function evaluateDraws(
  evaluator: Evaluator,
  examples: EvaluationExamples,
  drawing: Drawing,
  { signal, onProgress, onDraw }: DrawingOptions,
): Promise<void> {
  const together = Math.max(1, Math.floor(DIRECTION_BYTES / drawing.bytes));
  let done = 0;
  for (let first = 0; first < drawing.draws; first += together) {
    const places: { readonly draw: number; readonly request: number; readonly last: boolean }[] = [];
    const requests: SliceRequest[] = [];
    for (let draw = first; draw < Math.min(drawing.draws, first + together); draw++) {
      const drawn = await drawing.requests(draw);
      drawn.forEach((_, request) => places.push({ draw, request, last: request === drawn.length - 1 }));
      requests.push(...drawn);
    }
    const left = drawing.draws - first - together;
    const points = requests.reduce((sum, { slice, coordinates }) => sum + pointsOf(slice, coordinates), 0);
    const total = done + points + Math.max(0, left) * (points / Math.min(together, drawing.draws - first));
    await evaluator.evaluateAll(requests, examples, {
      ...(signal ? { signal } : {}),
      onField: (index, field) => {
        const { draw, request, last } = places[index];
        drawing.receive(draw, request, field);
        done += field.loss.length;
        onProgress?.({ phase: 'random directions', done, total });
        if (last) onDraw?.(draw);
      },
    });
    throwIfAborted(signal);
  }
}
