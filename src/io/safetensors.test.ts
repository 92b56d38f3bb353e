import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithShared, readShared } from '../testing/shared.ts';
import { duplicateKey, tooDeep } from './json-keys.ts';
import { looksLikeSafetensors, readSafetensors, writeSafetensors } from './safetensors.ts';

/** A file from a header text and data bytes, without any check. */
function file(header: string, data: Uint8Array | number[] = [], length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(header);
  const out = new Uint8Array(8 + json.length + data.length);
  new DataView(out.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  out.set(json, 8);
  out.set(data, 8 + json.length);
  return out;
}

function one(dtype: string, shape: number[], data: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return file(JSON.stringify({ t: { dtype, shape, data_offsets: [0, bytes.length] } }), bytes);
}

describe('writeSafetensors', () => {
  it('lays the file out as the Rust library does', () => {
    // serde_json's compact text, dtypes by alignment, then names (safetensors/src/tensor.rs, `prepare`), padded with spaces to 8 bytes.
    const header =
      '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    const written = writeSafetensors(
      [
        { name: 'b', shape: [1], data: Float32Array.of(3) },
        { name: 'a', shape: [2], data: Float32Array.of(1, 2) },
      ],
      { format: 'pt' },
    );
    expect(written).toEqual(file(padded, new Uint8Array(Float32Array.of(1, 2, 3).buffer)));
    expect(new DataView(written.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  it('comes back as it was, whatever the names and shapes', () => {
    const tensor = fc.record({
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      integer: fc.boolean(),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((name) => name !== '__metadata__'),
          tensor,
          { maxKeys: 6 },
        ),
        (dictionary) => {
          const tensors = Object.entries(dictionary).map(([name, { shape, integer, seed }]) => {
            const count = shape.reduce((product, size) => product * size, 1);
            const data = integer ? new Int32Array(count) : new Float32Array(count);
            for (let i = 0; i < count; i++) data[i] = integer ? seed + i : Math.sin(seed + i);
            return { name, shape, data };
          });
          const bytes = writeSafetensors(tensors, { made: 'by a test' });
          const { tensors: read, metadata } = readSafetensors(bytes, 'x');
          expect(metadata).toEqual({ made: 'by a test' });
          expect(read.size).toBe(tensors.length);
          for (const { name, shape, data } of tensors) {
            expect(read.get(name)).toEqual({ dtype: data instanceof Int32Array ? 'I32' : 'F32', shape, data, converted: false });
          }
        },
      ),
    );
  });

  it('refuses repeated and reserved names and wrong shapes', () => {
    const data = Float32Array.of(1);
    expect(() =>
      writeSafetensors([
        { name: 'a', shape: [1], data },
        { name: 'a', shape: [1], data },
      ]),
    ).toThrow(/"a" is repeated/);
    expect(() => writeSafetensors([{ name: '__metadata__', shape: [1], data }])).toThrow(/reserved/);
    expect(() => writeSafetensors([{ name: 'a', shape: [2], data }])).toThrow(/holds 2 values, received 1/);
  });
});

describe('readSafetensors, dtypes', () => {
  const read = (dtype: string, data: ArrayBufferView, count: number) => readSafetensors(one(dtype, [count], data), 'f').tensors.get('t')!;

  it('rounds F64 and says so', () => {
    const tensor = read('F64', Float64Array.of(0.1, -1e300), 2);
    expect(tensor.data).toEqual(Float32Array.of(Math.fround(0.1), -Infinity));
    expect(tensor.converted).toBe(true);
  });

  it('reads F16: one, the largest, the smallest subnormal, infinity, NaN', () => {
    const tensor = read('F16', Uint16Array.of(0x3c00, 0x7bff, 0x0001, 0xfc00, 0x7e00, 0xc000), 6);
    expect(tensor.data).toEqual(Float32Array.of(1, 65504, 2 ** -24, -Infinity, NaN, -2));
    expect(tensor.converted).toBe(true);
  });

  it('reads BF16', () => {
    expect(read('BF16', Uint16Array.of(0x3f80, 0xc040, 0x7f80), 3).data).toEqual(Float32Array.of(1, -3, Infinity));
  });

  it('reads integers of every width as 32 bits', () => {
    expect(read('I64', BigInt64Array.of(-5n, 2147483647n), 2).data).toEqual(Int32Array.of(-5, 2147483647));
    expect(read('I16', Int16Array.of(-300), 1).data).toEqual(Int32Array.of(-300));
    expect(read('U16', Uint16Array.of(65535), 1).data).toEqual(Int32Array.of(65535));
    expect(read('I8', Int8Array.of(-7), 1).data).toEqual(Int32Array.of(-7));
    expect(read('U8', Uint8Array.of(255), 1).data).toEqual(Int32Array.of(255));
    expect(read('BOOL', Uint8Array.of(1, 0), 2).data).toEqual(Int32Array.of(1, 0));
    expect(() => read('I64', BigInt64Array.of(0n, 2n ** 40n), 2)).toThrow(/f, tensor "t", element 1: 1099511627776 does not fit/);
    expect(() => read('U32', Uint32Array.of(4294967295), 1)).toThrow(/does not fit/);
  });

  it('names the tensor, dtype and shape that it does not read', () => {
    expect(() => read('F8_E4M3', Uint8Array.of(1), 1)).toThrow(/tensor "t" of shape \[1\]: dtype F8_E4M3 is not read/);
  });
});

describe('readSafetensors, hostile bytes', () => {
  const entry = (begin: number, end: number) => `{"dtype":"F32","shape":[${(end - begin) / 4}],"data_offsets":[${begin},${end}]}`;
  const rejected: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(0), /has 0 bytes/],
    ['a header of 2^63 bytes', file('{}', [], 2n ** 63n), /header would have 9223372036854775808 bytes/],
    ['a header longer than the file', file('{}', [], 500n), /header should have 500 bytes, but only 2 follow/],
    ['no brace', file('[]'), /must start with '\{'/],
    ['broken JSON', file('{"a":'), /header: is not JSON/],
    ['bad UTF-8', file('{"a', [0xff, 0xff], 5n), /not JSON/],
    ['text after the header', file('{} x'), /not JSON/],
    ['a repeated key', file(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`, [0, 0, 0, 0]), /the key "a" stands twice/],
    ['a repeated inner key', file('{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}'), /"a.dtype" stands twice/],
    ['metadata that is not text', file('{"__metadata__":{"a":1}}'), /"__metadata__", "a": must be a text/],
    ['an unknown key', file('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"extra":1}}'), /"extra" is unknown/],
    ['a negative size', file('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', [0, 0, 0, 0]), /"shape" must be/],
    [
      'a shape that overflows',
      file('{"a":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      /needs .* bytes/,
    ],
    [
      'bytes that do not match the shape',
      file('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', new Uint8Array(8)),
      /needs 12 bytes, but data_offsets \[0, 8\] give 8/,
    ],
    ['an overlap', file(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, new Uint8Array(12)), /tensor "b": its data \(bytes 4 to 12\) overlap/],
    ['a hole', file(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, new Uint8Array(12)), /leaving a hole after byte 4/],
    ['data outside', file(`{"a":${entry(0, 16)}}`, new Uint8Array(12)), /ends? at byte 16, but the file holds 12/],
    ['a header nested deep', file('{"a":' + '['.repeat(9)), /header, byte 12: is nested more than 8 deep/],
    ['too many tensors', file(`{${Array.from({ length: 2001 }, (_, i) => `"${i}":${entry(0, 0)}`).join(',')}}`), /lists 2001 tensors; at most 2000/],
    ['a header of two megabytes', file('{}'.padEnd(2 ** 21)), /header would have 2097152 bytes; at most 1048576/],
    ['data left over', file(`{"a":${entry(0, 4)}}`, new Uint8Array(12)), /8 bytes follow the last tensor/],
  ];
  it.each(rejected)('%s', (_what, bytes, message) => {
    expect(() => readSafetensors(bytes, 'weights.safetensors')).toThrow(message);
    expect(() => readSafetensors(bytes, 'weights.safetensors')).toThrow(/weights\.safetensors/);
  });

  it('counts the numbers of all tensors before it reads one', () => {
    const two = file(`{"a":${entry(0, 8)},"b":${entry(8, 16)}}`, new Uint8Array(16));
    expect(readSafetensors(two, 'f', 4).tensors.size).toBe(2);
    expect(() => readSafetensors(two, 'f', 3)).toThrow(/^f: its tensors hold 4 numbers; at most 3 are read\.$/);
    // A byte a number in the file, four in memory.
    const bytes = file('{"a":{"dtype":"U8","shape":[2,8],"data_offsets":[0,16]}}', new Uint8Array(16));
    expect(() => readSafetensors(bytes, 'f', 15)).toThrow(/hold 16 numbers/);
  });

  it('gives what a changed file holds or a named error, and never more numbers than allowed', () => {
    const start = file(`{"__metadata__":{"k":"v"},"a":${entry(0, 8)},"b":${entry(8, 16)}}`, new Uint8Array(16));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(start.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(start.length), (changes, cut) => {
        const bytes = start.slice(0, Math.max(cut, start.length - 40));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          const { tensors } = readSafetensors(bytes, 'f', 4);
          expect([...tensors.values()].reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(4);
        } catch (error) {
          expect((error as Error).name).toBe('RidgelineError');
        }
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('never fails otherwise than by a named error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, framed) => {
        try {
          readSafetensors(framed ? file('{"a":' + new TextDecoder('latin1').decode(noise) + '}') : noise, 'n');
        } catch (error) {
          expect((error as Error).name).toBe('RidgelineError');
        }
      }),
    );
  });

  it('keeps a name such as __proto__ as a name', () => {
    const { tensors, metadata } = readSafetensors(file(`{"__metadata__":{"__proto__":"x"},"__proto__":${entry(0, 4)}}`, new Uint8Array(4)), 'f');
    expect(Object.keys(metadata)).toEqual(['__proto__']);
    expect([...tensors.keys()]).toEqual(['__proto__']);
  });
});

describe('duplicateKey', () => {
  it('is not fooled by strings that hold braces, quotes and colons', () => {
    expect(duplicateKey('{"a":"{\\"a\\":1,","b":[{"a":1},{"a":2}],"c":{"a":1}}')).toBeNull();
    expect(duplicateKey('{"a":["x","x"],"b":"a"}')).toBeNull();
    expect(duplicateKey('{"z":{"b":1,"c":[1,2],"b":2}}')).toBe('z.b');
  });
});

describeWithShared('readSafetensors, reference files', () => {
  it('reads a PyTorch state dict and writes the same tensors back', () => {
    const bytes = readShared('reference', 'mnist-relu-32', 'a.safetensors');
    expect(looksLikeSafetensors(bytes)).toBe(true);
    const { tensors, metadata } = readSafetensors(bytes, 'a.safetensors');
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ['0.bias', [32]],
      ['0.weight', [32, 784]],
      ['2.bias', [10]],
      ['2.weight', [10, 32]],
    ]);
    expect(metadata).toEqual({ format: 'pt' });
    const again = writeSafetensors(
      [...tensors].map(([name, { shape, data }]) => ({ name, shape, data })),
      metadata,
    );
    expect(readSafetensors(again, 'again')).toEqual({ tensors, metadata });
  });
});

describe('tooDeep', () => {
  const at = (text: string, limit: number): number | null => tooDeep(new TextEncoder().encode(text), limit);
  it('counts brackets outside of texts', () => {
    expect(at('{"a":[[1]],"b":[{"c":[]}]}', 4)).toBeNull();
    expect(at('{"a":[[1]],"b":[{"c":[]}]}', 3)).toBe(21);
    expect(at('["[[[[\\"[[[","{"]', 1)).toBeNull();
    expect(at('['.repeat(2 ** 20), 8)).toBe(8);
  });
});
