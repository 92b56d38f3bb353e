/** MNIST and CIFAR-10 from this site's data/ folder, and MNIST from the public mirror. */
import { badFile } from '../../base/bad-file.ts';
import { RidgelineError } from '../../base/errors.ts';
import { md5Hex } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { cifar10Dataset, mnistDataset, mnistFromSprite } from '../../datasets/images.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import type { ImagesSpec } from '../../datasets/spec.ts';
import { ByteBudget } from '../../io/byte-budget.ts';
import { inflateGzip, isGzip } from '../../io/gzip.ts';
import type { ByteCache } from './cache.ts';
import { MNIST_MIRROR } from './mnist-mirror.ts';
import { parseDatasetIndex } from './site-index.ts';
import type { IndexedFile, MnistRole } from './site-index.ts';
import { fetchBytes } from './fetch.ts';
import type { Fetch } from './fetch.ts';
import type { SpriteDecoder } from './sprite.ts';

const INDEX_LIMIT = 100_000;

export interface ImageSource {
  readonly fetch: Fetch;
  /** Absolute URL of the folder that holds data/, with its closing slash. */
  readonly baseUrl: string;
  readonly cache: ByteCache;
  readonly decodeSprite: SpriteDecoder;
}

/**
 * The dataset from data/, asking only for what its index lists and only for the batches that are needed.
 *
 * @throws RidgelineError 'not-found' where the site does not have it, 'fetch-failed', 'bad-file'; the signal's reason.
 */
export async function loadFromOrigin(source: ImageSource, spec: ImagesSpec, options: JobOptions): Promise<Dataset> {
  const url = new URL('data/index.json', source.baseUrl).href;
  const indexBytes = await fetchBytes(
    source.fetch,
    { url, phase: 'reading the list of data', maxBytes: INDEX_LIMIT, expectedBytes: 1000, revalidate: true },
    options,
  );
  const index = parseDatasetIndex(new TextDecoder().decode(indexBytes));
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

/** Fetched bytes and how to keep them, once their content has proved right. */
interface Fetched {
  readonly bytes: Uint8Array;
  /** Not from the browser's cache. */
  readonly isNew: boolean;
  readonly keep: () => Promise<void>;
}

/** Reads through the browser's cache and remembers whether keeping failed. */
class Keeper {
  private readonly source: ImageSource;
  private readonly options: JobOptions;
  private failed = false;

  constructor(source: ImageSource, options: JobOptions) {
    this.source = source;
    this.options = options;
  }

  async fetch(url: string, version: string, what: string, expectedBytes: number, maxBytes: number): Promise<Fetched> {
    const { cache } = this.source;
    const found = await cache.get(url, version);
    if (found !== null) return { bytes: found, isNew: false, keep: () => Promise.resolve() };
    const bytes = await fetchBytes(this.source.fetch, { url, phase: `reading ${what}`, maxBytes, expectedBytes }, this.options);
    return {
      bytes,
      isNew: true,
      keep: async () => {
        if (!(await cache.put(url, version, bytes))) this.failed = true;
      },
    };
  }

  /** One file of data/, unpacked (a host may have done so already) and of the size that the index gives. */
  async read(file: IndexedFile<string>, what: string): Promise<NamedBytes> {
    const name = `data/${file.path}`;
    const url = new URL(name, this.source.baseUrl).href;
    const fetched = await this.fetch(url, file.md5, what, file.bytes, Math.max(file.bytes, file.size));
    const bytes = isGzip(fetched.bytes) ? await inflateGzip(fetched.bytes, name, new ByteBudget(file.size), this.options) : fetched.bytes;
    if (bytes.length !== file.size) {
      const page = bytes[0] === 0x3c ? 'the server sent a web page in place of the file' : `has ${bytes.length} bytes unpacked`;
      throw badFile(name, '', `${page}; data/index.json says ${file.size}. Run "npm run data" again, or reload the page.`);
    }
    // What lies in the browser's cache was checked when it was kept.
    if (fetched.isNew && md5Hex(bytes) !== file.md5)
      throw badFile(name, '', 'its bytes are not those that data/index.json names (another MD5). Run "npm run data" again, or reload the page.');
    await fetched.keep();
    return { name, bytes };
  }

  /** Files in order until they hold `count` examples. */
  async readFirst(files: readonly IndexedFile<string>[], count: number, what: string): Promise<NamedBytes[]> {
    const read: NamedBytes[] = [];
    let held = 0;
    for (const file of files) {
      if (held >= count) break;
      read.push(await this.read(file, what));
      held += file.count;
    }
    return read;
  }

  noted(dataset: Dataset): Dataset {
    if (!this.failed) return dataset;
    return {
      ...dataset,
      notes: [...dataset.notes, 'Not kept in this browser (its storage is unavailable or full): it will be fetched again next time.'],
    };
  }
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
