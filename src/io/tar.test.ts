import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeTar, readTar } from './tar.ts';

function header(name: string, size: string, type = '0', prefix = ''): Uint8Array {
  const block = new Uint8Array(512);
  const put = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  put(name, 0);
  put('0000644\0', 100);
  put(size, 124);
  put(type, 156);
  put('ustar\x0000', 257);
  put(prefix, 345);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const octal = (size: number) => `${size.toString(8).padStart(11, '0')} `;
function archive(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
function entry(name: string, data: number[], type = '0', prefix = ''): Uint8Array {
  const padded = new Uint8Array(Math.ceil(data.length / 512) * 512);
  padded.set(data);
  return archive(header(name, octal(data.length), type, prefix), padded);
}
const END = new Uint8Array(1024);

describe('readTar', () => {
  const bytes = archive(
    entry('cifar/', [], '5'),
    entry('long', [1], 'x'),
    entry('cifar/a.bin', [1, 2, 3]),
    entry('b.bin', [4], '0', 'cifar/deep'),
    entry('readme', [5]),
    END,
  );

  it('gives the regular files that are wanted, prefix included', () => {
    expect(looksLikeTar(bytes)).toBe(true);
    expect(readTar(bytes, 'x.tar', (name) => name.endsWith('.bin'))).toEqual([
      { name: 'cifar/a.bin', bytes: Uint8Array.of(1, 2, 3) },
      { name: 'cifar/deep/b.bin', bytes: Uint8Array.of(4) },
    ]);
  });

  it('says where an archive was cut', () => {
    const cut = entry(
      'a.bin',
      Array.from({ length: 600 }, () => 1),
    ).subarray(0, 1000);
    expect(() => readTar(cut, 'x.tar', () => true)).toThrow(/x\.tar, byte 512: the entry "a\.bin" should have 600 bytes, but 488 follow/);
    expect(() => readTar(bytes.subarray(0, bytes.length - 1024), 'x.tar', () => true)).toThrow(/ends without its closing blocks/);
  });

  it('refuses a damaged header, a size that is no number, and noise', () => {
    const damaged = bytes.slice();
    damaged[1536] ^= 1;
    expect(() => readTar(damaged, 'x.tar', () => true)).toThrow(/x\.tar, byte 1536: no valid tar header/);
    expect(() => readTar(archive(header('a', '12x45678901'), END), 'x.tar', () => true)).toThrow(/byte 124: the entry's size/);
    expect(() =>
      readTar(
        Uint8Array.from({ length: 2048 }, (_, i) => i % 200),
        'x.tar',
        () => true,
      ),
    ).toThrow(/no valid tar header/);
  });

  it('gives views within the archive or a named error, whatever was changed in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.constantFrom(0, 0x30, 0x37, 0x20, 0x78, 255)), { maxLength: 6 }),
        fc.nat(bytes.length),
        (changes, cut) => {
          const changed = bytes.slice(0, cut % 2 === 0 ? cut : bytes.length);
          for (const [at, value] of changes) if (at < changed.length) changed[at] = value;
          try {
            const found = readTar(changed, 't', () => true);
            expect(found.reduce((sum, entry) => sum + entry.bytes.length, 0)).toBeLessThanOrEqual(changed.length);
            expect(found.every((entry) => entry.bytes.buffer === changed.buffer)).toBe(true);
          } catch (error) {
            expect((error as Error).name).toBe('RidgelineError');
          }
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });
});
