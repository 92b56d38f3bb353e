import { describe, expect, it } from 'vitest';
import type { Architecture } from '../nn/architecture.ts';
import { stackSize } from './stacking.ts';

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
