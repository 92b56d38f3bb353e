/**
 * The safetensors container (huggingface/safetensors, format of version 0.4): 8 bytes little-endian header length N, N bytes of
 * JSON, then the tensors' bytes without gaps. Reads every dtype that networks and labels use; writes F32 and I32 as the Rust
 * library orders them. Every byte read is distrusted: sizes are bounded and offsets must tile the data exactly.
 */
import { badFile, shownName } from '../base/bad-file.ts';
import { RidgelineError } from '../base/errors.ts';
import { formatCount } from '../base/format.ts';
import { duplicateKey, tooDeep } from './json-keys.ts';

export interface SafetensorsTensor {
  /** As the file names it: 'F32', 'F16', 'I64', ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Row-major. Floats as Float32Array (F64 rounded, F16 and BF16 exact), integers and booleans as Int32Array (checked to fit). A copy, owned by the caller. */
  readonly data: Float32Array | Int32Array;
  /** True where the file held floats of another width than 32 bits. */
  readonly converted: boolean;
}

export interface SafetensorsFile {
  readonly tensors: Map<string, SafetensorsTensor>;
  readonly metadata: Record<string, string>;
}

const MAX_HEADER_BYTES = 1024 * 1024;
const MAX_HEADER_DEPTH = 8;
const MAX_TENSORS = 2000;
const MAX_DIMENSIONS = 8;
/** Half a gigabyte as 32-bit numbers. */
const MAX_VALUES = 2 ** 27;
const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = {
  BOOL: 1, U8: 1, I8: 1, I16: 2, U16: 2, F16: 2, BF16: 2, I32: 4, U32: 4, F32: 4, F64: 8, I64: 8, U64: 8,
}; // prettier-ignore

interface Entry {
  name: string;
  dtype: string;
  shape: number[];
  count: number;
  begin: number;
  end: number;
}

/**
 * Reads a whole file.
 *
 * @param file The file's name, for messages.
 * @param maxValues More numbers in all tensors together are refused before one is read.
 * @throws RidgelineError 'bad-file' naming the file, the tensor and the rule; 'unsupported' for a dtype that is not read; 'too-large'.
 */
