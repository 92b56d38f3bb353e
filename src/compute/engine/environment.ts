/** Backends as a browser's worker offers them. Imported by worker.ts alone: its imports need the bundler. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendEnvironment, Device } from './choose-backend.ts';
import { prepareWasm } from '../evaluate/tfjs/wasm-backend.ts';
import type { DeviceEvent } from './engine.ts';
import type { Helpers } from '../rpc/helper.ts';
import type { BackendName } from '../backend-names.ts';
import { startWebGpu, type WebGpu } from './webgpu-device.ts';

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|software|basic render/i;

export interface BrowserEnvironment extends BackendEnvironment {
  readonly helpers: Helpers;
  /** Tells of everything that befalls the WebGPU device in use. */
  readonly watch: (tell: (event: DeviceEvent) => void) => void;
}

export function createBrowserEnvironment(helpers: Helpers): BrowserEnvironment {
  let gpu: WebGpu | null = null;
  /** How often a backend was asked for, and tfjs's name of the one in use. */
  let asked = 0;
  let current: string | null = null;
  const start = async (name: BackendName): Promise<string | null> => {
    if (name === 'webgpu') {
      if (gpu === null || gpu.isLost()) gpu = await startWebGpu();
      if (gpu === null) return null;
      return (await tf.setBackend(gpu.name)) ? gpu.name : null;
    }
    if (name === 'wasm') prepareWasm();
    else if (name === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
    return (await tf.setBackend(name)) ? name : null;
  };
  return {
    helpers,
    webgpuDevice,
    webglDevice,
    cores: navigator.hardwareConcurrency,
    passed: new Set(),
    async activate(name) {
      const turn = ++asked;
      const started = await start(name);
      if (turn === asked) {
        current = started ?? current;
        return started !== null;
      }
      // It came too late and was given up: tfjs goes back to what is in use since.
      if (started !== null && current !== null) await tf.setBackend(current);
      return false;
    },
    watch: (tell) => gpu?.watch(tell),
  };
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
