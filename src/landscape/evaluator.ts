/**
 * The one evaluator: all the heavy work there is. Landscape recipes receive it through this interface, so a ten-line
 * quadratic loss makes their tests exact; implementations live in compute/.
 */
import type { JobOptions } from '../base/job.ts';
import type { Slice } from './slice.ts';

/** A fixed set of labelled examples (structurally the datasets' Examples). Evaluators key device copies by the object's identity. */
export interface EvaluationExamples {
  readonly x: Float32Array;
  readonly y: Int32Array;
  readonly count: number;
  readonly inputs: number;
  readonly classes: number;
}

/** Mean cross-entropy (natural log) and fraction right at each point, in the order of the coordinates. A point where any logit is not finite has loss NaN and accuracy NaN. */
export interface Field {
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
}

/** Of one network, [examples] each: cross-entropy, and 1 where the network is wrong, else 0. NaN where a logit is not finite. */
export interface ExampleScores {
  readonly loss: Float64Array;
  readonly error: Float64Array;
}

/** The field of a request, and scores of the points that its `each` names, in that order, on the examples that `spreadExamples` gives. */
export interface ScoredField extends Field {
  readonly scores?: readonly ExampleScores[];
}

/** Points start..start+loss.length of the field; the arrays belong to the receiver. */
export interface FieldTile extends Field {
  readonly start: number;
}

export interface EvaluateOptions extends JobOptions {
  onTile?: (tile: FieldTile) => void;
}

/** A slice and where on it: coordinates [points, directions] row-major. */
export interface SliceRequest {
  readonly slice: Slice;
  readonly coordinates: Float64Array;
  /** Points that are also scored example by example (what a standard error is made of), each once. */
  readonly each?: readonly number[];
}

export interface EvaluateAllOptions extends JobOptions {
  /**
   * The field of request `index` as soon as it is whole, in whatever order is quickest: the very arrays of the result, not to be written
   * to. Its scores may come later, by the time all is done.
   */
  onField?: (index: number, field: Field) => void;
}

export interface Evaluator {
  /**
   * Loss and accuracy at every point of a slice.
   * @param coordinates [points, directions] row-major
   * Rejects with `signal.reason` within one tile of an abort, holding nothing. The result does not depend on tile size.
   */
  evaluate(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options?: EvaluateOptions): Promise<Field>;
  /**
   * Several slices on the same examples, one field a request, in order; what they have in common (vectors, prefixes, packed
   * layers) may be made once. Bit-equal to evaluating each alone. Rejects as `evaluate` does.
   */
  evaluateAll(requests: readonly SliceRequest[], examples: EvaluationExamples, options?: EvaluateAllOptions): Promise<ScoredField[]>;
  /** Logits [count, outputs] of one network of the slice. The array belongs to the caller. */
  logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array>;
  /** Output of every hidden block (after normalisation and activation) of the slice's origin: one [count, width] array a hidden layer. For activation matching. */
  hiddenActivations(slice: Slice, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array[]>;
}

/** Dense products for matching costs, Aᵀ·B with A [n, p], B [n, q] row-major; gives [p, q]. Behind an interface for the same reason. */
export interface MatrixProduct {
  transposeTimes(a: Float32Array, b: Float32Array, n: number, p: number, q: number): Promise<Float32Array>;
}
