/** The data a person can choose from, in the order of the picker, each with the spec it starts from. */
import { defaultDatasetSpec, GLYPHS_STANDARD, MNIST_STANDARD } from '../../datasets/dataset-defaults.ts';
import type { DatasetId, GeneratedSpec, ImagesSpec, PixelScaling } from '../../datasets/spec.ts';

export interface DatasetChoice {
  readonly id: Exclude<DatasetId, 'file'>;
  readonly label: string;
  readonly note: string;
  readonly spec: GeneratedSpec | ImagesSpec;
}

/** MNIST's usual mean and deviation, offered for both image sets. */
export const STANDARD_SCALING: PixelScaling = MNIST_STANDARD;

/** Mean and deviation of the glyphs' pixels, offered for them. */
export const GLYPHS_SCALING: PixelScaling = GLYPHS_STANDARD;

export const DATASET_CHOICES: readonly DatasetChoice[] = [
  { id: 'moons', label: 'Two moons', note: 'points, generated', spec: defaultDatasetSpec('moons') },
  { id: 'circles', label: 'Circles', note: 'points, generated', spec: defaultDatasetSpec('circles') },
  { id: 'spirals', label: 'Spirals', note: 'points, generated', spec: defaultDatasetSpec('spirals') },
  { id: 'glyphs', label: 'Glyphs', note: '16 × 16 images in ten classes, generated', spec: defaultDatasetSpec('glyphs') },
  { id: 'mnist', label: 'MNIST', note: '28 × 28 handwritten digits', spec: defaultDatasetSpec('mnist') },
  { id: 'cifar10', label: 'CIFAR-10', note: '32 × 32 colour photographs', spec: defaultDatasetSpec('cifar10') },
];

export function datasetLabel(id: DatasetId): string {
  return DATASET_CHOICES.find((choice) => choice.id === id)?.label ?? 'Your file';
}
