/**
 * Zip archives (PKWARE's APPNOTE 6.3.10): stored and deflated entries, nothing else. Every byte read is distrusted: numbers, names and
 * sizes are bounded before anything is unpacked, entries may not overlap, and each must unpack to the size and check sum it names.
 */
import { Inflate, zipSync, type Zippable } from 'fflate';
import { badFile, shownName } from '../base/bad-file.ts';
import { formatCount } from '../base/format.ts';
import { RidgelineError } from '../base/errors.ts';
import { crc32 } from './crc32.ts';

export interface ZipEntry {
  /** With '/' between folders; relative, without '.' and '..'. */
  readonly name: string;
  /** Owned by the caller. */
  readonly bytes: Uint8Array;
}

/** The most that is read. */
export interface ZipLimits {
  readonly entries: number;
  /** All entries together, unpacked. */
  readonly bytes: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const END_64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const LONGEST_NAME = 200;
const STORED = 0;
const DEFLATED = 8;
/** Bit 0: encrypted; 5: a patch; 6: strongly encrypted; 13: its directory is encrypted. */
const REFUSED_FLAGS = 0b10_0000_0110_0001;
const UTF8_FLAG = 0b1000_0000_0000;
/** Deflate makes at most 1032 bytes of one. */
const MOST_RATIO = 1032;
/** A piece of this size unpacks to 8 MB at most, after which the size is looked at. */
const PIECE = 8192;

interface DirectoryEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its local header begins. */
  readonly at: number;
}

/** True where the bytes begin as a zip archive does. For sniffing only. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Unpacks all files of an archive; folders are left out.
 *
 * @param file the archive's name, for messages
 * @throws RidgelineError 'bad-file' naming the file, the place and the rule; 'unsupported'; 'too-large'.
 */
export function readZip(bytes: Uint8Array, file: string, limits: ZipLimits): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readDirectory(bytes, view, file, limits);
  const places = directory.map((entry) => ({ entry, ...dataOf(bytes, view, entry, file) })).sort((a, b) => a.entry.at - b.entry.at);
  const start = view.getUint32(endOf(view, file) + 16, true);
  for (const [i, { entry, end }] of places.entries()) {
    if (end > (places.at(i + 1)?.entry.at ?? start)) throw badFile(file, placeOf(entry.name), 'its bytes overlap what stands after it.');
  }
  return places
    .filter(({ entry }) => !entry.name.endsWith('/'))
    .map(({ entry, begin, end }) => ({ name: entry.name, bytes: unpack(bytes.subarray(begin, end), entry, file) }));
}

/**
 * An archive of the entries, in their order: deflated where a text makes that worth while, else stored. Equal entries give equal
 * bytes: all have the date 1 January 1980.
 *
 * @throws RidgelineError 'invalid-argument' for a name that could not be read again
 */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const names = new Set<string>();
  for (const { name } of entries) checkName(name, names, 'the archive');
  const files: Zippable = {};
  for (const { name, bytes } of entries) files[name] = [bytes, { level: /\.(json|txt|csv)$/.test(name) ? 9 : 0, mtime: new Date(1980, 0, 1) }];
  return zipSync(files);
}

/** Where the end record stands: the last one whose comment ends with the file. */
function endOf(view: DataView, file: string): number {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at;
  throw badFile(file, '', 'has no end that a zip archive has. It is cut short, or no zip archive.');
}

function readDirectory(bytes: Uint8Array, view: DataView, file: string, limits: ZipLimits): DirectoryEntry[] {
  const end = endOf(view, file);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  const locator = end >= 20 && view.getUint32(end - 20, true) === END_64_LOCATOR;
  if (locator || count === 0xffff || size === 0xffffffff || start === 0xffffffff) throw unsupported(file, 'is a zip64 archive, which is not read.');
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 6, true) !== 0 || view.getUint16(end + 8, true) !== count)
    throw unsupported(file, 'is a part of an archive of several disks, which is not read.');
  if (count > limits.entries) throw tooLarge(file, `holds ${formatCount(count)} files; at most ${formatCount(limits.entries)} are read.`, count);
  if (start + size !== end) throw badFile(file, 'end', 'its directory does not stand where the archive says. The file is cut short or altered.');
  const entries: DirectoryEntry[] = [];
  const names = new Set<string>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL) throw badFile(file, `directory, entry ${i + 1}`, 'is broken.');
    const length = [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), CENTRAL_BYTES);
    if (at + length > end) throw badFile(file, `directory, entry ${i + 1}`, 'is cut short.');
    entries.push(readEntry(bytes, view, at, { file, names }));
    at += length;
  }
  if (at !== end) throw badFile(file, 'directory', `holds ${end - at} bytes more than its ${count} entries.`);
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (total > limits.bytes) throw tooLarge(file, `unpacks to ${formatCount(total)} bytes; at most ${formatCount(limits.bytes)} are read.`, total);
  return entries;
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, { file, names }: { file: string; names: Set<string> }): DirectoryEntry {
  const flags = view.getUint16(at + 8, true);
  const name = readName(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + view.getUint16(at + 28, true)), flags, file);
  checkName(name, names, file);
  const method = view.getUint16(at + 10, true);
  const [crc, packed, unpacked] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
  const place = placeOf(name);
  if (flags & REFUSED_FLAGS) throw unsupported(file, `${place}: is encrypted or a patch; only plain files are read.`);
  if (method !== STORED && method !== DEFLATED)
    throw unsupported(file, `${place}: is compressed by method ${method}; stored and deflated files are read.`);
  if (view.getUint16(at + 34, true) !== 0) throw unsupported(file, `${place}: stands on another disk, which is not read.`);
  if (packed === 0xffffffff || unpacked === 0xffffffff) throw unsupported(file, `${place}: has zip64 sizes, which are not read.`);
  if (method === STORED && packed !== unpacked) throw badFile(file, place, `is stored, but has ${packed} bytes packed and ${unpacked} unpacked.`);
  if (method === DEFLATED && unpacked > MOST_RATIO * packed)
    throw badFile(file, place, `names ${formatCount(unpacked)} bytes, more than its ${formatCount(packed)} packed ones can hold.`);
  if (name.endsWith('/') && unpacked !== 0) throw badFile(file, place, 'is a folder that holds bytes.');
  return { name, method, crc, packed, unpacked, at: view.getUint32(at + 42, true) };
}

