import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close.ts';
import { REFERENCE_CASES, loadReference } from '../testing/reference.ts';
import { describeWithShared } from '../testing/shared.ts';
import { forwardLogits, scoreNetwork } from '../testing/float64-network.ts';
import type { Architecture } from './architecture.ts';
import { exampleLosses, logSumExp, predictedClasses, scoreLogits, softplus } from './forward.ts';

const softmax: Architecture = { inputs: 2, classes: 2, hidden: [], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };
const logistic: Architecture = { ...softmax, output: 'logistic' };

describe('forward pass, by hand', () => {
  it('a linear model: x·W + b', () => {
    // W = [[1, 2], [3, 4]] as [in, out], b = [10, 20]
    expectClose(forwardLogits(softmax, Float32Array.of(1, 2, 3, 4, 10, 20), Float32Array.of(1, 1, 2, -1), 2), [14, 26, 9, 20], 0, 0);
  });

  it('layer normalisation before and after the activation', () => {
    const weights = [1, 0, 0, 1, 0, 0, /* gain, shift */ 2, 2, 1, 1, /* out */ 1, 0, 0, 1, 0, 0];
    const x = Float32Array.of(-1, 3);
    // Normalised (−1, 3): mean 1, variance 4.
    const unit = 2 / Math.sqrt(4 + 1e-5);
    expectClose(
      forwardLogits({ ...softmax, hidden: [2], norm: 'before' }, Float32Array.from(weights), x, 1),
      [Math.max(0, 1 - 2 * unit), 1 + 2 * unit],
      1e-15,
      1e-15,
    );
    // After relu (0, 3): mean 1.5, variance 2.25.
    const after = 1.5 / Math.sqrt(2.25 + 1e-5);
    expectClose(
      forwardLogits({ ...softmax, hidden: [2], norm: 'after' }, Float32Array.from(weights), x, 1),
      [1 - 2 * after, 1 + 2 * after],
      1e-15,
      1e-15,
    );
  });

  it('losses without overflow, both outputs', () => {
    expectClose(exampleLosses(softmax, Float64Array.of(1000, 0, 0, 1000), Int32Array.of(0, 0), 2), [0, 1000], 0, 0);
    expectClose(exampleLosses(logistic, Float64Array.of(1000, -1000, 0), Int32Array.of(1, 1, 0), 3), [0, 1000, Math.LN2], 1e-15, 0);
    // A logistic output is a softmax over (0, z).
    const z = 1.7;
    expectClose([softplus(-z)], [logSumExp(Float64Array.of(0, z)) - z], 1e-15, 0);
  });

  it('ties go to the lowest class; a logit of 0 is class 0', () => {
    expect([...predictedClasses(softmax, Float64Array.of(1, 1, 0, 2), 2)]).toEqual([0, 1]);
    expect([...predictedClasses(logistic, Float64Array.of(0, 1e-9, -1), 3)]).toEqual([0, 1, 0]);
  });

  it('a logit that is not finite makes loss and accuracy NaN, right label or not', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(scoreLogits(softmax, Float64Array.of(1, bad, 3, 4), Int32Array.of(0, 0), 2)).toEqual({ loss: NaN, accuracy: NaN });
      expect(scoreLogits(logistic, Float64Array.of(bad), Int32Array.of(1), 1)).toEqual({ loss: NaN, accuracy: NaN });
    }
    expect(
      scoreNetwork(softmax, Float32Array.of(Infinity, 0, 0, 0, 0, 0), { x: Float32Array.of(0, 1), y: Int32Array.of(0), count: 1 }).loss,
    ).toBeNaN();
  });
});

describeWithShared('forward pass on the reference networks', () => {
  it.each(REFERENCE_CASES)('%s: logits, losses, accuracies', (name) => {
    const { a, b, c, examples, expected } = loadReference(name);
    const logits = forwardLogits(a.architecture, a.parameters, examples.x, 4);
    expectClose(logits, expected.logitsA.flat(), 1e-9, 1e-9, 'logits');
    for (const [i, network] of [a, b, c].entries()) {
      const score = scoreNetwork(network.architecture, network.parameters, examples);
      expectClose([score.loss, score.accuracy], [expected.endpoints[i].loss, expected.endpoints[i].accuracy], 1e-9, 1e-12, `network ${i}`);
    }
  });
});
