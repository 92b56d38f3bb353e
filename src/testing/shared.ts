/**
 * Where tests find the shared files (reference networks, real data): RIDGELINE_SHARED, by default ../shared beside the checkout.
 * Absent, the tests that need them are skipped by name; with CI set their absence fails.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';

const root = resolve(process.env['RIDGELINE_SHARED'] ?? '../shared');
const present = existsSync(join(root, 'reference'));

export function sharedPath(...parts: string[]): string {
  return join(root, ...parts);
}

export function readShared(...parts: string[]): Uint8Array {
  return new Uint8Array(readFileSync(sharedPath(...parts)));
}

/** `describe` for tests that need the shared files. */
export function describeWithShared(name: string, body: () => void): void {
  if (!present && process.env['CI']) {
    describe(name, () => {
      throw new Error(`The shared files are missing: set RIDGELINE_SHARED to their folder (looked in ${root}).`);
    });
    return;
  }
  describe.skipIf(!present)(present ? name : `${name} [needs the shared files]`, body);
}
