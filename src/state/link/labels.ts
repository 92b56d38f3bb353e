/** What the page calls the settings of a link, for messages to a person who knows them by their labels. */

/** By key, without a role's prefix; where the page has a word that the key does not give away. */
const LABELS: Readonly<Record<string, string>> = {
  'data.trainSize': 'Train',
  'data.testSize': 'Test',
  'data.scaling': 'Pixels',
  'data.labelColumn': 'Label column',
  hidden: 'Widths',
  norm: 'Layer norm',
  init: 'Start',
  batch: 'Batch',
  optimizer: 'Optimiser',
  rate: 'Learning rate',
  decay: 'Weight decay',
  warmup: 'Warm-up',
  'training.warmup': 'Warm-up',
  clip: 'Clip norm',
  align: 'Matching',
  'curve.metric': 'Quantity along the path',
  'curve.barrier': 'Barrier',
  'plane.show': 'Which plane',
  'plane.metric': 'Quantity',
  'plane.surface': 'Map or surface',
  'plane.resolution': 'Sharpness',
  'plane.paths': 'Training paths',
  'layers.schedule': 'Layers interpolated',
  'layers.along': 'Where on the path',
  'layers.metric': 'Barrier of',
  'layers.into': 'The other layers',
  pairs: 'What A and B share',
  'pairs.kind': 'What A and B share',
  'pairs.count': 'Pairs',
  'pairs.seed': 'Seed',
  pair: 'Pair shown',
  'barriers.most': 'Epochs shown, at most',
  'barriers.reference': 'Barrier against',
  'barriers.replaced': 'Layers',
  'cumulative.sequence': 'Layers join',
  'cumulative.seed': 'Seed of the order',
  'cumulative.window': 'Layers in the window',
  'subspaces.layer': 'Noise in',
  'subspaces.basis': 'Training subspace',
  'toy.factors': 'Weights',
  'averaging.layers': 'Layers averaged',
  'sweep.over': 'What is varied',
  'sweep.rates': 'Learning rates',
  'sweep.tasks': 'Tasks',
};

/** The label of the setting that an error's argument names, such as 'A.rate' or 'hidden[2]'; null where there is no other word for it. */
export function settingLabel(argument: string): string | null {
  const key = argument.replace(/^(?:edit|[ABC])\./, '').replace(/\[\d+\]$/, '');
  return Object.hasOwn(LABELS, key) ? LABELS[key] : null;
}
