import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import type { Progress } from '../base/job.ts';
import { ByteBudget } from './byte-budget.ts';
import { inflateGzip, isGzip } from './gzip.ts';

const MiB = 1024 * 1024;
const plain = Uint8Array.from({ length: 3 * MiB }, (_, i) => (i * i) % 251);
const packed = new Uint8Array(gzipSync(plain));

describe('inflateGzip', () => {
  it('gives back what was packed and reports compressed bytes', async () => {
    const reports: Progress[] = [];
    const out = await inflateGzip(packed, 'a.gz', new ByteBudget(4 * MiB), { onProgress: (progress) => reports.push(progress) });
    expect(Buffer.compare(out, plain)).toBe(0);
    expect(reports.at(-1)).toEqual({ phase: 'unpacking a.gz', done: packed.length, total: packed.length });
    expect(await inflateGzip(new Uint8Array(gzipSync(new Uint8Array(0))), 'a.gz', new ByteBudget(10))).toHaveLength(0);
  });

  it.each([18, 100, packed.length - 20, packed.length - 4, packed.length - 1])('says that a file cut to %i bytes is truncated', async (length) => {
    await expect(inflateGzip(packed.slice(0, length), 'a.gz', new ByteBudget(4 * MiB))).rejects.toThrow(
      /^a\.gz, after \d+ unpacked bytes: the gzip data end too early: the file is truncated/,
    );
  });

  it('says that less than a header is truncated', async () => {
    await expect(inflateGzip(packed.slice(0, 5), 'a.gz', new ByteBudget(MiB))).rejects.toThrow(/a\.gz, byte 5: the gzip data are truncated/);
  });

  it('finds a flipped bit', async () => {
    const damaged = packed.slice();
    damaged[Math.floor(damaged.length / 2)] ^= 0x10;
    await expect(inflateGzip(damaged, 'a.gz', new ByteBudget(4 * MiB))).rejects.toThrow(/a\.gz, after \d+ unpacked bytes: the gzip data/);
  });

  it('stops at the size that is allowed, whatever the file claims', async () => {
    await expect(inflateGzip(packed, 'a.gz', new ByteBudget(2 * MiB))).rejects.toMatchObject({
      code: 'too-large',
      message: /^a\.gz: with it there are more than 2,097,152 unpacked bytes/,
    });
    const lying = packed.slice();
    new DataView(lying.buffer).setUint32(lying.length - 4, 5, true);
    await expect(inflateGzip(lying, 'a.gz', new ByteBudget(2 * MiB))).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses what is not gzip', async () => {
    expect(isGzip(plain)).toBe(false);
    await expect(inflateGzip(plain, 'a.gz', new ByteBudget(MiB))).rejects.toThrow(/is not gzip/);
  });

  it('rejects with the reason when aborted', async () => {
    const controller = new AbortController();
    const reason = new DOMException('no longer wanted', 'AbortError');
    const job = inflateGzip(packed, 'a.gz', new ByteBudget(4 * MiB), { signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(job).rejects.toBe(reason);
  });

  it('reads members one after another, also where their bytes hold what looks like another header', async () => {
    const parts = [plain.subarray(0, 1000), new Uint8Array(0), plain.subarray(1000)];
    // Stored, not deflated: the bytes of a header stand in it as they are.
    const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
    const stored = gzipSync(Uint8Array.of(...new Uint8Array(20), ...header, ...new Uint8Array(20)), { level: 0 });
    const file = new Uint8Array(Buffer.concat([...parts.map((part) => gzipSync(part)), stored]));
    const budget = new ByteBudget(4 * MiB);
    const out = await inflateGzip(file, 'a.gz', budget);
    expect(Buffer.compare(out, Buffer.concat([plain, new Uint8Array(20), header, new Uint8Array(20)]))).toBe(0);
    expect(budget.left).toBe(4 * MiB - out.length);
    await expect(inflateGzip(file.slice(0, -3), 'a.gz', new ByteBudget(4 * MiB))).rejects.toThrow(/the gzip data end too early/);
  });

  it('counts what several files unpack to, and stops where that is too much', async () => {
    const zeros = new Uint8Array(gzipSync(new Uint8Array(MiB)));
    const budget = new ByteBudget(3 * MiB + 1);
    for (let file = 0; file < 3; file++) await inflateGzip(zeros, `${file}.gz`, budget);
    expect(budget.left).toBe(1);
    await expect(inflateGzip(zeros, 'last.gz', budget)).rejects.toMatchObject({ code: 'too-large', argument: 'file' });
    expect(budget.left).toBe(1);
  });

  it('gives what was packed or a word of its own, and never more than its budget, whatever the bytes', async () => {
    const start = new Uint8Array(gzipSync(Uint8Array.from({ length: 4000 }, (_, i) => (i * 7) % 31)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(start.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(start.length),
        fc.integer({ min: 0, max: 9000 }),
        async (changes, cut, limit) => {
          const bytes = start.slice(0, cut);
          for (const [at, value] of changes) if (at < cut) bytes[at] = value;
          const budget = new ByteBudget(limit);
          try {
            const out = await inflateGzip(bytes, 'a.gz', budget);
            expect(out.length).toBe(limit - budget.left);
          } catch (error) {
            expect(error).toBeInstanceOf(RidgelineError);
          }
          expect(budget.left).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});
