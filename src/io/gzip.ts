/** Gzip in, bytes out, with a bound on the size, so that a small hostile file cannot fill the memory. */
import { badFile } from '../base/bad-file.ts';
import type { JobOptions } from '../base/job.ts';
import { throwIfAborted } from '../base/job.ts';
import { RidgelineError } from '../base/errors.ts';

/** Deflate expands by at most this factor (zlib's technical notes). */
const MAX_EXPANSION = 1032;
const INPUT_SLICE = 256 * 1024;

/** True where the bytes start as gzip does, 1f 8b. Hosts differ in whether a fetched `.gz` arrives already inflated. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates one gzip file (checksum verified by the platform's DecompressionStream).
 *
 * @param maxBytes Largest output accepted.
 * @param options Progress counts compressed bytes.
 * @throws RidgelineError 'bad-file' where it is truncated or damaged, 'too-large' beyond `maxBytes`; the signal's reason.
 */
export async function inflateGzip(bytes: Uint8Array, file: string, maxBytes: number, options: JobOptions = {}): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw badFile(file, 'byte 0', 'is not gzip, which starts with 1f 8b.');
  if (bytes.length < 18) throw badFile(file, `byte ${bytes.length}`, 'the gzip data are truncated: a complete file has at least 18 bytes.');
  const stream = new DecompressionStream('gzip');
  const feed = feedInput(stream.writable.getWriter(), bytes, file, options);
  // The reader below throws the same failure later; without a handler it would be reported as unhandled until then.
  feed.catch(() => undefined);
  const output = new Output(bytes, maxBytes, file);
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
    throw await inputFailure(feed, file, output.length);
  }
  return output.bytes();
}

/** Bytes fully accepted by the stream, then its close: where close fails, all input was good so far and the rest is missing. */
class Truncated extends Error {}

async function feedInput(writer: WritableStreamDefaultWriter<BufferSource>, bytes: Uint8Array, file: string, options: JobOptions): Promise<void> {
  const { signal, onProgress } = options;
  try {
    for (let at = 0; at < bytes.length; at += INPUT_SLICE) {
      throwIfAborted(signal);
      await writer.write(bytes.slice(at, at + INPUT_SLICE));
      onProgress?.({ phase: `unpacking ${file}`, done: Math.min(at + INPUT_SLICE, bytes.length), total: bytes.length });
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
  private buffer: Uint8Array<ArrayBuffer>;
  private readonly maxBytes: number;
  private readonly file: string;

  constructor(input: Uint8Array, maxBytes: number, file: string) {
    const claimed = new DataView(input.buffer, input.byteOffset + input.length - 4, 4).getUint32(0, true);
    this.buffer = new Uint8Array(Math.min(claimed, maxBytes, input.length * MAX_EXPANSION));
    this.maxBytes = maxBytes;
    this.file = file;
  }

  append(chunk: Uint8Array): void {
    const needed = this.length + chunk.length;
    if (needed > this.maxBytes) {
      throw new RidgelineError('too-large', `${this.file}: unpacks to more than ${this.maxBytes} bytes, the most that is accepted here.`, {
        argument: 'file',
        received: needed,
      });
    }
    if (needed > this.buffer.length) {
      const grown = new Uint8Array(Math.min(this.maxBytes, Math.max(needed, 2 * this.buffer.length)));
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.buffer.set(chunk, this.length);
    this.length = needed;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
