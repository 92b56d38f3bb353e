/** An evaluator that is asked for few points at a time, so that its buffers stay small. */
import { throwIfAborted } from '../../base/job.ts';
import { evaluateEach } from '../../landscape/evaluate-each.ts';
import type { Evaluator, Field } from '../../landscape/evaluator.ts';
import { pointsOf } from '../../landscape/slice.ts';

/** Enough that evaluators choose the arithmetic they would choose for many. */
const PIECE = 8;

/** The same field, bit for bit where the evaluator's results do not depend on its tiles. */
export function inPieces(evaluator: Evaluator): Evaluator {
  const pieces: Evaluator = {
    async evaluate(slice, coordinates, examples, { signal, onTile, onProgress } = {}) {
      const points = pointsOf(slice, coordinates);
      const width = slice.directions.length;
      const field: Field = { loss: new Float64Array(points), accuracy: new Float64Array(points) };
      for (let start = 0; start < points; start += PIECE) {
        const size = Math.min(PIECE, points - start);
        const piece = await evaluator.evaluate(
          slice,
          padded(coordinates.subarray(start * width, (start + size) * width), width, points),
          examples,
          signal ? { signal } : {},
        );
        const [loss, accuracy] = [piece.loss.slice(0, size), piece.accuracy.slice(0, size)];
        field.loss.set(loss, start);
        field.accuracy.set(accuracy, start);
        onTile?.({ start, loss, accuracy });
        onProgress?.({ phase: 'evaluating', done: start + size, total: points });
        throwIfAborted(signal);
      }
      return field;
    },
    evaluateAll: (requests, examples, options) => evaluateEach(pieces, requests, examples, options),
    logits: (...request) => evaluator.logits(...request),
    hiddenActivations: (...request) => evaluator.hiddenActivations(...request),
  };
  return pieces;
}

/** The last piece of several is as long as the others: its last point is repeated. */
function padded(coordinates: Float64Array, width: number, points: number): Float64Array {
  if (points <= PIECE || coordinates.length === PIECE * width) return coordinates;
  const full = new Float64Array(PIECE * width);
  full.set(coordinates);
  const last = coordinates.subarray(coordinates.length - width);
  for (let at = coordinates.length; at < full.length; at += width) full.set(last, at);
  return full;
}
