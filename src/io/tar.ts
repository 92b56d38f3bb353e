/** Files out of a tar archive (POSIX ustar; GNU and pax extensions are skipped, so long names are cut to what the ustar header holds). */
import { badFile } from '../base/bad-file.ts';

const BLOCK = 512;
const MAX_ENTRIES = 10_000;

/** One regular file; `bytes` is a view on the archive. */
export interface TarEntry {
  /** Path as the archive gives it, forward slashes. For look-up only: never a place to write to. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** True where the first header carries the magic of ustar (POSIX and GNU). For sniffing only. */
export function looksLikeTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && ascii(bytes, 257, 5) === 'ustar';
}

/**
 * The regular files whose name `wanted` accepts, in the archive's order.
 *
 * @throws RidgelineError 'bad-file' naming the byte: a header whose checksum is wrong, a size beyond the end, too many entries.
 */
export function readTar(archive: Uint8Array, file: string, wanted: (name: string) => boolean): TarEntry[] {
  const found: TarEntry[] = [];
  let at = 0;
  for (let entry = 0; at + BLOCK <= archive.length; entry++) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return found;
    if (entry >= MAX_ENTRIES) throw badFile(file, `byte ${at}`, `holds more than ${MAX_ENTRIES} entries.`);
    checkHeader(header, file, at);
    const size = octal(header, 124, 12);
    if (size === null) throw badFile(file, `byte ${at + 124}`, "the entry's size is not an octal number.");
    const start = at + BLOCK;
    const prefix = ascii(header, 345, 155);
    const name = `${prefix === '' ? '' : `${prefix}/`}${ascii(header, 0, 100)}`;
    if (start + size > archive.length) {
      throw badFile(
        file,
        `byte ${start}`,
        `the entry "${name.slice(0, 80)}" should have ${size} bytes, but ${archive.length - start} follow: the archive is truncated.`,
      );
    }
    const type = header[156];
    if ((type === 0x30 || type === 0) && wanted(name)) found.push({ name, bytes: archive.subarray(start, start + size) });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw badFile(file, `byte ${at}`, 'the archive ends without its closing blocks: it is truncated, or not a tar archive.');
}

/** The header's checksum is the sum of its bytes with the checksum field itself read as spaces. */
function checkHeader(header: Uint8Array, file: string, at: number): void {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  if (octal(header, 148, 8) !== sum)
    throw badFile(file, `byte ${at}`, 'no valid tar header here (its checksum is wrong): damaged, or not a tar archive.');
}

function octal(bytes: Uint8Array, offset: number, length: number): number | null {
  const text = ascii(bytes, offset, length).trim();
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : null;
}

/** Bytes up to the first zero as Latin-1 text. */
function ascii(bytes: Uint8Array, offset: number, length: number): string {
  const field = bytes.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return Array.from(end < 0 ? field : field.subarray(0, end), (byte) => String.fromCharCode(byte)).join('');
}
