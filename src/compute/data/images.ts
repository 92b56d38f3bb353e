/** MNIST and CIFAR-10 from this site's data/ folder, and MNIST from the public mirror. */
import { badFile } from '../../base/bad-file.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { cifar10Dataset, mnistDataset, mnistFromSprite } from '../../datasets/images.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import type { ImagesSpec } from '../../datasets/spec.ts';
import { Keeper, readIndex, type ImageSource } from './keeper.ts';
import { MNIST_MIRROR } from './mnist-mirror.ts';
import type { IndexedFile, MnistRole } from './site-index.ts';

/**
 * The dataset from data/, asking only for what its index lists and only for the batches that are needed.
 *
 * @throws RidgelineError 'not-found' where the site does not have it, 'fetch-failed', 'bad-file'; the signal's reason.
 */
export async function loadFromOrigin(source: ImageSource, spec: ImagesSpec, options: JobOptions): Promise<Dataset> {
  const index = await readIndex(source, options);
  const kept = new Keeper(source, options);
  if (spec.id === 'mnist') {
    if (index.mnist === null) throw notHere('MNIST', 'mnist');
    const files = index.mnist;
    const read = (role: MnistRole): Promise<NamedBytes> => kept.read(findRole(files, role), role.replace('-', ' '));
    const trainImages = await read('train-images');
    const trainLabels = await read('train-labels');
    const test = { images: await read('test-images'), labels: await read('test-labels') };
    return kept.noted(mnistDataset({ trainImages, trainLabels, test }, spec));
  }
  if (index.cifar10 === null) throw notHere('CIFAR-10', 'cifar10');
  const train = index.cifar10.filter((file) => file.role === 'train');
  const test = index.cifar10.filter((file) => file.role === 'test');
  const trainBatches = await kept.readFirst(train, spec.trainSize, 'train images');
  const testBatches = await kept.readFirst(test, Infinity, 'test images');
  const available = train.reduce((sum, file) => sum + file.count, 0);
  return kept.noted(cifar10Dataset(trainBatches, testBatches, spec, available));
}

/**
 * MNIST from the TensorFlow.js sprite: 65,000 images in an order of its own. The only request to another origin, made only for
 * source 'mirror'.
 *
 * @throws As `loadFromOrigin`.
 */
export async function loadFromMirror(source: ImageSource, spec: ImagesSpec, options: JobOptions): Promise<Dataset> {
  const kept = new Keeper(source, options);
  const labels = await kept.fetch(
    MNIST_MIRROR.labels.url,
    MNIST_MIRROR.version,
    'labels from the mirror',
    MNIST_MIRROR.labels.bytes,
    MNIST_MIRROR.labels.limit,
  );
  const png = await kept.fetch(
    MNIST_MIRROR.images.url,
    MNIST_MIRROR.version,
    'images from the mirror',
    MNIST_MIRROR.images.bytes,
    MNIST_MIRROR.images.limit,
  );
  const pixels = await source.decodeSprite(png.bytes, MNIST_MIRROR.images.file, options);
  const dataset = mnistFromSprite(pixels, labels.bytes, spec, MNIST_MIRROR.labels.file);
  await labels.keep();
  await png.keep();
  return kept.noted(dataset);
}

function findRole(files: readonly IndexedFile<MnistRole>[], role: MnistRole): IndexedFile<MnistRole> {
  const found = files.find((file) => file.role === role);
  if (found === undefined) throw badFile('data/index.json', 'mnist', `must list one file of role "${role}".`);
  return found;
}

function notHere(name: string, id: 'mnist' | 'cifar10'): RidgelineError {
  const mirror = id === 'mnist' ? ', use the public mirror,' : '';
  return new RidgelineError('not-found', `${name} is not on this site: run "npm run data"${mirror} or drop its files on the page.`, {
    argument: 'dataset.source',
    received: 'origin',
  });
}
