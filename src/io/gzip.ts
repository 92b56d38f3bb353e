/** Gzip in, bytes out, within a budget, so that a small hostile file cannot fill the memory. */
import { badFile } from '../base/bad-file.ts';
import type { JobOptions } from '../base/job.ts';
import { throwIfAborted } from '../base/job.ts';
import { RidgelineError } from '../base/errors.ts';
import type { ByteBudget } from './byte-budget.ts';

/** Deflate expands by at most this factor (zlib's technical notes). */
const MAX_EXPANSION = 1032;
const INPUT_SLICE = 256 * 1024;
/** Header and trailer around an empty block. */
const SHORTEST = 18;
const MOST_READINGS = 4;

/** True where the bytes start as gzip does, 1f 8b. Hosts differ in whether a fetched `.gz` arrives already inflated. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates a gzip file of one or several members, one after another as RFC 1952 (2.2) allows (checksums verified by the platform's
 * DecompressionStream).
 *
 * @param budget What may still be unpacked, of this file and others; what this one takes is counted while it is unpacked.
 * @param options Progress counts compressed bytes.
 * @throws RidgelineError 'bad-file' where it is truncated or damaged, 'too-large' beyond the budget; the signal's reason.
 */
export async function inflateGzip(bytes: Uint8Array, file: string, budget: ByteBudget, options: JobOptions = {}): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw badFile(file, 'byte 0', 'is not gzip, which starts with 1f 8b.');
  if (bytes.length < SHORTEST) throw badFile(file, `byte ${bytes.length}`, 'the gzip data are truncated: a complete file has at least 18 bytes.');
  const output = new Output(bytes, budget, file);
  let fed = 0;
  for (let start = 0; start < bytes.length;) {
    const mark = output.length;
    for (const end of memberEnds(bytes, start)) {
      // A file made of things that look like members may not cost more than a few readings of it.
      if (end < bytes.length && fed > MOST_READINGS * bytes.length) continue;
      fed += end - start;
      try {
        await inflateMember(bytes, start, end, output, options);
        start = end;
        break;
      } catch (error) {
        if (end === bytes.length || options.signal?.aborted === true || (error instanceof RidgelineError && error.code === 'too-large')) throw error;
        output.rewind(mark);
      }
    }
  }
  return output.bytes();
}

/** Where the member that begins at `start` may end: before each thing that looks like another's header, and at the file's end. */
function* memberEnds(bytes: Uint8Array, start: number): Generator<number> {
  for (let at = bytes.indexOf(0x1f, start + SHORTEST); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    // Magic, method deflate, no reserved flag.
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && bytes[at + 3] < 0x20) yield at;
  }
  yield bytes.length;
}

async function inflateMember(bytes: Uint8Array, start: number, end: number, output: Output, options: JobOptions): Promise<void> {
  const stream = new DecompressionStream('gzip');
  const feed = feedInput(stream.writable.getWriter(), bytes, start, end, output.file, options);
  // The reader below throws the same failure later; without a handler it would be reported as unhandled until then.
  feed.catch(() => undefined);
  const reader = stream.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      output.append(value);
    }
    await feed;
    throwIfAborted(options.signal);
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof RidgelineError) throw error;
    throwIfAborted(options.signal);
    throw await inputFailure(feed, output.file, output.length);
  }
}

/** Bytes fully accepted by the stream, then its close: where close fails, all input was good so far and the rest is missing. */
class Truncated extends Error {}

async function feedInput(
  writer: WritableStreamDefaultWriter<BufferSource>,
  bytes: Uint8Array,
  start: number,
  end: number,
  file: string,
  options: JobOptions,
): Promise<void> {
  const { signal, onProgress } = options;
  try {
    for (let at = start; at < end; at += INPUT_SLICE) {
      const next = Math.min(at + INPUT_SLICE, end);
      throwIfAborted(signal);
      await writer.write(bytes.slice(at, next));
      onProgress?.({ phase: `unpacking ${file}`, done: next, total: bytes.length });
    }
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
  await writer.close().catch((error: unknown) => {
    throw new Truncated(String(error));
  });
}

async function inputFailure(feed: Promise<void>, file: string, inflated: number): Promise<RidgelineError> {
  const truncated = await feed.then(
    () => false,
    (error: unknown) => error instanceof Truncated,
  );
  const where = `after ${inflated} unpacked bytes`;
  return truncated
    ? badFile(file, where, 'the gzip data end too early: the file is truncated, or its last bytes are damaged. Copy or download it again.')
    : badFile(file, where, 'the gzip data are damaged. Copy or download it again.');
}

/** Grows to what arrives, starting from the size that the file itself claims (its last four bytes, a hint only). */
class Output {
  length = 0;
  readonly file: string;
  private buffer: Uint8Array<ArrayBuffer>;
  private readonly budget: ByteBudget;

  constructor(input: Uint8Array, budget: ByteBudget, file: string) {
    const claimed = new DataView(input.buffer, input.byteOffset + input.length - 4, 4).getUint32(0, true);
    this.buffer = new Uint8Array(Math.min(claimed, budget.left, input.length * MAX_EXPANSION));
    this.budget = budget;
    this.file = file;
  }

  append(chunk: Uint8Array): void {
    this.budget.take(chunk.length, this.file);
    const needed = this.length + chunk.length;
    if (needed > this.buffer.length) {
      const grown = new Uint8Array(Math.min(needed + this.budget.left, Math.max(needed, 2 * this.buffer.length)));
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.buffer.set(chunk, this.length);
    this.length = needed;
  }

  /** Forgets what came after the first `length` bytes. */
  rewind(length: number): void {
    this.budget.giveBack(this.length - length);
    this.length = length;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
