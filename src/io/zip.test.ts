import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import { crc32 } from './crc32.ts';
import { readZip, writeZip, type ZipEntry } from './zip.ts';

const LIMITS = { entries: 50, bytes: 100_000 };
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const ENTRIES: readonly ZipEntry[] = [
  { name: 'bundle.json', bytes: text(JSON.stringify({ version: 1, many: Array.from({ length: 300 }, (_, i) => i % 7) })) },
  { name: 'networks/Netz Ä.safetensors', bytes: Uint8Array.from({ length: 999 }, (_, i) => (i * i) % 251) },
  { name: 'README.txt', bytes: text('') },
];
const le16 = (value: number): number[] => [value & 255, value >> 8];

/** The archive with other bytes at a place that `find` gives from the directory's first entry and the end record. */
function altered(bytes: Uint8Array, place: 'central' | 'local' | 'end', offset: number, values: ArrayLike<number>): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const end = copy.length - 22;
  const at = place === 'end' ? end : place === 'central' ? view.getUint32(end + 16, true) : 0;
  copy.set(values, at + offset);
  return copy;
}

const read = (bytes: Uint8Array, limits = LIMITS): ZipEntry[] => readZip(bytes, 'x.ridgeline', limits);

describe('crc32', () => {
  it('has the check value of the standard', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926);
  });
});

describe('zip', () => {
  it('reads what it wrote, in order and byte by byte', () => {
    expect(read(writeZip(ENTRIES))).toEqual(ENTRIES);
  });

  it('writes what another program reads, and the same bytes each time', () => {
    const bytes = writeZip(ENTRIES);
    expect(Object.entries(unzipSync(bytes)).map(([name, content]) => ({ name, bytes: content }))).toEqual(ENTRIES);
    expect(writeZip(ENTRIES)).toEqual(bytes);
  });

  it('leaves folders out', () => {
    expect(read(zipSync({ 'networks/': new Uint8Array(0), 'networks/a': text('a') })).map(({ name }) => name)).toEqual(['networks/a']);
  });

  it('reads an archive with a comment at its end', () => {
    const bytes = writeZip(ENTRIES);
    const commented = new Uint8Array([...bytes, ...text('PK\u0005\u0006 hello')]);
    commented.set(le16(10), bytes.length - 2);
    expect(read(commented)).toEqual(ENTRIES);
  });

  const whole = writeZip(ENTRIES);
  it.each([
    ['cut short', whole.subarray(0, 700), 'bad-file', /no end that a zip archive has/],
    ['no archive', text('hello'), 'bad-file', /no end/],
    ['bytes before it', new Uint8Array([0, ...whole]), 'bad-file', /directory does not stand where/],
    ['several disks', altered(whole, 'end', 4, [1]), 'unsupported', /several disks/],
    ['zip64', altered(whole, 'end', 16, [255, 255, 255, 255]), 'unsupported', /zip64/],
    ['encrypted', altered(whole, 'central', 8, [1]), 'unsupported', /"bundle.json": is encrypted/],
    ['another method', altered(whole, 'central', 10, [12]), 'unsupported', /method 12/],
    ['another check sum', altered(whole, 'central', 16, [1, 2, 3, 4]), 'bad-file', /damaged.*check sum/],
    ['a larger size than it unpacks to', altered(whole, 'central', 24, [255, 255]), 'bad-file', /names 65,535 bytes|instead of 65,535/],
    ['a smaller size than it unpacks to', altered(whole, 'central', 24, [10, 0]), 'bad-file', /more than the 10 bytes/],
    ['another name inside', altered(whole, 'local', 30, text('B')), 'bad-file', /disagree/],
    ['another place', altered(whole, 'central', 42, [3]), 'bad-file', /does not stand where/],
  ] as const)('refuses %s and says so', (_, bytes, code, message) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error);
  });

  it.each(['../a', '/a', 'a//b', 'a/./b', 'a\\b', 'C:a', 'a\u0000', 'a\u202eb', 'x'.repeat(201)])('refuses the name %j', (name) => {
    expect(() => read(zipSync({ [name]: text('a') }))).toThrow(/name/);
  });

  it('refuses names that are one file on some disks', () => {
    expect(() => read(zipSync({ 'a.txt': text('a'), 'A.TXT': text('b') }))).toThrow(/"A.TXT": stands twice/);
  });

  it('refuses more files, and more bytes, than it was told to read, before it unpacks one', () => {
    expect(() => read(whole, { entries: 2, bytes: 1e6 })).toThrow(/holds 3 files; at most 2/);
    const bomb = zipSync({ bomb: new Uint8Array(20_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(30_000);
    expect(() => read(bomb)).toThrow(/unpacks to 20,000,000 bytes; at most 100,000/);
  });

  it('refuses entries that share their bytes', () => {
    const bytes = zipSync({ a: text('aaaa'), b: text('aaaa') }, { level: 0 });
    const view = new DataView(bytes.buffer);
    const first = view.getUint32(bytes.length - 22 + 16, true);
    const shared = bytes.slice();
    // The second entry of the directory points at the first file, whose own name is given to both.
    const second = first + 46 + 1;
    shared[second + 46] = 'a'.charCodeAt(0);
    shared.set([0, 0, 0, 0], second + 42);
    expect(() => read(shared)).toThrow(/stands twice/);
    shared[second + 46] = 'b'.charCodeAt(0);
    expect(() => read(shared)).toThrow(/disagree/);
  });

  it('meets any damage with an error of its own, in bounded time and memory', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.oneof({ weight: 4, arbitrary: fc.constant(whole.length) }, fc.nat(whole.length)),
        (changes, length) => {
          const bytes = whole.slice(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            const total = read(bytes).reduce((sum, entry) => sum + entry.bytes.length, 0);
            expect(total).toBeLessThanOrEqual(LIMITS.bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(RidgelineError);
          }
        },
      ),
      { numRuns: 4000, seed: 11 },
    );
  });
});