export function readSafetensors(bytes: Uint8Array, file: string, maxValues = MAX_VALUES): SafetensorsFile {
  const { header, dataStart } = readHeader(bytes, file);
  const metadata = readMetadata(header['__metadata__'], file);
  const named = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (named.length > MAX_TENSORS) throw badFile(file, 'header', `lists ${named.length} tensors; at most ${MAX_TENSORS} are read.`);
  const entries = named.map(([name, value]) => readEntry(name, value, file));
  checkTiling(entries, bytes.length - dataStart, file);
  const values = entries.reduce((sum, { count }) => sum + count, 0);
  if (values > maxValues) {
    throw new RidgelineError(
      'too-large',
      `${shownName(file)}: its tensors hold ${formatCount(values)} numbers; at most ${formatCount(maxValues)} are read.`,
      {
        argument: 'file',
        received: values,
      },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tensors = new Map<string, SafetensorsTensor>();
  for (const entry of entries) tensors.set(entry.name, readTensor(view, dataStart, entry, file));
  return { tensors, metadata };
}

/**
 * Writes a file: header padded with spaces so that the data starts at a multiple of 8 bytes, tensors ordered by dtype and then
 * by name, as the Rust library does. `data` is copied.
 *
 * @throws RidgelineError 'invalid-argument' for a repeated or reserved name, 'shape-mismatch' where shape and data differ.
 */
export function writeSafetensors(
  tensors: readonly { name: string; shape: readonly number[]; data: Float32Array | Int32Array }[],
  metadata: Record<string, string> = {},
): Uint8Array {
  const dtype = (data: Float32Array | Int32Array): string => (data instanceof Float32Array ? 'F32' : 'I32');
  const ordered = [...tensors].sort((a, b) => dtype(a.data).localeCompare(dtype(b.data)) || (a.name < b.name ? -1 : 1));
  const parts: string[] = [];
  if (Object.keys(metadata).length > 0) parts.push(`"__metadata__":${JSON.stringify(metadata)}`);
  const seen = new Set(['__metadata__']);
  let length = 0;
  for (const { name, shape, data } of ordered) {
    if (seen.has(name)) throw new RidgelineError('invalid-argument', `Tensor names must differ; "${shownName(name)}" is repeated or reserved.`);
    seen.add(name);
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== data.length) {
      throw new RidgelineError(
        'shape-mismatch',
        `Tensor "${shownName(name)}": shape [${shape.join(', ')}] holds ${count} values, received ${data.length}.`,
      );
    }
    parts.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: dtype(data), shape, data_offsets: [length, length + data.byteLength] })}`);
    length += data.byteLength;
  }
  const json = new TextEncoder().encode(`{${parts.join(',')}}`);
  const padded = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + padded + length);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.fill(0x20, 8, 8 + padded);
  out.set(json, 8);
  let offset = 8 + padded;
  for (const { data } of ordered) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return out;
}

/** True where the bytes could be a safetensors file: a plausible header length followed by '{'. For sniffing only. */
export function looksLikeSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(MAX_HEADER_BYTES);
}

function readHeader(bytes: Uint8Array, file: string): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 10) throw badFile(file, '', `has ${bytes.length} bytes; a safetensors file has at least 10. Is it complete?`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw badFile(
      file,
      'byte 0',
      `the header would have ${length.toString()} bytes; at most ${MAX_HEADER_BYTES} are read. Is this a safetensors file?`,
    );
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    throw badFile(
      file,
      'byte 0',
      `the header should have ${length.toString()} bytes, but only ${bytes.length - 8} follow. The file is truncated, or not safetensors.`,
    );
  }
  if (bytes[8] !== 0x7b) throw badFile(file, 'byte 8', "the header must start with '{'. Is this a safetensors file?");
  const deep = tooDeep(bytes.subarray(8, dataStart), MAX_HEADER_DEPTH);
  if (deep !== null) throw badFile(file, `header, byte ${deep}`, `is nested more than ${MAX_HEADER_DEPTH} deep.`);
  let header: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, dataStart));
    header = JSON.parse(text);
  } catch (error) {
    throw badFile(file, 'header', `is not JSON (${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'}).`);
  }
  if (!isRecord(header)) throw badFile(file, 'header', 'must be a JSON object.');
  const repeated = duplicateKey(text);
  if (repeated !== null) throw badFile(file, 'header', `the key "${shownName(repeated)}" stands twice.`);
  return { header, dataStart };
}

function readMetadata(value: unknown, file: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw badFile(file, 'header, "__metadata__"', 'must be an object of texts.');
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      if (typeof entry !== 'string') throw badFile(file, `header, "__metadata__", "${shownName(key)}"`, 'must be a text.', entry);
      return [key, entry];
    }),
  );
}

