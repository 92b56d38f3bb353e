import type { Dataset, DatasetSummary } from './dataset.ts';

/** Everything about a dataset but its examples; small enough to cross the worker boundary freely. */
export function summarizeDataset(dataset: Dataset): DatasetSummary {
  const { name, inputs, classes, classNames, shape, scaling, train, test, notes } = dataset;
  return { name, inputs, classes, classNames, shape, scaling, trainSize: train.count, testSize: test.count, notes };
}
