import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import type { Architecture } from '../nn/architecture.ts';
import { initialise } from '../nn/initialise.ts';
import { REFERENCE_CASES, loadReference } from '../testing/reference.ts';
import { describeWithShared, readShared } from '../testing/shared.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { readNetwork, writeNetwork } from './state-dict.ts';

type Shapes = Record<string, number[]>;

/** A file of tensors with these shapes, filled with 0, 1, 2, ... */
function fileOf(shapes: Shapes): Uint8Array {
  return writeSafetensors(
    Object.entries(shapes).map(([name, shape]) => ({
      name,
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    })),
  );
}

const read = (shapes: Shapes, norm?: 'none' | 'before' | 'after') =>
  readNetwork(fileOf(shapes), 'net.safetensors', { activation: 'relu', ...(norm ? { norm } : {}) });

function refusal(shapes: Shapes, norm?: 'none' | 'before' | 'after'): string {
  try {
    read(shapes, norm);
  } catch (error) {
    expect(error).toBeInstanceOf(RidgelineError);
    expect((error as RidgelineError).code).toBe('bad-file');
    return (error as Error).message;
  }
  return expect.fail('was accepted');
}

const plain: Shapes = { '0.weight': [3, 2], '0.bias': [3], '2.weight': [4, 3], '2.bias': [4] };
const normalised: Shapes = { '0.weight': [3, 2], '0.bias': [3], '1.weight': [3], '1.bias': [3], '3.weight': [4, 3], '3.bias': [4] };

describe('reading a state dict', () => {
  it('turns [out, in] into [in, out]', () => {
    const { network, understood } = read({ '0.weight': [2, 3], '0.bias': [2] });
    expect([...network.parameters]).toEqual([0, 3, 1, 4, 2, 5, 0, 1]);
    expect(network.architecture).toMatchObject({ inputs: 3, hidden: [], classes: 2, output: 'softmax' });
    expect(understood).toEqual(['3 inputs, no hidden layer, 2 classes.', 'No layer normalisation.']);
  });

  it('reads the place of the normalisation from the gaps, and takes a correction', () => {
    expect(read(normalised).network.architecture.norm).toBe('before');
    const after = { '0.weight': [3, 2], '0.bias': [3], '2.weight': [3], '2.bias': [3], '3.weight': [4, 3], '3.bias': [4] };
    expect(read(after).network.architecture.norm).toBe('after');
    expect(read(after, 'before').network.architecture.norm).toBe('before');
    expect(read(normalised).understood[1]).toContain('before the activation (module 0 is linear, module 1 the normalisation)');
  });

  it('orders modules by number, not as text, behind any prefix', () => {
    const shapes: Shapes = {};
    for (let l = 0; l < 7; l++) {
      shapes[`model.net.${2 * l}.weight`] = [l + 3, l + 2];
      shapes[`model.net.${2 * l}.bias`] = [l + 3];
    }
    const { network, understood } = read(shapes);
    expect(network.architecture).toMatchObject({ inputs: 2, hidden: [3, 4, 5, 6, 7, 8], classes: 9 });
    expect(understood).toContain('The names\' common start "model.net." was left out.');
  });

  it('understands fc1, ln1, fc2, and a bare linear layer', () => {
    const { network, understood } = read({
      'fc1.weight': [3, 2],
      'fc1.bias': [3],
      'ln1.weight': [3],
      'ln1.bias': [3],
      'out.weight': [1, 3],
      'out.bias': [1],
    });
    expect(network.architecture).toMatchObject({ hidden: [3], norm: 'before', output: 'logistic', classes: 2 });
    expect(understood[1]).toContain('do not tell its place');
    expect(read({ weight: [4, 5], bias: [4] }).network.architecture).toMatchObject({ inputs: 5, classes: 4 });
  });

  it.each<[string, Shapes, RegExp]>([
    ['a convolution', { '0.weight': [8, 1, 3, 3], '0.bias': [8] }, /0\.weight \[8, 1, 3, 3\].*4 dimensions/],
    ['batch normalisation', { ...normalised, '1.running_mean': [3] }, /1\.running_mean \[3\].*batch normalisation/],
    ['an unknown tensor', { ...plain, '0.scale': [3] }, /0\.scale \[3\].*neither a weight nor a bias/],
    ['a missing bias', { '0.weight': [3, 2], '2.weight': [4, 3], '2.bias': [4] }, /0\.weight \[3, 2\].*no bias/],
    ['a missing weight', { ...plain, '4.bias': [4] }, /4\.bias \[4\].*no weight/],
    ['widths that do not chain', { ...plain, '2.weight': [4, 5] }, /2\.weight \[4, 5\].*takes 5 inputs, but 0\.weight \[3, 2\] before it gives 3/],
    ['a bias of another width', { ...plain, '2.bias': [5] }, /2\.bias \[5\].*does not fit its weight \[4, 3\]/],
    ['a normalisation of another width', { ...normalised, '1.weight': [5], '1.bias': [5] }, /1\.weight \[5\].*normalises 5 units/],
    ['a normalisation first', { '0.weight': [3], '0.bias': [3], '1.weight': [4, 3], '1.bias': [4] }, /before the first linear layer/],
    ['a normalisation last', { ...plain, '3.weight': [4], '3.bias': [4] }, /after the last linear layer/],
    ['two normalisations', { ...normalised, '2.weight': [3], '2.bias': [3] }, /second normalisation/],
    ['some layers normalised', { ...normalised, '5.weight': [6, 4], '5.bias': [6] }, /3\.weight \[4, 3\].*no normalisation after it/],
    ['names without an order', { 'first.weight': [3, 2], 'first.bias': [3], 'second.weight': [4, 3], 'second.bias': [4] }, /no clear order/],
    ['nothing', {}, /no tensors/],
    ['".weight" beside "weight"', { weight: [4, 5], bias: [4], '.weight': [4, 5] }, /\.weight \[4, 5\].*empty part in its name/],
    ['too wide a layer', { '0.weight': [2049, 2], '0.bias': [2049], '1.weight': [2, 2049], '1.bias': [2] }, /2049 units; at most 2048/],
  ])('refuses %s', (_, shapes, message) => {
    expect(refusal(shapes)).toMatch(message);
  });

  it('refuses normalisations that stand in different places, and a choice against the file', () => {
    const mixed = { ...normalised, '5.weight': [4], '5.bias': [4], '6.weight': [2, 4], '6.bias': [2] };
    expect(refusal(mixed)).toMatch(/5\.weight \[4\].*after the activation by its number/);
    expect(read(mixed, 'after').network.architecture.norm).toBe('after');
    expect(refusal(normalised, 'none')).toMatch(/none was asked for/);
    expect(refusal(plain, 'before')).toMatch(/no layer normalisation/);
  });

  it('refuses more numbers than a network may have, before it reads them', () => {
    // Bytes of a bool tensor: a file of forty million numbers in forty megabytes.
    const header = JSON.stringify({ '0.weight': { dtype: 'BOOL', shape: [40_000_001], data_offsets: [0, 40_000_001] } });
    const bytes = new Uint8Array(8 + header.length + 40_000_001);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(new TextEncoder().encode(header), 8);
    expect(() => readNetwork(bytes, 'n', { activation: 'relu' })).toThrow(/hold 40,000,001 numbers; at most 40,000,000/);
  });

  it('refuses 13 hidden layers, integers and NaN', () => {
    const deep: Shapes = {};
    for (let l = 0; l < 14; l++) Object.assign(deep, { [`${l}.weight`]: [2, 2], [`${l}.bias`]: [2] });
    expect(refusal(deep)).toMatch(/13 hidden layers; at most 12/);
    const write = (data: Float32Array | Int32Array) =>
      writeSafetensors([
        { name: '0.weight', shape: [2, 1], data },
        { name: '0.bias', shape: [2], data: new Float32Array(2) },
      ]);
    expect(() => readNetwork(write(Int32Array.of(1, 2)), 'n', { activation: 'relu' })).toThrow(/0\.weight \[2, 1\].*integers \(I32\)/);
    expect(() => readNetwork(write(Float32Array.of(1, NaN)), 'n', { activation: 'relu' })).toThrow(/NaN at entry 1/);
  });
});

