/** Files of data sets through the browser's cache: from there where they are kept, else fetched, checked and kept. */
import { badFile } from '../../base/bad-file.ts';
import { md5Hex } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import { ByteBudget } from '../../io/byte-budget.ts';
import { inflateGzip, isGzip } from '../../io/gzip.ts';
import type { ByteCache } from './cache.ts';
import { fetchBytes, type Fetch } from './fetch.ts';
import { parseDatasetIndex, type DatasetIndex, type IndexedFile } from './site-index.ts';
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
 * What lies at this site, as its list says now.
 *
 * @throws RidgelineError 'fetch-failed', 'bad-file'; the signal's reason.
 */
export async function readIndex(source: ImageSource, options: JobOptions): Promise<DatasetIndex> {
  const url = new URL('data/index.json', source.baseUrl).href;
  const bytes = await fetchBytes(
    source.fetch,
    { url, phase: 'reading the list of data', maxBytes: INDEX_LIMIT, expectedBytes: 1000, revalidate: true },
    options,
  );
  return parseDatasetIndex(new TextDecoder().decode(bytes));
}

/** Absolute address of a file of data/. */
export function addressOf(source: ImageSource, file: IndexedFile<string>): string {
  return new URL(`data/${file.path}`, source.baseUrl).href;
}

/** Fetched bytes and how to keep them, once their content has proved right. */
interface Fetched {
  readonly bytes: Uint8Array;
  /** Not from the browser's cache. */
  readonly isNew: boolean;
  readonly keep: () => Promise<void>;
}

/** Reads through the browser's cache and remembers whether keeping failed. */
export class Keeper {
  private readonly source: ImageSource;
  private readonly options: JobOptions;
  /** Something could not be kept. */
  failed = false;

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
    const fetched = await this.fetch(addressOf(this.source, file), file.md5, what, file.bytes, Math.max(file.bytes, file.size));
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
