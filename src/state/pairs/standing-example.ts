/**
 * The standing example: eight hidden layers of 64, three pairs that share start and first epochs and then differ in data order, trained
 * as methods.md §4 says. What it asks is the question of Adilova et al. (ICLR 2024) in a tab: how much of the full barrier single
 * layers make. Pairs that part at the start give the first layer a fifth to a half of it.
 */
import { defaultDatasetSpec, GLYPHS_STANDARD, MNIST_STANDARD } from '../../datasets/dataset-defaults.ts';
import type { GeneratedSpec, ImagesSpec } from '../../datasets/spec.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Training } from '../../nn/training.ts';
import { loadData } from '../data/loading.ts';
import type { Session } from '../session.ts';
import type { PairChoice } from '../figures/lab-view.ts';
import { DEFAULT_LAB } from '../view.ts';
import { trainPairs } from './training.ts';

/** Glyphs: as many as train six networks in about a minute on two cores; with fewer the first layer carries as much as the whole path. */
const DATA: Readonly<Record<'glyphs' | 'mnist', GeneratedSpec | ImagesSpec>> = {
  glyphs: { ...defaultDatasetSpec('glyphs'), trainSize: 2500, testSize: 2000, scaling: GLYPHS_STANDARD },
  mnist: { ...defaultDatasetSpec('mnist'), trainSize: 12_000, testSize: 2000, scaling: MNIST_STANDARD },
};

const ARCHITECTURE: ArchitectureChoice = {
  hidden: [64, 64, 64, 64, 64, 64, 64, 64],
  activation: 'relu',
  norm: 'none',
  output: 'softmax',
  init: 'he-normal',
};

const TRAINING: Training = {
  epochs: 100,
  batchSize: 64,
  optimizer: 'sgd',
  learningRate: 0.1,
  momentum: 0.9,
  weightDecay: 5e-4,
  schedule: 'cosine',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 5,
  // Epochs 0, 10, ..., 100.
  checkpoints: 11,
};

const PAIRS: PairChoice = { kind: 'epochs', count: 3, seed: 1, epochs: 3 };

/** Loads the data, sets everything, goes to the laboratory and trains. */
export async function standingExample(session: Session, { data }: { data: 'glyphs' | 'mnist' }): Promise<void> {
  const { store, history } = session;
  history.remember('standing example');
  store.setState(({ view }) => ({ view: { ...view, place: 'layers', lab: { ...DEFAULT_LAB, pairs: PAIRS } } }));
  await loadData(session, DATA[data], { keepSettings: true });
  store.setState(({ experiment }) => ({ experiment: { ...experiment, architecture: ARCHITECTURE, training: TRAINING } }));
  await trainPairs(session, PAIRS);
}
