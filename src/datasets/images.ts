/**
 * Image datasets from parsed or raw bytes. Only the examples asked for are converted to floats, so a small experiment on a large
 * file stays small. Input value = (pixel / 255 − mean) / deviation.
 */
import { oneSplitNote } from './one-split.ts';
import { badFile } from '../base/bad-file.ts';
import { RidgelineError } from '../base/errors.ts';
import { formatCount } from '../base/format.ts';
import { checkCifarBatch, CIFAR_CLASSES, CIFAR_RECORD_BYTES, CIFAR_SIDE } from './cifar-batch.ts';
import type { Dataset, Examples, ExampleShape } from './dataset.ts';
import { readIdxImages, readIdxLabels } from './idx.ts';
import type { NamedBytes } from './named-bytes.ts';
import type { ImagesSpec, PixelScaling } from './spec.ts';

const DIGITS: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));
const MNIST_SIDE = 28;
const MNIST_INPUTS = MNIST_SIDE * MNIST_SIDE;
const MNIST_FULL = { train: 60_000, test: 10_000 };
const CIFAR_FULL = { train: 50_000, test: 10_000 };
/** The sprite of TensorFlow.js: 65,000 images in an order of its own. */
export const SPRITE_SIZE = { train: 55_000, test: 10_000 };

/** The four IDX files; where a drop held no test files, all examples serve as both splits. */
export interface MnistFiles {
  readonly trainImages: NamedBytes;
  readonly trainLabels: NamedBytes;
  readonly test: { readonly images: NamedBytes; readonly labels: NamedBytes } | null;
}

/** Images of one split before conversion: `copy(i, x)` writes image i's scaled inputs. */
interface Pixels {
  readonly count: number;
  readonly inputs: number;
  readonly label: (index: number) => number;
  readonly copy: (index: number, values: Float32Array, into: Float32Array) => void;
}

/**
 * MNIST from its IDX files (inflated).
 *
 * @throws RidgelineError 'bad-file' naming the file, the place and the rule; 'invalid-argument' where more is asked for than there is.
 */
export function mnistDataset(files: MnistFiles, spec: ImagesSpec): Dataset {
  const train = idxPixels(files.trainImages, files.trainLabels);
  const test = files.test === null ? train : idxPixels(files.test.images, files.test.labels);
  const shape: ExampleShape = { kind: 'image', height: MNIST_SIDE, width: MNIST_SIDE, channels: 1, order: 'channels-last' };
  const notes = sizeNotes(train.count, files.test === null ? null : test.count, MNIST_FULL);
  return assemble('MNIST', DIGITS, shape, train, test, spec, notes);
}

/**
 * CIFAR-10 from its binary batches (inflated), in the order given. The file's planes become rows of pixels with the three channels
 * last, or stay planes where `spec.channels` is 'first'.
 *
 * @param trainAvailable How many train images there are where not all batches were read; for the note on partial sets.
 * @throws As `mnistDataset`.
 */
export function cifar10Dataset(
  trainBatches: readonly NamedBytes[],
  testBatches: readonly NamedBytes[],
  spec: ImagesSpec,
  trainAvailable?: number,
): Dataset {
  const train = cifarPixels(trainBatches, spec.channels);
  const test = testBatches.length === 0 ? train : cifarPixels(testBatches, spec.channels);
  const order = spec.channels === 'first' ? 'channels-first' : 'channels-last';
  const shape: ExampleShape = { kind: 'image', height: CIFAR_SIDE, width: CIFAR_SIDE, channels: 3, order };
  const notes = sizeNotes(trainAvailable ?? train.count, testBatches.length === 0 ? null : test.count, CIFAR_FULL);
  return assemble('CIFAR-10', CIFAR_CLASSES, shape, train, test, spec, notes);
}

/**
 * MNIST from the public mirror's sprite, its first 55,000 images as train and last 10,000 as test. Another order than the files'.
 *
 * @param pixels [65000, 784], one byte a pixel.
 * @param labels [65000, 10], one-hot bytes.
 * @param file Where the labels came from, for messages.
 */
export function mnistFromSprite(pixels: Uint8Array, labels: Uint8Array, spec: ImagesSpec, file = 'mnist_labels_uint8'): Dataset {
  const total = SPRITE_SIZE.train + SPRITE_SIZE.test;
  if (pixels.length !== total * MNIST_INPUTS) {
    throw badFile('mnist_images.png', '', `holds ${pixels.length} pixels; ${formatCount(total)} images of 784 were expected.`);
  }
  if (labels.length !== total * 10)
    throw badFile(file, '', `has ${labels.length} bytes; ${total * 10} (${formatCount(total)} one-hot labels) were expected.`);
  const classes = oneHotClasses(labels, file);
  const split = (from: number, count: number): Pixels => ({
    count,
    inputs: MNIST_INPUTS,
    label: (index) => classes[from + index],
    copy: (index, values, into) => copyPixels(pixels, (from + index) * MNIST_INPUTS, values, into),
  });
  const shape: ExampleShape = { kind: 'image', height: MNIST_SIDE, width: MNIST_SIDE, channels: 1, order: 'channels-last' };
  const notes = ['From the public mirror: 65,000 images in another order than the MNIST files.'];
  const name = 'MNIST (mirror), 55,000 + 10,000';
  return assemble(name, DIGITS, shape, split(0, SPRITE_SIZE.train), split(SPRITE_SIZE.train, SPRITE_SIZE.test), spec, notes);
}

