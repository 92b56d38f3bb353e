/** A dropped file's bytes, their name and, where it is a network, that network. Runs in the worker: hashing and reading stall a page. */
import { badFile } from '../../base/bad-file.ts';
import { sha256InTurns } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import { looksLikeSafetensors, readSafetensors } from '../../io/safetensors.ts';
import { readStateDict, type StateDictChoice, type StateDictReading } from '../../io/state-dict.ts';

export interface ReadFileRequest {
  readonly file: Blob;
  readonly name: string;
  /** 'either': a safetensors file that does not hold data (x and y) is a network. */
  readonly as: 'network' | 'data' | 'either';
  /** How a network is to be read, */
  readonly choice: StateDictChoice;
  /** and how those of these SHA-256 are. */
  readonly named: readonly { readonly sha256: string; readonly choice: StateDictChoice }[];
}

export interface ReadFileResult {
  readonly sha256: string;
  /** Empty for a network, which holds all that is needed of them. */
  readonly bytes: Uint8Array;
  readonly network: StateDictReading | null;
}

/** @throws RidgelineError 'bad-file', 'too-large' or 'unsupported' naming the file and the rule; the signal's reason. */
export async function readFile({ file, name, as, choice, named }: ReadFileRequest, { signal }: JobOptions): Promise<ReadFileResult> {
  const bytes = await bytesOf(file, name);
  const sha256 = await sha256InTurns(bytes, signal);
  if (as === 'data' || (as === 'either' && !looksLikeSafetensors(bytes) && !name.toLowerCase().endsWith('.safetensors')))
    return { sha256, bytes, network: null };
  const read = readSafetensors(bytes, name);
  if (as === 'either' && read.tensors.has('x') && read.tensors.has('y')) return { sha256, bytes, network: null };
  const reading = named.find((one) => one.sha256 === sha256)?.choice ?? choice;
  return { sha256, bytes: new Uint8Array(0), network: readStateDict(read, name, reading) };
}

/** The whole file; a file that is gone or does not fit is refused by name. */
export async function bytesOf(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badFile(name, '', `could not be read (${why}). Is it still where it was, and is there memory for it?`);
  }
}
