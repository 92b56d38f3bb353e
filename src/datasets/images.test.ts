import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close.ts';
import { describeWithShared, readShared } from '../testing/shared.ts';
import { CIFAR_RECORD_BYTES, looksLikeCifarBatch } from './cifar-batch.ts';
import { defaultDatasetSpec } from './dataset-defaults.ts';
import { readIdxImages, readIdxLabels, sniffIdx } from './idx.ts';
import { cifar10Dataset, mnistDataset, mnistFromSprite } from './images.ts';
import type { NamedBytes } from './named-bytes.ts';
import type { ImagesSpec } from './spec.ts';

const named = (name: string, bytes: Uint8Array): NamedBytes => ({ name, bytes });
const spec = (patch: Partial<ImagesSpec> = {}): ImagesSpec => ({ ...defaultDatasetSpec('mnist'), trainSize: 2, testSize: 2, ...patch });

function idx(magic: number, dimensions: number[], data: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(4 + 4 * dimensions.length + data.length);
  const view = new DataView(out.buffer);
  [magic, ...dimensions].forEach((value, i) => view.setUint32(4 * i, value));
  out.set(data, 4 + 4 * dimensions.length);
  return out;
}

/** Image i's pixel p is (i + p) % 256. */
const images = (count: number, name = 'train-images') =>
  named(
    name,
    idx(
      2051,
      [count, 28, 28],
      Array.from({ length: count * 784 }, (_, i) => (Math.floor(i / 784) + (i % 784)) % 256),
    ),
  );
const labels = (values: number[], name = 'train-labels') => named(name, idx(2049, [values.length], values));

describe('mnistDataset', () => {
  const files = {
    trainImages: images(3),
    trainLabels: labels([4, 5, 6]),
    test: { images: images(2, 't10k-images'), labels: labels([7, 8], 't10k-labels') },
  };

  it('converts the first n in the order of the files', () => {
    const dataset = mnistDataset(files, spec());
    expect(dataset.train.y).toEqual(Int32Array.of(4, 5));
    expect(dataset.test.y).toEqual(Int32Array.of(7, 8));
    expectClose(dataset.train.x.subarray(784, 787), [1 / 255, 2 / 255, 3 / 255], 1e-6, 0);
    expect(dataset.train.x).toHaveLength(2 * 784);
    expect(dataset).toMatchObject({ name: 'MNIST', classes: 10, scaling: { mean: 0, deviation: 1 }, notes: ['A partial set: 3 + 2 images.'] });
  });

  it('standardises where asked', () => {
    const dataset = mnistDataset(files, spec({ scaling: { mean: 0.1307, deviation: 0.3081 } }));
    expectClose(dataset.train.x.subarray(0, 2), [-0.1307 / 0.3081, (1 / 255 - 0.1307) / 0.3081], 1e-6, 0);
    expect(dataset.scaling).toEqual({ mean: 0.1307, deviation: 0.3081 });
  });

  it('lets one pair of files serve as both splits, and says so', () => {
    const dataset = mnistDataset({ ...files, test: null }, spec());
    expect(dataset.test.y).toEqual(dataset.train.y);
    expect(dataset.notes[0]).toMatch(/^No test images/);
  });

  it('says how many there are when more are asked for', () => {
    expect(() => mnistDataset(files, spec({ trainSize: 4 }))).toThrow(/MNIST has 3 train images here; 4 were asked for/);
    expect(() => mnistDataset(files, spec({ testSize: 9 }))).toThrow(/has 2 test images/);
  });

  it('names files whose counts differ', () => {
    expect(() => mnistDataset({ ...files, trainLabels: labels([1, 2]) }, spec())).toThrow(
      /train-labels, byte 4: 2 labels for the 3 images of train-images/,
    );
    const small = named('small', idx(2051, [1, 2, 2], [0, 0, 0, 0]));
    expect(() => mnistDataset({ ...files, trainImages: small }, spec())).toThrow(/images of 2 x 2 pixels; MNIST has 28 x 28/);
  });
});

