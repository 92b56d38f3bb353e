import { describe, expect, it } from 'vitest';
import { fileName } from './file-name.ts';

describe('fileName', () => {
  it.each([
    ['seed 1', 'seed 1.safetensors'],
    ['seed 3/5, half 1 of 2', 'seed 3-5, half 1 of 2.safetensors'],
    ['seed 2′ by weights', 'seed 2′ by weights.safetensors'],
    ['a.safetensors', 'a.safetensors'],
    ['A.SAFETENSORS', 'A.safetensors'],
    ['../../etc/passwd', '-..-etc-passwd.safetensors'],
    ['.hidden. ', 'hidden.safetensors'],
    ['a\u202Egnp\u0000\n', 'a-gnp--.safetensors'],
    ['C:\\x*?"<>|', 'C--x------.safetensors'],
    ['...', 'network.safetensors'],
    ['nul', 'network nul.safetensors'],
    ['seed 🌊', 'seed 🌊.safetensors'],
  ])('of %j is %j', (name, expected) => {
    expect(fileName(name, 'safetensors')).toBe(expected);
  });
});