describe('writing a state dict', () => {
  it('comes back as it was, for every architecture', () => {
    const architectures = fc.record({
      inputs: fc.integer({ min: 1, max: 5 }),
      classes: fc.integer({ min: 2, max: 5 }),
      hidden: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 }),
      activation: fc.constantFrom('relu' as const, 'tanh' as const, 'gelu' as const, 'linear' as const),
      norm: fc.constantFrom('none' as const, 'before' as const, 'after' as const),
      logistic: fc.boolean(),
    });
    fc.assert(
      fc.property(architectures, fc.integer(), ({ inputs, classes, hidden, activation, norm, logistic }, seed) => {
        const architecture: Architecture = {
          inputs,
          classes: logistic ? 2 : classes,
          hidden,
          activation,
          norm: hidden.length === 0 ? 'none' : norm,
          output: logistic ? 'logistic' : 'softmax',
          init: 'pytorch',
        };
        const network = initialise(architecture, seed);
        const written = writeNetwork(network);
        const told = readNetwork(written, 'n', {});
        expect([told.network.architecture.activation, told.guessed.includes('activation')]).toEqual([activation, false]);
        const back = readNetwork(written, 'n', { activation }).network;
        expect(back.architecture).toEqual(architecture);
        expect([...back.parameters]).toEqual([...network.parameters]);
      }),
    );
  });
});

describeWithShared('state dicts of the reference networks', () => {
  it.each(REFERENCE_CASES)('%s: reads, and writes the same tensors', (name) => {
    const reference = loadReference(name);
    for (const id of ['a', 'b', 'c'] as const) {
      const bytes = readShared('reference', name, `${id}.safetensors`);
      const { network } = readNetwork(bytes, `${id}.safetensors`, { activation: reference.a.architecture.activation });
      expect(network.architecture).toEqual(reference[id].architecture);
      expect(Buffer.compare(Buffer.from(network.parameters.buffer), Buffer.from(reference[id].parameters.buffer))).toBe(0);
      const original = readSafetensors(bytes, id).tensors;
      const written = readSafetensors(writeNetwork(network), id).tensors;
      expect([...written.keys()].sort()).toEqual([...original.keys()].sort());
      for (const [key, tensor] of original) expect(written.get(key)?.shape).toEqual(tensor.shape);
    }
  });
});
