import { afterEach, describe, expect, it, vi } from 'vitest';
import { READ_LIMIT } from '../device-time.ts';
import { GpuRunner } from './runner.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('reading from a device that hangs', () => {
  it('ends the device and rejects as a failed backend, no sooner than in two minutes', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('GPUBufferUsage', { MAP_READ: 1, COPY_DST: 8 });
    vi.stubGlobal('GPUMapMode', { READ: 1 });
    const destroyed = vi.fn();
    const freed = vi.fn();
    const device = {
      createBuffer: () => ({ mapAsync: () => new Promise(() => undefined), destroy: freed }),
      createCommandEncoder: () => ({ copyBufferToBuffer: () => undefined, finish: () => null }),
      queue: { submit: () => undefined },
      destroy: destroyed,
    };
    const outcome = new GpuRunner(device as unknown as GPUDevice).read({} as GPUBuffer, 16).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(READ_LIMIT - 1000);
    expect(destroyed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(await outcome).toMatchObject({ code: 'backend-failed', message: 'The graphics device gave no answer for two minutes.' });
    expect(destroyed).toHaveBeenCalledTimes(1);
    expect(freed).toHaveBeenCalledTimes(1);
  });
});
