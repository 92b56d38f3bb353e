import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../nn/architecture.ts';
import type { Training } from '../../nn/training.ts';
import { spanEpochs, stackSize } from './stacking.ts';

const architecture: Architecture = { inputs: 784, classes: 10, hidden: [128], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };

describe('stackSize', () => {
  it('never stacks on wasm and cpu', () => {
    expect(stackSize('wasm', architecture, 128, 3)).toBe(1);
    expect(stackSize('cpu', architecture, 128, 3)).toBe(1);
  });

  it('stacks on GPUs up to what fits', () => {
    expect(stackSize('webgpu', architecture, 128, 3)).toBe(3);
    expect(stackSize('webgl', architecture, 128, 1000)).toBeLessThan(200);
    expect(stackSize('webgpu', { ...architecture, hidden: [2048, 2048, 2048, 2048, 2048] }, 128, 3)).toBe(1);
  });
});

describe('spanEpochs', () => {
  const training: Training = {
    epochs: 5,
    batchSize: 128,
    optimizer: 'adam',
    learningRate: 0.01,
    momentum: 0,
    weightDecay: 0,
    schedule: 'constant',
    cycleMomentum: false,
    warmup: 0,
    clipNorm: 0,
    checkpoints: 3,
  };

  it('lets images train side by side on wasm, an epoch or more at a time', () => {
    expect(spanEpochs('wasm', architecture, training, 12_000, 3)).toBe(1);
    expect(spanEpochs('wasm', { ...architecture, inputs: 2, classes: 2, hidden: [64, 64] }, { ...training, epochs: 1000 }, 1000, 3)).toBeGreaterThan(
      5,
    );
  });

  it('leaves single networks, tiny ones and other backends where they are', () => {
    expect(spanEpochs('wasm', architecture, training, 12_000, 1)).toBeNull();
    expect(
      spanEpochs('wasm', { ...architecture, inputs: 2, classes: 2, hidden: [32] }, { ...training, epochs: 50, batchSize: 64 }, 1000, 3),
    ).toBeNull();
    expect(spanEpochs('cpu', architecture, training, 12_000, 3)).toBeNull();
    expect(spanEpochs('webgpu', architecture, training, 12_000, 3)).toBeNull();
  });
});
