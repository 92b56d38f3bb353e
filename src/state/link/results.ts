/**
 * The figures that a link holds besides experiment and view: its last pair, behind the length of the rest, so that whoever does not know
 * it, or gets it cut short, still opens the rest. `results=1.LENGTH.CHECKSUM.BYTES`: version, characters of the bytes, CRC-32 of the rest
 * of the link and of them, and the bytes in base64url.
 */
import { RidgelineError } from '../../base/errors.ts';
import { crc32 } from '../../io/crc32.ts';
import { packPublished, unpackPublished } from '../published/codec/codec.ts';
import type { Published } from '../published/published.ts';
import { parsePairs, shortened } from './text.ts';

/** Raise when the bytes change, and keep reading the older ones: one reader a version. */
export const RESULTS_VERSION = 1;
/** Characters of the bytes. */
export const LONGEST_RESULTS = 400_000;

const MARK = '&results=';

/** What reads the bytes of each version. */
const READERS: Readonly<Record<string, (bytes: Uint8Array, link: string) => Published>> = { 1: unpackPublished };

/** A link's hash as the rest and its results; null where it holds none. Never throws. */
export function splitResults(hash: string): { readonly bare: string; readonly results: string | null } {
  const at = hash.indexOf(MARK);
  return at < 0 ? { bare: hash, results: null } : { bare: hash.slice(0, at), results: hash.slice(at + MARK.length) };
}

const packed = new WeakMap<Published, string>();

/** The bytes of what is published as text: the same for every view of it. */
function textOf(published: Published): string {
  const known = packed.get(published);
  if (known !== undefined) return known;
  const text = toBase64Url(packPublished(published));
  packed.set(published, text);
  return text;
}

/** The link with the results. Throws `too-large` where no link can hold them. @param bare the hash of experiment and view */
export function withResults(bare: string, published: Published): string {
  const bytes = textOf(published);
  if (bytes.length > LONGEST_RESULTS)
    throw new RidgelineError(
      'too-large',
      `These figures take ${bytes.length} characters; a link of Ridgeline holds at most ${LONGEST_RESULTS}. Leave some out, or save a file.`,
      { received: bytes.length },
    );
  return `${bare}${MARK}${RESULTS_VERSION}.${bytes.length}.${checkSum(bare, bytes)}.${bytes}`;
}

/** Reads the results of a link; throws a RidgelineError that says what is wrong with them, and does no more work than a screen is worth. */
export function readResults(bare: string, results: string): Published {
  const [version = '', length = '', sum = '', bytes = ''] = results.split('.', 4);
  const reader = Object.hasOwn(READERS, version) ? READERS[version] : null;
  if (reader === null) throw unknownVersion(version);
  if (bytes.length > LONGEST_RESULTS || !/^\d{1,7}$/.test(length))
    throw new RidgelineError('bad-link', 'They are larger than any that Ridgeline writes.');
  if (bytes.length < Number(length))
    throw new RidgelineError('bad-link', `They were cut short on the way: ${bytes.length} of ${length} characters came.`, { received: bytes.length });
  if (bytes.length > Number(length) || !/^[A-Za-z0-9_-]*$/.test(bytes) || sum !== checkSum(bare, bytes))
    throw new RidgelineError('bad-link', 'They, or the settings that they were made with, were changed on the way or by hand.');
  return reader(fromBase64Url(bytes), bare);
}

function unknownVersion(version: string): RidgelineError {
  if (/^\d{1,6}$/.test(version) && Number(version) > RESULTS_VERSION)
    return new RidgelineError(
      'unsupported',
      `They were made by a newer Ridgeline (version ${version} of what links hold; this one reads up to ${RESULTS_VERSION}). Reload the page to get the newer one.`,
      { received: version },
    );
  return new RidgelineError('bad-link', `'${shortened(version)}' is no version of what links hold.`, { received: shortened(version) });
}

/** Of the settings as they read when decoded, however a program on the way has written them, and of the bytes. */
function checkSum(bare: string, bytes: string): string {
  const settings = [...parsePairs(bare).pairs].map(([key, value]) => `${key}=${value}`).join('&');
  return crc32(new TextEncoder().encode(`${settings}\n${bytes}`))
    .toString(16)
    .padStart(8, '0');
}

const PIECE = 4096;

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Of letters, digits, '-' and '_' alone. */
function fromBase64Url(text: string): Uint8Array {
  if (text.length % 4 === 1) throw new RidgelineError('bad-link', 'They are damaged: their bytes are no whole number.');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
