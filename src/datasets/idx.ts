/**
 * IDX files as MNIST uses them (LeCun, Cortes, Burges, "The MNIST database", file format section): big-endian magic number, the
 * dimensions, then one byte a value. Only unsigned bytes are read.
 */
import { badFile } from '../base/bad-file.ts';
import type { NamedBytes } from './named-bytes.ts';

export const IDX_IMAGES_MAGIC = 2051;
export const IDX_LABELS_MAGIC = 2049;
const MAX_SIDE = 256;

/** Images of one file; `pixels` is a view on the file's bytes, [count, height, width]. */
export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/** 'images' or 'labels' by the magic number, null for anything else. For sniffing only. */
export function sniffIdx(bytes: Uint8Array): 'images' | 'labels' | null {
  if (bytes.length < 8) return null;
  const magic = readUint32(bytes, 0);
  if (magic === IDX_IMAGES_MAGIC) return 'images';
  return magic === IDX_LABELS_MAGIC ? 'labels' : null;
}

/** @throws RidgelineError 'bad-file' naming the file, the byte and the rule. */
export function readIdxImages(file: NamedBytes): IdxImages {
  checkMagic(file, IDX_IMAGES_MAGIC, 16);
  const [count, height, width] = [4, 8, 12].map((offset) => readUint32(file.bytes, offset));
  if (count === 0) throw badFile(file.name, 'byte 4', 'holds no image.');
  if (height === 0 || width === 0 || height > MAX_SIDE || width > MAX_SIDE) {
    throw badFile(file.name, 'byte 8', `images of ${height} x ${width} pixels; sides of 1 to ${MAX_SIDE} are read.`);
  }
  checkLength(file, 16, count * height * width, `${count} images of ${height} x ${width}`);
  return { count, height, width, pixels: file.bytes.subarray(16) };
}

/**
 * Labels, a view on the file's bytes.
 *
 * @param classes Labels must lie in 0..classes−1.
 * @throws RidgelineError 'bad-file' naming the file, the byte and the rule.
 */
export function readIdxLabels(file: NamedBytes, classes: number): Uint8Array {
  checkMagic(file, IDX_LABELS_MAGIC, 8);
  const count = readUint32(file.bytes, 4);
  if (count === 0) throw badFile(file.name, 'byte 4', 'holds no label.');
  checkLength(file, 8, count, `${count} labels`);
  const labels = file.bytes.subarray(8);
  const bad = labels.findIndex((label) => label >= classes);
  if (bad >= 0)
    throw badFile(file.name, `byte ${8 + bad} (label ${bad + 1})`, `label ${labels[bad]} is not one of 0 to ${classes - 1}.`, labels[bad]);
  return labels;
}

function checkMagic(file: NamedBytes, expected: number, headerBytes: number): void {
  const { name, bytes } = file;
  const words: Readonly<Record<number, string>> = { [IDX_IMAGES_MAGIC]: 'images', [IDX_LABELS_MAGIC]: 'labels' };
  if (bytes.length < 4)
    throw badFile(name, '', `has ${bytes.length} bytes; an IDX file of ${words[expected]} starts with ${headerBytes}. Is it complete?`);
  const magic = readUint32(bytes, 0);
  if (magic !== expected) {
    const found = magic in words ? `this is a file of ${words[magic]} (magic number ${magic})` : `the magic number is ${magic}`;
    throw badFile(name, 'byte 0', `${found}, but a file of ${words[expected]} has ${expected}.`, magic);
  }
  if (bytes.length < headerBytes)
    throw badFile(name, `byte ${bytes.length}`, `ends within its header of ${headerBytes} bytes: the file is truncated.`);
}

function checkLength(file: NamedBytes, headerBytes: number, dataBytes: number, what: string): void {
  const expected = headerBytes + dataBytes;
  const { length } = file.bytes;
  if (length < expected) {
    throw badFile(file.name, `byte ${length}`, `the file is truncated: its header promises ${what}, ${expected} bytes, but it has ${length}.`);
  }
  if (length > expected) {
    throw badFile(file.name, `byte ${expected}`, `${length - expected} bytes follow the ${what} that its header promises.`);
  }
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}