describe('IDX', () => {
  const broken: [string, Uint8Array, RegExp][] = [
    ['an empty file', new Uint8Array(0), /has 0 bytes/],
    ['a wrong magic number', idx(2052, [1], [0]), /byte 0: the magic number is 2052, but a file of images has 2051/],
    ['labels in place of images', labels([1, 2]).bytes, /this is a file of labels \(magic number 2049\)/],
    ['a cut header', idx(2051, [1], []), /byte 8: ends within its header of 16 bytes/],
    ['truncated images', images(2).bytes.subarray(0, 1000), /byte 1000: the file is truncated: .* 2 images of 28 x 28, 1584 bytes, but it has 1000/],
    ['bytes that follow', idx(2051, [1, 1, 1], [0, 0]), /byte 17: 1 bytes follow/],
    ['no image', idx(2051, [0, 28, 28], []), /holds no image/],
    ['giant sides', idx(2051, [1, 60000, 60000], []), /60000 x 60000 pixels/],
  ];
  it.each(broken)('%s', (_what, bytes, message) => {
    expect(() => readIdxImages(named('images.idx', bytes))).toThrow(message);
    expect(() => readIdxImages(named('images.idx', bytes))).toThrow(/^images\.idx/);
  });

  it('names the label that is out of range', () => {
    expect(() => readIdxLabels(labels([1, 9, 10]), 10)).toThrow(/train-labels, byte 10 \(label 3\): label 10 is not one of 0 to 9/);
  });

  it('reads back any images that were written, and never accepts a cut', () => {
    const some = fc.record({ count: fc.integer({ min: 1, max: 4 }), height: fc.integer({ min: 1, max: 5 }), width: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(some, fc.nat(), ({ count, height, width }, cut) => {
        const data = Uint8Array.from({ length: count * height * width }, (_, i) => (i * 37) % 256);
        const bytes = idx(2051, [count, height, width], data);
        expect(readIdxImages(named('x', bytes))).toEqual({ count, height, width, pixels: data });
        expect(sniffIdx(bytes)).toBe('images');
        expect(() => readIdxImages(named('x', bytes.subarray(0, cut % bytes.length)))).toThrow(/^x/);
      }),
    );
  });
});

describe('cifar10Dataset', () => {
  /** Records whose red, green and blue planes are 10·(i+1), 20·(i+1), 30·(i+1), but for the second pixel, one more. */
  const batch = (classes: number[]) => {
    const out = new Uint8Array(classes.length * CIFAR_RECORD_BYTES);
    classes.forEach((label, i) => {
      const at = i * CIFAR_RECORD_BYTES;
      out[at] = label;
      for (let channel = 0; channel < 3; channel++) {
        const value = 10 * (channel + 1) * (i + 1);
        out.fill(value, at + 1 + channel * 1024, at + 1 + (channel + 1) * 1024);
        out[at + 1 + channel * 1024 + 1] = value + 1;
      }
    });
    return out;
  };
  const cifar = (patch: Partial<ImagesSpec> = {}): ImagesSpec => ({ ...defaultDatasetSpec('cifar10'), trainSize: 3, testSize: 2, ...patch });
  const train = [named('data_batch_1.bin', batch([3, 4])), named('data_batch_2.bin', batch([5]))];
  const test = [named('test_batch.bin', batch([6, 7]))];

  it('puts the channels last, batches in order', () => {
    const dataset = cifar10Dataset(train, test, cifar());
    expect(dataset.train.y).toEqual(Int32Array.of(3, 4, 5));
    expectClose(dataset.train.x.subarray(3072, 3078), [20, 40, 60, 21, 41, 61].map((value) => value / 255), 1e-6, 0); // prettier-ignore
    expect(dataset.shape).toMatchObject({ channels: 3, order: 'channels-last' });
    expect(dataset.notes).toEqual(['A partial set: 3 + 2 images.']);
  });

  it('keeps planes for channels first', () => {
    const dataset = cifar10Dataset(train, test, cifar({ channels: 'first' }));
    expectClose([dataset.train.x[0], dataset.train.x[1], dataset.train.x[1024], dataset.train.x[2048]], [10, 11, 20, 30].map((v) => v / 255), 1e-6, 0); // prettier-ignore
    expect(dataset.shape).toMatchObject({ order: 'channels-first' });
  });

  it('names a cut batch and a bad label', () => {
    const cut = named('test_batch.bin', batch([1, 2]).subarray(0, 5000));
    expect(() => cifar10Dataset(train, [cut], cifar())).toThrow(/test_batch\.bin, byte 3073: has 5000 bytes.*\(1 and 1927 bytes over\): truncated/);
    expect(() => cifar10Dataset([named('b', batch([1, 10]))], test, cifar())).toThrow(/b, byte 3073 \(record 2\): label 10 is not one of 0 to 9/);
    expect(looksLikeCifarBatch(batch([1, 10]))).toBe(false);
    expect(looksLikeCifarBatch(batch([1, 9]))).toBe(true);
  });
});

describe('mnistFromSprite', () => {
  const pixels = new Uint8Array(65_000 * 784);
  const oneHot = new Uint8Array(650_000);
  for (let i = 0; i < 65_000; i++) {
    pixels[i * 784] = i % 251;
    oneHot[10 * i + (i % 10)] = 1;
  }

  it('is named as what it is, and splits 55,000 + 10,000', () => {
    const dataset = mnistFromSprite(pixels, oneHot, spec({ source: 'mirror', trainSize: 20, testSize: 10 }));
    expect(dataset.name).toBe('MNIST (mirror), 55,000 + 10,000');
    expect(dataset.test.y).toEqual(Int32Array.from({ length: 10 }, (_, i) => i));
    expectClose([dataset.train.x[784], dataset.test.x[0]], [1 / 255, (55_000 % 251) / 255], 1e-6, 0);
    expect(() => mnistFromSprite(pixels, oneHot, spec({ trainSize: 60_000 }))).toThrow(/has 55,000 train images/);
  });

  it('refuses wrong sizes and labels that are not one-hot', () => {
    expect(() => mnistFromSprite(pixels.subarray(1), oneHot, spec())).toThrow(/mnist_images\.png/);
    const two = oneHot.slice();
    two[20] = 1;
    expect(() => mnistFromSprite(pixels, two, spec())).toThrow(/byte 20 \(label 3\): is not one-hot/);
  });
});

describeWithShared('the real files', () => {
  const inflated = (folder: string, name: string) => named(name, gunzipSync(readShared('data', folder, name)));

  it('MNIST: 60,000 + 10,000, the known first labels and mean', () => {
    const dataset = mnistDataset(
      {
        trainImages: inflated('mnist', 'train-images-idx3-ubyte.gz'),
        trainLabels: inflated('mnist', 'train-labels-idx1-ubyte.gz'),
        test: { images: inflated('mnist', 't10k-images-idx3-ubyte.gz'), labels: inflated('mnist', 't10k-labels-idx1-ubyte.gz') },
      },
      spec({ trainSize: 60_000, testSize: 10_000 }),
    );
    expect([...dataset.train.y.subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3]);
    expect([...dataset.test.y.subarray(0, 8)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9]);
    expect(dataset.notes).toEqual([]);
    let sum = 0;
    for (const value of dataset.train.x) sum += value;
    // The mean that everybody standardises MNIST with.
    expectClose([sum / dataset.train.x.length], [0.1307], 0, 5e-5);
  });

  it('CIFAR-10: a partial set of 4,000 + 1,000, and its size is said', () => {
    const train = [inflated('cifar10', 'data_batch_1_first4000.bin.gz')];
    const test = [inflated('cifar10', 'test_batch_first1000.bin.gz')];
    const dataset = cifar10Dataset(train, test, { ...defaultDatasetSpec('cifar10') });
    expect([dataset.train.count, dataset.test.count]).toEqual([4000, 1000]);
    expect(dataset.notes).toEqual(['A partial set: 4,000 + 1,000 images.']);
    // The first test images are a cat, two ships and an airplane.
    expect([...dataset.test.y.subarray(0, 4)].map((label) => dataset.classNames[label])).toEqual(['cat', 'ship', 'ship', 'airplane']);
  });
});
