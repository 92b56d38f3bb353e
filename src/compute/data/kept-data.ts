/** Data sets that a person has fetched beforehand, to work without network. */
import { RidgelineError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { loadFromMirror } from './images.ts';
import { addressOf, Keeper, readIndex, type ImageSource } from './keeper.ts';
import { MNIST_MIRROR } from './mnist-mirror.ts';
import type { DatasetIndex, IndexedFile } from './site-index.ts';

/** Of this site, and MNIST of the public mirror. */
export type KeptId = 'mnist' | 'cifar10' | 'mirror';

export interface KeptData {
  readonly id: KeptId;
  /** To be fetched. */
  readonly bytes: number;
  /** All of its files lie in this browser. */
  readonly kept: boolean;
  /** Where it is fetched from; null: this site. */
  readonly host: string | null;
}

type SiteId = Exclude<KeptId, 'mirror'>;

function filesOf(index: DatasetIndex, id: SiteId): readonly IndexedFile<string>[] {
  return index[id] ?? [];
}

function bytesOf(files: readonly IndexedFile<string>[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * What there is to keep: what this site's list names, and the mirror; and what of it lies in the browser now.
 *
 * @throws As `readIndex`.
 */
export async function keptData(source: ImageSource, options: JobOptions): Promise<KeptData[]> {
  const index = await readIndex(source, options);
  const here: KeptData[] = [];
  for (const id of ['mnist', 'cifar10'] as const) {
    const files = filesOf(index, id);
    if (files.length === 0) continue;
    const found = await Promise.all(files.map((file) => source.cache.has(addressOf(source, file), file.md5)));
    here.push({ id, bytes: bytesOf(files), kept: found.every(Boolean), host: null });
  }
  const { images, labels, version } = MNIST_MIRROR;
  const found = await Promise.all([images, labels].map(({ url }) => source.cache.has(url, version)));
  return [...here, { id: 'mirror', bytes: images.bytes + labels.bytes, kept: found.every(Boolean), host: new URL(images.url).host }];
}

/**
 * Fetches all files of a data set, checks them and keeps them; those that are kept already are not fetched.
 *
 * @throws RidgelineError 'not-found' where the site has no such data, 'fetch-failed', 'bad-file', 'unsupported' where the browser does not
 * keep it; the signal's reason.
 */
export async function keepData(source: ImageSource, id: KeptId, options: JobOptions): Promise<void> {
  if (id === 'mirror') await loadFromMirror(source, { ...defaultDatasetSpec('mnist'), source: 'mirror', scaling: 'unit' }, options);
  else await keepFromSite(source, id, options);
  const kept = (await keptData(source, options)).find((data) => data.id === id)?.kept ?? false;
  if (!kept)
    throw new RidgelineError(
      'unsupported',
      'This browser did not keep the data: its storage is full or not to be had here. Free some space and try again.',
      {
        argument: 'data',
        received: id,
      },
    );
}

async function keepFromSite(source: ImageSource, id: SiteId, options: JobOptions): Promise<void> {
  const files = filesOf(await readIndex(source, options), id);
  if (files.length === 0) throw new RidgelineError('not-found', `This site does not hold the data set "${id}".`, { argument: 'data', received: id });
  const total = bytesOf(files);
  let before = 0;
  for (const file of files) {
    const what = file.role.replace('-', ' ');
    options.onProgress?.({ phase: `reading ${what}`, done: before, total });
    const keeper = new Keeper(source, {
      ...options,
      onProgress: ({ phase, done }) => options.onProgress?.({ phase, done: before + Math.min(done, file.bytes), total }),
    });
    if (!(await source.cache.has(addressOf(source, file), file.md5))) await keeper.read(file, what);
    before += file.bytes;
  }
}
