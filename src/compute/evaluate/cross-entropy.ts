/** Cross-entropy (natural log) and correctness from logits, in float64 on the host. */

/** Running sums over examples, one entry a point. A non-finite logit makes the loss of its point NaN. */
export interface Sums {
  readonly loss: Float64Array;
  readonly correct: Float64Array;
}

/** Loss of one example: softmax over `outputs` logits, or for a single output the logistic loss of class 1. NaN where a logit is not finite. */
export function exampleLoss(logits: Float32Array | Float64Array, at: number, outputs: number, label: number): number {
  if (outputs === 1) {
    const z = logits[at];
    if (!Number.isFinite(z)) return NaN;
    return Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
  }
  let largest = -Infinity;
  let total = 0;
  for (let k = at; k < at + outputs; k++) {
    if (logits[k] > largest) largest = logits[k];
    total += logits[k];
  }
  if (!Number.isFinite(total)) return NaN;
  let sum = 0;
  for (let k = at; k < at + outputs; k++) sum += Math.exp(logits[k] - largest);
  return largest + Math.log(sum) - logits[at + label];
}

/** Predicted class: the largest logit (the first of equals), or class 1 where a single logit is positive. */
export function predictedClass(logits: Float32Array | Float64Array, at: number, outputs: number): number {
  if (outputs === 1) return logits[at] > 0 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < outputs; k++) if (logits[at + k] > logits[at + best]) best = k;
  return best;
}

/** Probability of the predicted class. */
export function predictedProbability(logits: Float32Array | Float64Array, at: number, outputs: number): number {
  if (outputs === 1) return 1 / (1 + Math.exp(-Math.abs(logits[at])));
  const best = logits[at + predictedClass(logits, at, outputs)];
  let sum = 0;
  for (let k = 0; k < outputs; k++) sum += Math.exp(logits[at + k] - best);
  return 1 / sum;
}

/** Adds the examples of one point, in their order. @param logits [count, outputs] from `at` on @param labels from `first` on */
export function addExamples(
  sums: Sums,
  point: number,
  logits: Float32Array | Float64Array,
  at: number,
  outputs: number,
  labels: Int32Array,
  first: number,
  count: number,
): void {
  let loss = sums.loss[point];
  let correct = sums.correct[point];
  for (let n = 0; n < count; n++) {
    const row = at + n * outputs;
    loss += exampleLoss(logits, row, outputs, labels[first + n]);
    if (predictedClass(logits, row, outputs) === labels[first + n]) correct++;
  }
  sums.loss[point] = loss;
  sums.correct[point] = correct;
}