function idxPixels(imagesFile: NamedBytes, labelsFile: NamedBytes): Pixels {
  const { count, height, width, pixels } = readIdxImages(imagesFile);
  if (height !== MNIST_SIDE || width !== MNIST_SIDE) {
    throw badFile(imagesFile.name, 'byte 8', `images of ${height} x ${width} pixels; MNIST has 28 x 28.`);
  }
  const labels = readIdxLabels(labelsFile, DIGITS.length);
  if (labels.length !== count) {
    throw badFile(
      labelsFile.name,
      'byte 4',
      `${labels.length} labels for the ${count} images of ${imagesFile.name}: the counts must agree. Are these two of one set?`,
    );
  }
  return {
    count,
    inputs: MNIST_INPUTS,
    label: (index) => labels[index],
    copy: (index, values, into) => copyPixels(pixels, index * MNIST_INPUTS, values, into),
  };
}

function cifarPixels(batches: readonly NamedBytes[], channels: 'last' | 'first'): Pixels {
  const counts = batches.map(checkCifarBatch);
  const records: { bytes: Uint8Array; at: number }[] = batches.flatMap(({ bytes }, b) =>
    Array.from({ length: counts[b] }, (_, record) => ({ bytes, at: record * CIFAR_RECORD_BYTES })),
  );
  const copy = channels === 'first' ? copyPixels : copyPlanesAsPixels;
  return {
    count: records.length,
    inputs: CIFAR_RECORD_BYTES - 1,
    label: (index) => records[index].bytes[records[index].at],
    copy: (index, values, into) => copy(records[index].bytes, records[index].at + 1, values, into),
  };
}

function copyPixels(pixels: Uint8Array, from: number, values: Float32Array, into: Float32Array): void {
  for (let p = 0; p < into.length; p++) into[p] = values[pixels[from + p]];
}

function copyPlanesAsPixels(pixels: Uint8Array, from: number, values: Float32Array, into: Float32Array): void {
  const plane = into.length / 3;
  for (let p = 0; p < plane; p++) {
    for (let channel = 0; channel < 3; channel++) into[3 * p + channel] = values[pixels[from + channel * plane + p]];
  }
}

function oneHotClasses(labels: Uint8Array, file: string): Uint8Array {
  const classes = new Uint8Array(labels.length / 10);
  for (let row = 0; row < classes.length; row++) {
    let sum = 0;
    for (let c = 0; c < 10; c++) {
      const value = labels[10 * row + c];
      sum += value;
      if (value === 1) classes[row] = c;
    }
    if (sum !== 1)
      throw badFile(file, `byte ${10 * row} (label ${row + 1})`, 'is not one-hot: exactly one of the ten bytes must be 1, the others 0.');
  }
  return classes;
}

function assemble(
  name: string,
  classNames: readonly string[],
  shape: ExampleShape,
  train: Pixels,
  test: Pixels,
  spec: ImagesSpec,
  notes: readonly string[],
): Dataset {
  return {
    name,
    inputs: train.inputs,
    classes: classNames.length,
    classNames,
    shape,
    scaling: scalingOf(spec.scaling),
    train: convert(train, spec.trainSize, spec.scaling, 'trainSize', name, classNames.length),
    test: convert(test, spec.testSize, spec.scaling, 'testSize', name, classNames.length),
    notes,
  };
}

function convert(source: Pixels, count: number, scaling: PixelScaling, key: 'trainSize' | 'testSize', name: string, classes: number): Examples {
  if (count > source.count) {
    const split = key === 'trainSize' ? 'train' : 'test';
    throw new RidgelineError(
      'invalid-argument',
      `${name} has ${formatCount(source.count)} ${split} images here; ${formatCount(count)} were asked for. Choose ${key} of ${formatCount(source.count)} or less.`,
      {
        argument: `dataset.${key}`,
        received: count,
      },
    );
  }
  const { mean, deviation } = scalingOf(scaling);
  const values = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / deviation);
  const { inputs } = source;
  const x = new Float32Array(count * inputs);
  const y = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    y[i] = source.label(i);
    source.copy(i, values, x.subarray(i * inputs, (i + 1) * inputs));
  }
  return { x, y, count, inputs, classes };
}

function scalingOf(scaling: PixelScaling): { mean: number; deviation: number } {
  return scaling === 'unit' ? { mean: 0, deviation: 1 } : { mean: scaling.mean, deviation: scaling.deviation };
}

function sizeNotes(train: number, test: number | null, full: { train: number; test: number }): string[] {
  if (test === null) return [oneSplitNote(train, 'images')];
  if (train === full.train && test === full.test) return [];
  return [`A partial set: ${formatCount(train)} + ${formatCount(test)} images.`];
}
