/**
 * tfjs's WebGPU backend on a device of our own making. tfjs has no way back from a lost device, so each device is a backend of its own,
 * with a name of its own and the same kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { DeviceEvent } from './engine.ts';

/** tfjs's tiled program for every product: the one with atomics gives other digits at each repeat. */
const MATMUL_REDUCE_PROGRAM = 3;
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

export interface WebGpu {
  /** What tfjs knows it by. */
  readonly name: string;
  isLost(): boolean;
  /** Tells when the device is lost, whoever ended it, and of each error that no call has thrown: memory, shaders, misuse. */
  watch(tell: (event: DeviceEvent) => void): void;
}

let devices = 0;

/** A new device as a backend of tfjs, not yet selected; null where there is no adapter. */
export async function startWebGpu(): Promise<WebGpu | null> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return null;
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', MATMUL_REDUCE_PROGRAM);
  const device = await adapter.requestDevice({ requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])) });
  let lost = false;
  void device.lost.then(() => (lost = true));
  const name = `webgpu ${++devices}`;
  tf.copyRegisteredKernels('webgpu', name);
  tf.registerBackend(name, () => new WebGPUBackend(device, adapter.info));
  return {
    name,
    isLost: () => lost,
    watch: (tell) => {
      void device.lost.then(({ message }) => tell({ kind: 'lost', message: trimmed(message) }));
      device.addEventListener('uncapturederror', (event) => {
        event.preventDefault();
        tell({ kind: 'refused', message: trimmed(event.error.message) });
      });
    },
  };
}

/** The first line, without its full stop. */
function trimmed(message: string): string {
  return message.split('\n')[0].replace(/\.$/, '').slice(0, 200);
}
