/**
 * The standing example: eight hidden layers of 64 from common initialisations, three pairs that differ in data order, trained as
 * methods.md §4 says (Adilova et al., ICLR 2024, scaled to a tab). It shows their finding: the full barrier is large, those of single
 * layers are small, and layers in the middle make it together.
 */
import { defaultDatasetSpec, MNIST_STANDARD } from '../../datasets/dataset-defaults.ts';
import type { GeneratedSpec, ImagesSpec } from '../../datasets/spec.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Training } from '../../nn/training.ts';
import { loadData } from '../data/loading.ts';
import type { Session } from '../session.ts';
import { DEFAULT_PAIRS } from '../figures/lab-view.ts';
import { DEFAULT_LAB } from '../view.ts';
import { trainPairs } from './training.ts';

/** Glyphs: as many as train six networks in about a minute on two cores; with fewer the first layer carries as much as the whole path. */
const DATA: Readonly<Record<'glyphs' | 'mnist', GeneratedSpec | ImagesSpec>> = {
  glyphs: { ...defaultDatasetSpec('glyphs'), trainSize: 2500, testSize: 2000 },
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
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 5e-4,
  schedule: 'cosine',
  warmup: 0,
  clipNorm: 5,
  // Epochs 0, 10, ..., 100.
  checkpoints: 11,
};

/** Loads the data, sets everything, goes to the laboratory and trains. */
export async function standingExample(session: Session, { data }: { data: 'glyphs' | 'mnist' }): Promise<void> {
  const { store, history } = session;
  history.remember('standing example');
  store.setState(({ view }) => ({ view: { ...view, place: 'layers', lab: { ...DEFAULT_LAB, pairs: DEFAULT_PAIRS } } }));
  await loadData(session, DATA[data], { keepSettings: true });
  store.setState(({ experiment }) => ({ experiment: { ...experiment, architecture: ARCHITECTURE, training: TRAINING } }));
  await trainPairs(session, DEFAULT_PAIRS);
}