function readEntry(name: string, value: unknown, file: string): Entry {
  const place = `tensor "${shownName(name)}"`;
  if (!isRecord(value)) throw badFile(file, place, 'its header entry must be an object.');
  const { dtype, shape, data_offsets: offsets } = value;
  const unknown = Object.keys(value).find((key) => !['dtype', 'shape', 'data_offsets'].includes(key));
  if (unknown !== undefined) throw badFile(file, place, `the header key "${shownName(unknown)}" is unknown; known are dtype, shape, data_offsets.`);
  if (!isSizes(shape) || shape.length > MAX_DIMENSIONS) {
    throw badFile(file, place, `"shape" must be a list of at most ${MAX_DIMENSIONS} integers of 0 or more.`, shape);
  }
  if (!isSizes(offsets) || offsets.length !== 2) throw badFile(file, place, '"data_offsets" must be two integers, begin and end.', offsets);
  if (typeof dtype !== 'string') throw badFile(file, place, '"dtype" must be a text such as "F32".', dtype);
  if (!Object.hasOwn(BYTES_PER_ELEMENT, dtype)) {
    throw new RidgelineError(
      'unsupported',
      `${shownName(file)}, ${place} of shape [${shape.join(', ')}]: dtype ${shownName(dtype)} is not read; save it as F32 (${Object.keys(BYTES_PER_ELEMENT).join(', ')} are read).`,
      { argument: 'file', received: dtype },
    );
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const [begin, end] = offsets;
  const expected = count * BYTES_PER_ELEMENT[dtype];
  if (end < begin || end - begin !== expected) {
    throw badFile(
      file,
      place,
      `shape [${shape.join(', ')}] of ${dtype} needs ${expected} bytes, but data_offsets [${begin}, ${end}] give ${end - begin}.`,
    );
  }
  return { name, dtype, shape, count, begin, end };
}

/** The tensors must cover the data section exactly: no overlap, no hole, nothing outside, nothing left over. */
function checkTiling(entries: readonly Entry[], available: number, file: string): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const place = `tensor "${shownName(name)}"`;
    if (begin < covered) throw badFile(file, place, `its data (bytes ${begin} to ${end}) overlap the tensor before it, which ends at ${covered}.`);
    if (begin > covered) throw badFile(file, place, `its data start at byte ${begin}, leaving a hole after byte ${covered}.`);
    if (end > available) throw badFile(file, place, `its data end at byte ${end}, but the file holds ${available}. The file is truncated.`);
    covered = end;
  }
  if (covered !== available)
    throw badFile(file, `byte ${covered} of the data`, `${available - covered} bytes follow the last tensor and belong to none.`);
}

function readTensor(view: DataView, dataStart: number, entry: Entry, file: string): SafetensorsTensor {
  const { name, dtype, shape, count } = entry;
  const start = dataStart + entry.begin;
  const result = (data: Float32Array | Int32Array, converted = false): SafetensorsTensor => ({ dtype, shape, data, converted });
  const floats = (read: (offset: number) => number, width: number): Float32Array => fill(new Float32Array(count), (i) => read(start + width * i));
  const integers = (read: (offset: number) => number, width: number): Int32Array => fill(new Int32Array(count), (i) => read(start + width * i));
  const checked = (read: (offset: number) => number | bigint, width: number): Int32Array =>
    fill(new Int32Array(count), (i) => {
      const value = read(start + width * i);
      if (value >= -2147483648 && value <= 2147483647) return Number(value);
      throw badFile(file, `tensor "${shownName(name)}", element ${i}`, `${value.toString()} does not fit into 32 bits.`);
    });
  switch (dtype) {
    case 'F32':
      return result(floats((at) => view.getFloat32(at, true), 4));
    case 'F64':
      return result(
        floats((at) => view.getFloat64(at, true), 8),
        true,
      );
    case 'F16':
      return result(
        floats((at) => halfToNumber(view.getUint16(at, true)), 2),
        true,
      );
    case 'BF16':
      return result(bfloats(view, start, count), true);
    case 'I64':
      return result(checked((at) => view.getBigInt64(at, true), 8));
    case 'U64':
      return result(checked((at) => view.getBigUint64(at, true), 8));
    case 'U32':
      return result(checked((at) => view.getUint32(at, true), 4));
    case 'I32':
      return result(integers((at) => view.getInt32(at, true), 4));
    case 'I16':
      return result(integers((at) => view.getInt16(at, true), 2));
    case 'U16':
      return result(integers((at) => view.getUint16(at, true), 2));
    case 'I8':
      return result(integers((at) => view.getInt8(at), 1));
    default:
      return result(integers((at) => view.getUint8(at), 1));
  }
}

function fill<T extends Float32Array | Int32Array>(target: T, value: (i: number) => number): T {
  for (let i = 0; i < target.length; i++) target[i] = value(i);
  return target;
}

/** IEEE 754 binary16, subnormals and infinities included. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a binary32. */
function bfloats(view: DataView, start: number, count: number): Float32Array {
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) bits[i] = view.getUint16(start + 2 * i, true) << 16;
  return new Float32Array(bits.buffer);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0 && !Object.is(size, -0));
}
