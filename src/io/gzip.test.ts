import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../base/job.ts';
import { inflateGzip, isGzip } from './gzip.ts';

const MiB = 1024 * 1024;
const plain = Uint8Array.from({ length: 3 * MiB }, (_, i) => (i * i) % 251);
const packed = new Uint8Array(gzipSync(plain));

describe('inflateGzip', () => {
  it('gives back what was packed and reports compressed bytes', async () => {
    const reports: Progress[] = [];
    const out = await inflateGzip(packed, 'a.gz', 4 * MiB, { onProgress: (progress) => reports.push(progress) });
    expect(Buffer.compare(out, plain)).toBe(0);
    expect(reports.at(-1)).toEqual({ phase: 'unpacking a.gz', done: packed.length, total: packed.length });
    expect(await inflateGzip(new Uint8Array(gzipSync(new Uint8Array(0))), 'a.gz', 10)).toHaveLength(0);
  });

  it.each([18, 100, packed.length - 20, packed.length - 4, packed.length - 1])('says that a file cut to %i bytes is truncated', async (length) => {
    await expect(inflateGzip(packed.slice(0, length), 'a.gz', 4 * MiB)).rejects.toThrow(
      /^a\.gz, after \d+ unpacked bytes: the gzip data end too early: the file is truncated/,
    );
  });

  it('says that less than a header is truncated', async () => {
    await expect(inflateGzip(packed.slice(0, 5), 'a.gz', MiB)).rejects.toThrow(/a\.gz, byte 5: the gzip data are truncated/);
  });

  it('finds a flipped bit', async () => {
    const damaged = packed.slice();
    damaged[Math.floor(damaged.length / 2)] ^= 0x10;
    await expect(inflateGzip(damaged, 'a.gz', 4 * MiB)).rejects.toThrow(/a\.gz, after \d+ unpacked bytes: the gzip data/);
  });

  it('stops at the size that is allowed, whatever the file claims', async () => {
    await expect(inflateGzip(packed, 'a.gz', 2 * MiB)).rejects.toMatchObject({ code: 'too-large', message: /unpacks to more than 2097152 bytes/ });
    const lying = packed.slice();
    new DataView(lying.buffer).setUint32(lying.length - 4, 5, true);
    await expect(inflateGzip(lying, 'a.gz', 2 * MiB)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses what is not gzip', async () => {
    expect(isGzip(plain)).toBe(false);
    await expect(inflateGzip(plain, 'a.gz', MiB)).rejects.toThrow(/is not gzip/);
  });

  it('rejects with the reason when aborted', async () => {
    const controller = new AbortController();
    const reason = new DOMException('no longer wanted', 'AbortError');
    const job = inflateGzip(packed, 'a.gz', 4 * MiB, { signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(job).rejects.toBe(reason);
  });
});
