import { describe, expect, it } from 'vitest';
import type { KeptData } from '../../compute/protocol.ts';
import { NOTHING_KNOWN, type KeptSite } from './offline-state.ts';
import { verdict } from './verdict.ts';

const KEPT: KeptSite = { status: 'kept', reason: null, done: 149, total: 149 };
const mnist = (kept: boolean): KeptData => ({ id: 'mnist', bytes: 1, kept, host: null });
const mirror = (kept: boolean): KeptData => ({ id: 'mirror', bytes: 1, kept, host: 'mirror.test' });

describe('verdict', () => {
  it('calls nothing safe that was not found', () => {
    for (const status of ['unknown', 'impossible', 'keeping', 'partly'] as const)
      expect(verdict({ ...NOTHING_KNOWN, site: { ...KEPT, status, done: 100 } }).safe, status).toBe(false);
    expect(verdict({ ...NOTHING_KNOWN, site: { ...KEPT, status: 'partly', done: 100 } }).text).toBe(
      'Not yet: 49 of 149 files of the page are missing.',
    );
    expect(verdict({ ...NOTHING_KNOWN, site: { ...KEPT, status: 'impossible', reason: 'No https.' } }).text).toMatch(/without network\. No https\.$/);
  });

  it('names data that are here and those of the site that are not; the mirror is not missed', () => {
    const text = (data: readonly KeptData[]): string => verdict({ ...NOTHING_KNOWN, site: KEPT, data }).text;
    expect(text([mnist(false), mirror(false)])).toContain('MNIST cannot be loaded then: fetch it first.');
    expect(text([mnist(true), mirror(true)])).toContain('So were MNIST and MNIST (mirror).');
    expect(text([mirror(false)])).not.toContain('MNIST');
    expect(verdict({ ...NOTHING_KNOWN, site: KEPT, persistent: true }).text).toMatch(/promised not to clear them by itself\.$/);
  });
});
