/** Dropped files from the browser's storage, checked against their SHA-256 before they are used. */
import { sha256Hex } from '../../base/hash.ts';
import type { FileReference } from '../../datasets/spec.ts';
import { plainObject } from '../../base/check.ts';
import type { Session } from '../session.ts';

/** Gives a stored file to the worker. False where this browser does not hold it, or holds other bytes. */
export async function restoreFile(session: Session, { name, sha256 }: FileReference): Promise<boolean> {
  try {
    const stored = await session.storage?.file(sha256);
    if (stored === undefined) return false;
    const { bytes } = plainObject(stored, 'file');
    if (!(bytes instanceof Uint8Array) || sha256Hex(bytes) !== sha256) return false;
    session.client.registerFile({ name, sha256, bytes });
    return true;
  } catch {
    return false;
  }
}
