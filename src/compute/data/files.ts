/**
 * What dropped bytes are, told from the bytes themselves (a name only words a message or says which pair is the test set): IDX,
 * CIFAR-10 batches, both plain or gzip, the official CIFAR tar.gz, CSV, safetensors.
 */
import { badFile, shownName } from '../../base/bad-file.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import { checkCifarBatch, looksLikeCifarBatch } from '../../datasets/cifar-batch.ts';
import { readIdxImages, readIdxLabels, sniffIdx } from '../../datasets/idx.ts';
import type { MnistFiles } from '../../datasets/images.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import { looksLikeText } from '../../io/csv.ts';
import { ByteBudget } from '../../io/byte-budget.ts';
import { inflateGzip, isGzip } from '../../io/gzip.ts';
import { looksLikeSafetensors } from '../../io/safetensors.ts';
import { looksLikeTar, readTar } from '../../io/tar.ts';

/** All files of a drop after unpacking: the official CIFAR archive is 185 MB. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/** One or several dropped files, recognised and unpacked. */
export type DroppedData =
  | { readonly kind: 'mnist'; readonly files: MnistFiles; readonly trainCount: number; readonly testCount: number }
  | {
      readonly kind: 'cifar10';
      readonly train: readonly NamedBytes[];
      readonly test: readonly NamedBytes[];
      readonly trainCount: number;
      readonly testCount: number;
    }
  | { readonly kind: 'csv'; readonly file: NamedBytes }
  | { readonly kind: 'safetensors'; readonly file: NamedBytes };

type Content = { kind: 'images' | 'labels' | 'csv' | 'safetensors'; file: NamedBytes } | { kind: 'batches'; batches: NamedBytes[] };

/**
 * Recognises a drop as a whole: two or four IDX files, any number of CIFAR batches or the archive, one CSV or one safetensors.
 *
 * @param budget what all of them may unpack to
 * @throws RidgelineError 'bad-file' or 'unsupported' naming the file, what it seems to be and what is read.
 */
export async function recogniseFiles(
  files: readonly NamedBytes[],
  options: JobOptions,
  budget = new ByteBudget(MAX_UNPACKED_BYTES),
): Promise<DroppedData> {
  const contents: Content[] = [];
  for (const file of files) contents.push(await recogniseFile(file, budget, options));
  if (contents.length === 0) throw new RidgelineError('invalid-argument', 'No file was given; drop at least one.', { argument: 'files' });
  const idx = contents.flatMap((content) => (content.kind === 'images' || content.kind === 'labels' ? [content] : []));
  if (idx.length === contents.length) return pairIdxFiles(idx);
  const batches = contents.flatMap((content) => (content.kind === 'batches' ? content.batches : []));
  if (contents.every(({ kind }) => kind === 'batches')) return splitBatches(batches);
  const [first] = contents;
  if (contents.length === 1 && (first.kind === 'csv' || first.kind === 'safetensors')) return { kind: first.kind, file: first.file };
  const kinds = files.map((file, i) => `${shownName(file.name)} (${KIND_TEXT[contents[i].kind]})`).join(', ');
  throw new RidgelineError(
    'invalid-argument',
    `These files do not make one dataset: ${kinds}. Drop the files of one dataset together; a CSV or safetensors file alone.`,
    {
      argument: 'files',
    },
  );
}

const KIND_TEXT: Readonly<Record<Content['kind'], string>> = {
  images: 'IDX images',
  labels: 'IDX labels',
  batches: 'CIFAR-10 batches',
  csv: 'CSV',
  safetensors: 'safetensors',
};

async function recogniseFile(given: NamedBytes, budget: ByteBudget, options: JobOptions): Promise<Content> {
  const packed = isGzip(given.bytes);
  if (!packed) budget.take(given.bytes.length, given.name);
  const file = packed ? { name: given.name, bytes: await inflateGzip(given.bytes, given.name, budget, options) } : given;
  const { name, bytes } = file;
  if (bytes.length === 0) throw badFile(name, '', 'is empty.');
  const idx = sniffIdx(bytes);
  if (idx !== null) return { kind: idx, file };
  if (looksLikeTar(bytes)) return { kind: 'batches', batches: archiveBatches(file) };
  if (looksLikeSafetensors(bytes)) return { kind: 'safetensors', file };
  if (looksLikeCifarBatch(bytes)) return { kind: 'batches', batches: [file] };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] < 9) {
    throw new RidgelineError('unsupported', `${shownName(name)}: is a zip archive, which is not read. Unpack it and drop the files inside.`, {
      argument: 'files',
    });
  }
  if (looksLikeText(bytes)) return { kind: 'csv', file };
  throw unrecognised(file);
}

