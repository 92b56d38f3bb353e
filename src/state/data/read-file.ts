/** Files as a person gives them, read in the worker. */
import type { ReadFileRequest, ReadFileResult } from '../../compute/protocol.ts';
import { RidgelineError } from '../../base/errors.ts';
import { formatCount } from '../../base/format.ts';
import { escaped, shownName } from '../../base/bad-file.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Session } from '../session.ts';

/** Bytes of all files of one drop. */
export const LARGEST_DROP = 1_000_000_000;

export type NamedBlob = Blob & { readonly name: string };

/** A file's name as it is kept and shown. Storage and links refuse control characters. */
export function storedName(name: string): string {
  return escaped(name).slice(0, 255);
}

/** @param left bytes that the files of this drop may still have */
export function readFile(
  { client }: Session,
  file: NamedBlob,
  request: Omit<ReadFileRequest, 'file' | 'name'>,
  options: JobOptions = {},
  left = LARGEST_DROP,
): Promise<ReadFileResult> {
  if (file.size > left) {
    const most = `files up to ${formatCount(LARGEST_DROP)} bytes, all together, are read`;
    throw new RidgelineError('too-large', `${shownName(file.name)} has ${formatCount(file.size)} bytes; ${most}.`, {
      argument: 'files',
      received: file.size,
    });
  }
  return client.run('readFile', { ...request, file, name: storedName(file.name) }, options);
}
