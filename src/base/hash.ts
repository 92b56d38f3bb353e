import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { yieldToEventLoop } from './job.ts';

/** Some tens of milliseconds of work. */
const HASHED_PER_TURN = 4 * 1024 * 1024;

/** JSON with sorted keys and no `undefined`: equal values give equal text. For cache keys and links. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** SHA-256 in lower-case hexadecimal. Synchronous: crypto.subtle is missing on plain-http hosts. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** The same of many bytes, with turns of the event loop in between; rejects with `signal.reason`. */
export async function sha256InTurns(bytes: Uint8Array, signal: AbortSignal | undefined): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < bytes.length; at += HASHED_PER_TURN) {
    hash.update(bytes.subarray(at, at + HASHED_PER_TURN));
    await yieldToEventLoop(signal);
  }
  return bytesToHex(hash.digest());
}

/** MD5 in lower-case hexadecimal: finds damage, proves nothing against an attacker. */
export function md5Hex(bytes: Uint8Array): string {
  return bytesToHex(md5(bytes));
}
