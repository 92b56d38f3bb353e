import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import type { Activation, Architecture, Normalisation } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import type { Network } from '../../nn/network.ts';
import { expectClose } from '../../testing/close.ts';
import { forwardLogits } from '../../testing/float64-network.ts';
import { validateSpec } from '../../testing/validate-spec.ts';
import { composePermutations, invertPermutation } from '../../testing/permutations.ts';
import { permutationSpec } from './permutation-spec.ts';
import { identityPermutations, permuteNetwork, positiveSigns, randomPermutations } from './permute.ts';

const architectures = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 }),
    activation: fc.constantFrom<Activation>('relu', 'tanh', 'gelu', 'linear'),
    norm: fc.constantFrom<Normalisation>('none', 'before', 'after'),
    logistic: fc.boolean(),
  })
  .map(({ inputs, hidden, activation, norm, logistic }): Architecture => ({
    inputs,
    classes: 2,
    hidden,
    activation,
    norm,
    output: logistic ? 'logistic' : 'softmax',
    init: 'pytorch',
  }));

function noisy(architecture: Architecture, seed: number): Network {
  const random = seededRandom(seed, 'noisy');
  return { architecture, parameters: initialise(architecture, seed).parameters.map((value) => value + 0.5 * random.normal()) };
}

const randomSigns = (architecture: Architecture, seed: number): Int8Array[] =>
  architecture.hidden.map((width, l) => Int8Array.from({ length: width }, (_, i) => (seededRandom(seed, l, i).uniform() < 0.5 ? -1 : 1)));

describe('permutations', () => {
  it('leave the function as it is, sign flips too where the activation is odd or normalisation follows it', () => {
    fc.assert(
      fc.property(architectures, fc.integer(), (architecture, seed) => {
        const network = noisy(architecture, seed);
        const { activation, norm } = architecture;
        const flips = activation === 'tanh' || activation === 'linear' || norm === 'after';
        const moved = permuteNetwork(network, randomPermutations(architecture, seed), flips ? randomSigns(architecture, seed) : null);
        const random = seededRandom(seed, 'x');
        const x = Float32Array.from({ length: 5 * architecture.inputs }, () => random.normal());
        expectClose(forwardLogits(architecture, moved.parameters, x, 5), forwardLogits(architecture, network.parameters, x, 5), 1e-9, 1e-9);
      }),
    );
  });

  it("row i of the permuted layer is row p[i], times its sign; the next layer's inputs likewise", () => {
    const architecture: Architecture = { inputs: 1, classes: 2, hidden: [3], activation: 'tanh', norm: 'none', output: 'logistic', init: 'pytorch' };
    const network = { architecture, parameters: Float32Array.of(1, 2, 3, 10, 20, 30, 100, 200, 300, 7) };
    const moved = permuteNetwork(network, [Int32Array.of(2, 0, 1)], [Int8Array.of(1, -1, 1)]);
    expect([...moved.parameters]).toEqual([3, -1, 2, 30, -10, 20, 300, -100, 200, 7]);
    expect([...network.parameters]).toEqual([1, 2, 3, 10, 20, 30, 100, 200, 300, 7]);
  });

  it('inverse and composition', () => {
    fc.assert(
      fc.property(architectures, fc.integer(), (architecture, seed) => {
        const network = noisy(architecture, seed);
        const p = randomPermutations(architecture, seed);
        const q = randomPermutations(architecture, seed + 1);
        const back = permuteNetwork(permuteNetwork(network, p), p.map(invertPermutation));
        expect([...back.parameters]).toEqual([...network.parameters]);
        const twice = permuteNetwork(permuteNetwork(network, p), q);
        expect([...twice.parameters]).toEqual([
          ...permuteNetwork(
            network,
            p.map((first, l) => composePermutations(first, q[l])),
          ).parameters,
        ]);
        expect([...permuteNetwork(network, identityPermutations(architecture), positiveSigns(architecture)).parameters]).toEqual([
          ...network.parameters,
        ]);
      }),
    );
  });

  it('refuses what is no permutation, and signs that would change the function', () => {
    const architecture: Architecture = {
      inputs: 1,
      classes: 2,
      hidden: [2, 2],
      activation: 'relu',
      norm: 'none',
      output: 'softmax',
      init: 'pytorch',
    };
    const network = initialise(architecture, 1);
    const identity = identityPermutations(architecture);
    expect(() => permuteNetwork(network, [identity[0]])).toThrow(/hidden layers of 2, 2 units/);
    expect(() => permuteNetwork(network, [identity[0], Int32Array.of(1, 1)])).toThrow(/permutations\[1\] is not a permutation/);
    expect(() => permuteNetwork(network, identity, [Int8Array.of(1, -1), Int8Array.of(1, 1)])).toThrow(/only odd activations/);
    expect(() => permuteNetwork(network, identity, [Int8Array.of(1, 0), Int8Array.of(1, 1)])).toThrow(/\+1 or -1/);
  });
});

describe('permutation spec', () => {
  it('is valid for every architecture and moves every hidden axis', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const spec = permutationSpec(architecture);
        validateSpec(spec, architecture);
        const perLayer = architecture.norm === 'none' ? 3 : 5;
        expect(spec.flat().length).toBe(perLayer * architecture.hidden.length);
      }),
    );
  });

  it('is refused where an axis is missing, moves twice or belongs to the outside', () => {
    const architecture: Architecture = { inputs: 2, classes: 3, hidden: [4], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };
    const [axes] = permutationSpec(architecture);
    expect(() => validateSpec([[...axes, axes[0]]], architecture)).toThrow(/moves twice/);
    expect(() => validateSpec([[{ layer: 0, tensor: 'weight', axis: 'inputs', signed: true }]], architecture)).toThrow(
      /length 2, not 4|may not move/,
    );
    expect(() => validateSpec([[{ layer: 0, tensor: 'gain', axis: 'outputs', signed: true }]], architecture)).toThrow(/there is no layer 0 gain/);
    expect(() => validateSpec([], architecture)).toThrow(/0 permutations for 1 hidden/);
  });
});
