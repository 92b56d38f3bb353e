/**
 * The byte streams of what travels, each of one kind so that it packs well: words and counts; first, middle and last bytes of shortened
 * numbers; steps of pictures; counts; and bytes that no packing makes shorter. Packed, each stands behind its length, raw and deflated.
 */
import { deflateSync, Inflate } from 'fflate';
import { RidgelineError } from '../../../base/errors.ts';

export const STREAMS = ['words', 'first', 'middle', 'last', 'steps', 'counts', 'whole'] as const;
export type StreamName = (typeof STREAMS)[number];

/** Unpacked, all streams together. */
const MOST_BYTES = 3 * 1024 * 1024;
const LEVEL = 9;
/** Deflated bytes that are read at once: they unpack to some 250 kB at most. */
const CHUNK = 256;

export function damaged(what: string): RidgelineError {
  return new RidgelineError('bad-link', `They are damaged: ${what}.`);
}

/** Growing bytes. */
export class ByteSink {
  private bytes = new Uint8Array(256);
  private size = 0;

  byte(value: number): void {
    if (this.size === this.bytes.length) {
      const larger = new Uint8Array(2 * this.size);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.size++] = value;
  }

  all(values: Iterable<number>): void {
    for (const value of values) this.byte(value);
  }

  /** A whole number from 0 to 2⁵³, seven bits a byte, least first. */
  count(value: number): void {
    let left = value;
    while (left >= 128) {
      this.byte((left % 128) + 128);
      left = Math.floor(left / 128);
    }
    this.byte(left);
  }

  taken(): Uint8Array {
    return this.bytes.slice(0, this.size);
  }
}

/** Bytes read one after another; throws `bad-link` behind their end. */
export class ByteSource {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw damaged('they end too early');
    return this.bytes[this.at++];
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw damaged('they end too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  count(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) break;
      scale *= 128;
      if (scale > 2 ** 49) throw damaged('a count is too large');
    }
    if (value > Number.MAX_SAFE_INTEGER) throw damaged('a count is too large');
    return value;
  }
}

/** All streams as one run of bytes. */
export function packStreams(streams: Readonly<Record<StreamName, ByteSink>>): Uint8Array {
  const packed = new ByteSink();
  for (const name of STREAMS) {
    const raw = streams[name].taken();
    const deflated = raw.length === 0 ? raw : deflateSync(raw, { level: LEVEL, mem: 12 });
    const shorter = deflated.length < raw.length;
    packed.count(raw.length);
    packed.count(shorter ? deflated.length : raw.length);
    packed.all(shorter ? deflated : raw);
  }
  return packed.taken();
}

/** Reads them back; throws `bad-link` where they do not hold what they say, or unpack to more than a screen ever shows. */
export function unpackStreams(bytes: Uint8Array): Record<StreamName, ByteSource> {
  const source = new ByteSource(bytes);
  let budget = MOST_BYTES;
  const read = (): ByteSource => {
    const [raw, packed] = [source.count(), source.count()];
    budget -= raw;
    if (budget < 0) throw tooLarge();
    if (packed > raw) throw damaged('a part is longer packed than unpacked');
    const part = source.take(packed);
    return new ByteSource(packed === raw ? part : inflated(part, raw));
  };
  const streams = Object.fromEntries(STREAMS.map((name) => [name, read()])) as Record<StreamName, ByteSource>;
  if (source.left > 0) throw damaged('something follows their end');
  return streams;
}

function tooLarge(): RidgelineError {
  return new RidgelineError('too-large', `They unpack to more than ${MOST_BYTES / 1024 / 1024} MB, which no screen of Ridgeline holds.`);
}

/** Exactly so many bytes, read piece by piece: what unpacks to more is given up in the piece where it does. */
function inflated(bytes: Uint8Array, length: number): Uint8Array {
  const result = new Uint8Array(length);
  let [at, ended] = [0, false];
  const inflate = new Inflate((chunk, final) => {
    if (at + chunk.length > length) throw damaged('a part unpacks to more than it says');
    result.set(chunk, at);
    at += chunk.length;
    ended ||= final;
  });
  try {
    for (let from = 0; from < bytes.length; from += CHUNK) inflate.push(bytes.subarray(from, from + CHUNK), from + CHUNK >= bytes.length);
  } catch (error) {
    if (error instanceof RidgelineError) throw error;
    throw damaged('a part does not unpack');
  }
  if (!ended || at !== length) throw damaged('a part unpacks to less than it says');
  return result;
}
