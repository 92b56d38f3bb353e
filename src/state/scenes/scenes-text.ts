/** Scenes in a link: JSON, deflated (RFC 1951), base64url, behind the version. */
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';
import { RidgelineError } from '../../base/errors.ts';
import { checkScenes, DECK_VERSION, type Scene, written } from './scene.ts';

/** Characters that scenes may take in a link, and bytes that they may unpack to. */
export const LONGEST_SCENES_TEXT = 12_000;
const MOST_BYTES = 400_000;
/** Packed bytes read at a time: what one piece can unpack to (a factor of 1032) is small beside the bound. */
const PIECE = 64;

/** '1.' and the scenes. */
export function writeScenes(scenes: readonly Scene[]): string {
  const packed = deflateSync(strToU8(JSON.stringify(scenes.map(written))), { level: 9 });
  return `${DECK_VERSION}.${base64Url(packed)}`;
}

/** Throws a RidgelineError that says what is wrong: another version, damage, too many. */
export function readScenes(text: string, key: string): Scene[] {
  const [version = '', packed = '', ...rest] = text.split('.');
  if (version !== String(DECK_VERSION) || rest.length > 0)
    throw unreadable(key, `they are of version '${version.slice(0, 20)}', which this Ridgeline does not read (it reads ${DECK_VERSION})`);
  if (text.length > LONGEST_SCENES_TEXT) throw unreadable(key, `they are ${text.length} characters long, more than ${LONGEST_SCENES_TEXT}`);
  return checkScenes(parsed(inflated(bytesOf(packed, key), key), key), key);
}

function parsed(json: string, key: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw unreadable(key, 'what is packed in them is no JSON');
  }
}

function inflated(packed: Uint8Array, key: string): string {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let at = 0; at < packed.length && length <= MOST_BYTES; at += PIECE)
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch {
    throw unreadable(key, 'they were changed or cut on the way');
  }
  if (length > MOST_BYTES) throw unreadable(key, `they unpack to more than ${MOST_BYTES} bytes`);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return strFromU8(whole);
}

function bytesOf(text: string, key: string): Uint8Array {
  if (!/^[\w-]+$/.test(text)) throw unreadable(key, 'they are no base64url');
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  } catch {
    throw unreadable(key, 'they were cut on the way');
  }
}

function base64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function unreadable(key: string, why: string): RidgelineError {
  return new RidgelineError('invalid-argument', `The scenes of the link cannot be read: ${why}. Ask its author for the link again.`, {
    argument: key,
    received: null,
  });
}
