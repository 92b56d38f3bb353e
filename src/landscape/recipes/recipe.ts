/** A figure's work as a function: networks and examples in, plain data out. The worker runs any recipe of registry.ts by its name. */
import type { StreamOptions } from '../../base/job.ts';
import type { Network } from '../../nn/network.ts';
import type { EvaluationExamples, Evaluator } from '../evaluator.ts';

export interface RecipeInput<Settings> {
  /** In the order that the result's docstring names. */
  readonly networks: readonly Network[];
  /** One set of examples, or several where the recipe says so. */
  readonly examples: readonly EvaluationExamples[];
  readonly settings: Settings;
}

export type Recipe<Settings, Result> = (evaluator: Evaluator, input: RecipeInput<Settings>, options: StreamOptions<Result>) => Promise<Result>;
