import { describe, expect, it } from 'vitest';
import { authorBackend, backendText, recordedBackend } from './backend-words.ts';

const info = { name: 'wasm', device: '2 cores', software: true, simd: 'fma', reason: null } as const;

describe('a backend', () => {
  it('is recorded with the build of its kernels, and read again in words', () => {
    expect(recordedBackend(info)).toBe('wasm fma');
    expect(recordedBackend({ name: 'webgpu', simd: null })).toBe('webgpu');
    expect(backendText('wasm fma')).toBe('WebAssembly, FMA');
    expect(backendText('webgpu, then wasm plain')).toBe('WebGPU, then WebAssembly, plain SIMD');
    expect(backendText('wasm')).toBe('WebAssembly');
    expect(backendText(null)).toBe('not recorded');
  });

  it("is told of a link's author where it gives other digits; an older link says nothing of builds", () => {
    expect(authorBackend({ backend: 'wasm', simd: 'fma' }, info)).toBeNull();
    expect(authorBackend({ backend: 'wasm', simd: null }, info)).toBeNull();
    expect(authorBackend({ backend: null, simd: null }, info)).toBeNull();
    expect(authorBackend({ backend: 'wasm', simd: 'plain' }, info)).toBe('wasm, plain SIMD');
    expect(authorBackend({ backend: 'webgpu', simd: null }, info)).toBe('webgpu');
  });
});
