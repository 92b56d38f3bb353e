/** Zip archives in the worker: unpacking, check sums and packing stall a page. */
import type { JobOptions } from '../../base/job.ts';
import { readZip, writeZip, type ZipEntry, type ZipLimits } from '../../io/zip.ts';
import { bytesOf } from './read-file.ts';

export interface UnpackRequest {
  readonly file: Blob;
  readonly name: string;
  readonly limits: ZipLimits;
}

/** @throws RidgelineError 'bad-file', 'too-large' or 'unsupported' naming the file, the entry and the rule; the signal's reason. */
export async function unpackArchive({ file, name, limits }: UnpackRequest, { signal }: JobOptions): Promise<readonly ZipEntry[]> {
  const bytes = await bytesOf(file, name);
  signal?.throwIfAborted();
  return readZip(bytes, name, limits);
}

export function packArchive(entries: readonly ZipEntry[]): Promise<Uint8Array> {
  return Promise.resolve(writeZip(entries));
}
