import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../base/hash.ts';
import { writeSafetensors } from '../../io/safetensors.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import { initialise } from '../../nn/initialise.ts';
import { readFile, type ReadFileRequest } from './read-file.ts';

const network = initialise({ inputs: 2, classes: 2, hidden: [3], activation: 'tanh', norm: 'none', output: 'softmax', init: 'pytorch' }, 1);
const file = writeNetwork(network);
const read = (bytes: Uint8Array, patch: Partial<ReadFileRequest> = {}, signal?: AbortSignal) =>
  readFile(
    { file: new Blob([new Uint8Array(bytes)]), name: 'a.bin', as: 'either', choice: { activation: 'relu' }, named: [], ...patch },
    signal === undefined ? {} : { signal },
  );

describe('readFile', () => {
  it('reads a network, as its hash says where that is named', async () => {
    const sha256 = sha256Hex(file);
    const given = await read(file);
    expect(given).toMatchObject({ sha256, bytes: new Uint8Array(0), network: { network: { architecture: { activation: 'relu' } } } });
    expect(given.network?.network.parameters).toEqual(network.parameters);
    const named = await read(file, { named: [{ sha256, choice: { activation: 'tanh' } }] });
    expect(named.network?.network.architecture).toEqual(network.architecture);
  });

  it('gives the bytes of data, and of anything where data are asked for', async () => {
    const tensor = { shape: [1, 1], data: Float32Array.of(1) };
    const data = writeSafetensors([
      { name: 'x', ...tensor },
      { name: 'y', ...tensor },
    ]);
    for (const [bytes, as] of [
      [data, 'either'],
      [new TextEncoder().encode('1,2\n'), 'either'],
      [file, 'data'],
    ] as const)
      // prettier-ignore
      expect(await read(bytes, { as })).toEqual({ sha256: sha256Hex(bytes), bytes, network: null });
    await expect(read(data, { as: 'network' })).rejects.toMatchObject({ code: 'bad-file' });
  });

  it('hashes many bytes as it hashes few, and stops when it is cancelled', async () => {
    const bytes = new Uint8Array(9 * 1024 * 1024 + 5).map((_, i) => i % 253);
    expect((await read(bytes, { as: 'data' })).sha256).toBe(sha256Hex(bytes));
    const controller = new AbortController();
    const reading = read(bytes, { as: 'data' }, controller.signal);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  it('says that a file is gone', async () => {
    const gone = Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException('not found', 'NotFoundError')) });
    await expect(read(file, { file: gone })).rejects.toThrow('a.bin: could not be read (not found). Is it still where it was');
  });

  it('gives a network of what the file holds or a named error, whatever was changed in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(file.length), async (changes, cut) => {
        const bytes = file.slice(0, cut % 3 === 0 ? cut : file.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          const found = (await read(bytes, { as: 'network' })).network;
          expect(found?.network.parameters.every((value) => Number.isFinite(value))).toBe(true);
        } catch (error) {
          expect((error as Error).name).toBe('RidgelineError');
        }
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