function readName(bytes: Uint8Array, flags: number, file: string): string {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // Without the flag names are in the writer's own code page: only what all of them share is read.
    // eslint-disable-next-line no-control-regex -- every character of ASCII
    if (flags & UTF8_FLAG || /^[\u0000-\u007f]*$/.test(name)) return name;
  } catch {
    // Told below.
  }
  throw badFile(file, 'directory', 'a name in it is not UTF-8.');
}

/** Refuses names that lead out of the archive, that cannot be files everywhere, or that stand twice. */
function checkName(name: string, names: Set<string>, file: string): void {
  const place = placeOf(name);
  const parts = name.replace(/\/$/, '').split('/');
  if (name.length === 0 || name.length > LONGEST_NAME)
    throw badFile(file, place, `its name has ${name.length} characters; 1 to ${LONGEST_NAME} are read.`);
  if (parts.some((part) => part === '' || part === '.' || part === '..') || /[\p{Cc}\p{Cf}\\:]/u.test(name))
    throw badFile(file, place, "its name leads out of the archive or holds characters that no file's name should.");
  const key = name.normalize('NFC').toLowerCase();
  if (names.has(key)) throw badFile(file, place, 'stands twice.');
  names.add(key);
}

/** Where an entry's packed bytes stand, after its own header, which must agree with the directory. */
function dataOf(bytes: Uint8Array, view: DataView, { name, method, packed, at }: DirectoryEntry, file: string): { begin: number; end: number } {
  const place = placeOf(name);
  if (at + LOCAL_BYTES > bytes.length || view.getUint32(at, true) !== LOCAL) throw badFile(file, place, 'does not stand where the directory says.');
  const nameLength = view.getUint16(at + 26, true);
  const begin = at + LOCAL_BYTES + nameLength + view.getUint16(at + 28, true);
  if (begin + packed > bytes.length) throw badFile(file, place, 'is cut short.');
  const own = bytes.subarray(at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength);
  if (readName(own, UTF8_FLAG, file) !== name || view.getUint16(at + 8, true) !== method)
    throw badFile(file, place, 'its own header and the directory disagree.');
  return { begin, end: begin + packed };
}

function unpack(packed: Uint8Array, { name, method, crc, unpacked }: DirectoryEntry, file: string): Uint8Array {
  const bytes = method === STORED ? packed.slice() : inflated(packed, unpacked, file, name);
  if (crc32(bytes) !== crc) throw badFile(file, placeOf(name), 'is damaged: its bytes do not have the check sum (CRC-32) that the archive names.');
  return bytes;
}

/** Unpacked piece by piece, so that nothing larger than it may be is ever held. */
function inflated(packed: Uint8Array, size: number, file: string, name: string): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw badFile(file, placeOf(name), `unpacks to more than the ${formatCount(size)} bytes that it names.`);
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length || at === 0; at += PIECE) inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof RidgelineError) throw error;
    throw badFile(file, placeOf(name), 'cannot be unpacked: it is damaged.');
  }
  if (filled !== size) throw badFile(file, placeOf(name), `unpacks to ${formatCount(filled)} bytes instead of ${formatCount(size)}.`);
  return out;
}

function placeOf(name: string): string {
  return `"${shownName(name)}"`;
}

function unsupported(file: string, why: string): RidgelineError {
  return new RidgelineError('unsupported', `${shownName(file)}: ${why}`, { argument: 'file' });
}

function tooLarge(file: string, why: string, received: number): RidgelineError {
  return new RidgelineError('too-large', `${shownName(file)}: ${why}`, { argument: 'file', received });
}
