/** Scores of single examples at the points of requests that ask for them, put together from what the shards find. */
import { spreadIndex } from '../../../landscape/example-scores.ts';
import type { EvaluationExamples, ExampleScores, SliceRequest } from '../../../landscape/evaluator.ts';

export class ScoreSheet {
  /** One list a request, in the order of its `each`; undefined where it asks for none. */
  readonly scores: readonly (readonly ExampleScores[] | undefined)[];
  private readonly requests: readonly SliceRequest[];
  private readonly indices: readonly Int32Array[];

  constructor(requests: readonly SliceRequest[], { count }: EvaluationExamples) {
    this.requests = requests;
    this.indices = requests.map(({ slice, each = [] }) => (each.length > 0 ? spreadIndex(count, slice.architecture) : new Int32Array(0)));
    this.scores = requests.map(({ each = [] }, at) => {
      const unknown = (): Float64Array => new Float64Array(this.indices[at].length).fill(NaN);
      return each.length > 0 ? each.map(() => ({ loss: unknown(), error: unknown() })) : undefined;
    });
  }

  /** Enters loss and mistake, in pairs, of the examples from `first` on at a point of a request that asks for it. */
  enter(request: number, point: number, first: number, found: Float32Array): void {
    const into = this.scores[request]?.at((this.requests[request].each ?? []).indexOf(point));
    for (const [i, example] of this.indices[request].entries()) {
      const at = 2 * (example - first);
      if (into === undefined || at < 0 || at >= found.length || !Number.isFinite(found[at])) continue;
      into.loss[i] = found[at];
      into.error[i] = found[at + 1];
    }
  }
}
