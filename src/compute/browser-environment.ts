/** Backends as a browser's worker offers them. Imported by worker.ts alone: its imports need the bundler. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendEnvironment, Device } from './backend.ts';
import { prepareWasm } from './browser-wasm.ts';
import type { BackendName } from './protocol.ts';

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|software|basic render/i;
/** tfjs's tiled program for every product: the one with atomics gives other digits at each repeat. */
const MATMUL_REDUCE_PROGRAM = 3;

/** @param onDeviceLost called once when the WebGPU device in use is lost, with what the browser says */
export function createBrowserEnvironment(onDeviceLost: (message: string) => void): BackendEnvironment {
  return {
    webgpuDevice,
    webglDevice,
    cores: navigator.hardwareConcurrency,
    async activate(name) {
      await register(name);
      if (!(await tf.setBackend(name))) return false;
      if (name === 'webgpu') watchDevice(onDeviceLost);
      return true;
    },
  };
}

async function register(name: BackendName): Promise<void> {
  if (name === 'wasm') {
    prepareWasm();
  } else if (name === 'webgpu') {
    await import('@tensorflow/tfjs-backend-webgpu');
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', MATMUL_REDUCE_PROGRAM);
  } else if (name === 'webgl') {
    await import('@tensorflow/tfjs-backend-webgl');
  }
}

/** Asked for in the worker: on the page a missing adapter prints a warning. */
async function webgpuDevice(): Promise<Device | null> {
  try {
    if (!('gpu' in navigator)) return null;
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return null;
    const { description, device, vendor, architecture } = adapter.info;
    const fallback = 'isFallbackAdapter' in adapter.info && adapter.info.isFallbackAdapter;
    const named = description || device || [vendor, architecture].filter(Boolean).join(' ') || 'GPU';
    return { name: named, software: fallback || architecture === 'swiftshader' || SOFTWARE_RENDERER.test(named) };
  } catch {
    return null;
  }
}

function webglDevice(): Device | null {
  try {
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (context === null) return null;
    const names = context.getExtension('WEBGL_debug_renderer_info');
    const parameter: unknown = context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
    const name = typeof parameter === 'string' ? parameter : 'GPU';
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return { name, software: SOFTWARE_RENDERER.test(name) };
  } catch {
    return null;
  }
}

function watchDevice(onDeviceLost: (message: string) => void): void {
  const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
  void device.lost.then((info) => {
    if (info.reason !== 'destroyed') onDeviceLost(info.message);
  });
}