/** Where the name says what the file should be, that format's own rule is named. */
function unrecognised(file: NamedBytes): Error {
  const { name, bytes } = file;
  const attempts: [RegExp, () => unknown][] = [
    [/label.*(idx|ubyte)|idx1/i, () => readIdxLabels(file, 10)],
    [/idx|ubyte/i, () => readIdxImages(file)],
    [/batch|\.bin(\.gz)?$/i, () => checkCifarBatch(file)],
  ];
  const attempt = attempts.find(([pattern]) => pattern.test(name));
  try {
    attempt?.[1]();
  } catch (error) {
    if (error instanceof RidgelineError) return error;
  }
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return badFile(
    name,
    'byte 0',
    `is no format that is read here (it starts with ${start}): IDX, CIFAR-10 binary batches, their .gz, the CIFAR-10 tar.gz, CSV or safetensors.`,
  );
}

function archiveBatches(file: NamedBytes): NamedBytes[] {
  const entries = readTar(file.bytes, file.name, (name) => /(^|\/)(data_batch_\d|test_batch)\.bin$/.test(name));
  if (entries.length > 0) return entries.map(({ name, bytes }) => ({ name: `${file.name}: ${name}`, bytes }));
  throw badFile(
    file.name,
    '',
    'holds no data_batch_*.bin or test_batch.bin. Of CIFAR-10, the archive of the binary version is read (cifar-10-binary.tar.gz).',
  );
}

function splitBatches(batches: readonly NamedBytes[]): DroppedData {
  const inOrder = [...batches].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const isTest = (file: NamedBytes): boolean => /test_batch/i.test(file.name);
  const named = { train: inOrder.filter((file) => !isTest(file)), test: inOrder.filter(isTest) };
  const { train, test } = named.train.length > 0 ? named : { train: named.test, test: [] };
  const count = (files: readonly NamedBytes[]): number => files.reduce((sum, file) => sum + checkCifarBatch(file), 0);
  const trainCount = count(train);
  return { kind: 'cifar10', train, test, trainCount, testCount: test.length > 0 ? count(test) : trainCount };
}

/** Two files serve as both splits; of four, the test pair is named so (t10k, test) or else the smaller. */
function pairIdxFiles(contents: readonly { kind: 'images' | 'labels' | 'csv' | 'safetensors'; file: NamedBytes }[]): DroppedData {
  const images = contents.filter(({ kind }) => kind === 'images').map(({ file }) => ({ file, count: readIdxImages(file).count }));
  const labels = contents.filter(({ kind }) => kind === 'labels').map(({ file }) => ({ file, count: readIdxLabels(file, 10).length }));
  if (images.length !== labels.length || images.length > 2) {
    throw new RidgelineError(
      'invalid-argument',
      `MNIST needs one file of images and one of labels, or two of each (train and test); received ${images.length} of images and ${labels.length} of labels (${contents.map(({ file }) => shownName(file.name)).join(', ')}).`,
      { argument: 'files' },
    );
  }
  const isTest = ({ file }: { file: NamedBytes }): boolean => /t10k|test/i.test(file.name);
  const ordered = <T extends { file: NamedBytes; count: number }>(pair: T[]): T[] =>
    pair.sort((a, b) => Number(isTest(a)) - Number(isTest(b)) || b.count - a.count || a.file.name.localeCompare(b.file.name, 'en'));
  const [trainImages, testImages] = ordered(images);
  const [trainLabels, testLabels] = ordered(labels);
  const test = images.length === 2 ? { images: testImages.file, labels: testLabels.file } : null;
  const files = { trainImages: trainImages.file, trainLabels: trainLabels.file, test };
  return { kind: 'mnist', files, trainCount: trainImages.count, testCount: test === null ? trainImages.count : testImages.count };
}
