/**
 * Which backend computes: WebGPU on a real device first; else the faster of WebGL (where it is no software renderer) and wasm
 * by a short measurement; the plain CPU last. Whatever is chosen must first get a small evaluation right: some drivers do not.
 */
import { withinTime } from '../../base/time-limit.ts';
import type { BackendInfo, BackendName, BackendPreference } from '../backend-names.ts';

export interface Device {
  /** As it names itself. */
  readonly name: string;
  readonly software: boolean;
}

/** What the surroundings offer: the browser's worker (environment.ts), or Node in tests. */
export interface BackendEnvironment {
  /** The GPU as WebGPU sees it; null where there is none. Never throws. */
  webgpuDevice(): Promise<Device | null>;
  /** The GPU as WebGL sees it; null where there is none. */
  webglDevice(): Device | null;
  readonly cores: number;
  /** Backends, with their devices, that got the small evaluation right: a device that comes back is not asked again. */
  readonly passed: Set<string>;
  /**
   * Starts a backend and makes it the one in use. False (or a rejection) where it does not start. One that starts when another was asked
   * for meanwhile does not come into use.
   */
  activate(name: BackendName): Promise<boolean>;
  /** Lets the backend in use compute a small evaluation: null where it gets it right, else what is wrong. */
  test(name: BackendName): Promise<string | null>;
  /** Milliseconds of a small forward pass on the backend in use. */
  measure(name: BackendName): Promise<number>;
}

/** Milliseconds in which a backend starts and gets the small evaluation right, its code fetched over a slow line included. */
export const START_LIMIT = 90_000;
/** And in which the browser says whether there is a GPU. */
export const DEVICE_LIMIT = 20_000;

const LABELS: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'plain JavaScript' };

/**
 * Starts the best backend there is, or the one preferred; which build of the kernels computes is not chosen yet; `info.reason` says why where that is not what was hoped for.
 * @param avoid backends not to try, such as one whose device was lost
 */
export async function startBackend(
  preference: BackendPreference,
  environment: BackendEnvironment,
  avoid: readonly BackendName[] = [],
): Promise<BackendInfo> {
  const reasons: string[] = [];
  const tried = new Set<BackendName>(avoid);
  const attempt = async (name: BackendName, device: Device): Promise<BackendInfo | null> => {
    if (tried.has(name)) return null;
    tried.add(name);
    const failure = await startAndTest(name, device, environment);
    if (failure === null)
      return { name, device: device.name, software: device.software, simd: null, reason: reasons.length > 0 ? reasons.join(' ') : null };
    reasons.push(failure);
    return null;
  };
  if (preference !== 'auto') {
    const device = await deviceOf(preference, environment);
    const forced = device === null ? null : await attempt(preference, device);
    if (forced !== null) return forced;
    if (device === null) reasons.push(`${LABELS[preference]} was asked for, but this browser offers no device for it.`);
    tried.add(preference);
  }
  const silent = (): Error => new Error(`${LABELS.webgpu} gave no answer for ${DEVICE_LIMIT / 1000} seconds.`);
  const gpu = tried.has('webgpu')
    ? null
    : await withinTime(environment.webgpuDevice(), DEVICE_LIMIT, silent).catch((error: unknown) => {
        reasons.push((error as Error).message);
        return null;
      });
  if (gpu?.software === true) reasons.push(`WebGPU runs only in software here (${gpu.name}).`);
  const best = gpu?.software === false ? await attempt('webgpu', gpu) : null;
  if (best !== null) return best;
  for (const name of await webglOrWasm(environment, tried)) {
    const device = await deviceOf(name, environment);
    const started = device === null ? null : await attempt(name, device);
    if (started !== null) return started;
  }
  await environment.activate('cpu');
  return { name: 'cpu', device: coresText(environment), software: true, simd: null, reason: reasons.length > 0 ? reasons.join(' ') : null };
}

/** null where the backend runs and gets a small evaluation right; else why not. */
async function startAndTest(name: BackendName, device: Device, environment: BackendEnvironment): Promise<string | null> {
  try {
    if (!(await inTime(environment.activate(name)))) return `${LABELS[name]} did not start.`;
    const tested = `${name} ${device.name}`;
    if (environment.passed.has(tested)) return null;
    const wrong = await inTime(environment.test(name));
    if (wrong === null) environment.passed.add(tested);
    return wrong === null ? null : `${LABELS[name]} computed wrong numbers (${wrong}).`;
  } catch (error) {
    return `${LABELS[name]} failed to start (${error instanceof Error ? error.message : String(error)}).`;
  }
}

/** Rejects where a backend that starts does not get so far. */
function inTime<T>(step: Promise<T>): Promise<T> {
  return withinTime(step, START_LIMIT, () => new Error(`no answer for ${START_LIMIT / 1000} seconds`));
}

async function deviceOf(name: BackendName, environment: BackendEnvironment): Promise<Device | null> {
  if (name === 'webgpu') return withinTime(environment.webgpuDevice(), DEVICE_LIMIT, () => new Error('no answer')).catch(() => null);
  if (name === 'webgl') return environment.webglDevice();
  return { name: coresText(environment), software: true };
}

function coresText({ cores }: BackendEnvironment): string {
  return cores === 1 ? '1 core' : `${cores} cores`;
}

/** Those of the two that are left to try, the faster first. */
async function webglOrWasm(environment: BackendEnvironment, tried: ReadonlySet<BackendName>): Promise<BackendName[]> {
  const webgl = tried.has('webgl') ? null : environment.webglDevice();
  if (webgl === null || webgl.software || tried.has('wasm')) return webgl === null || webgl.software ? ['wasm'] : ['webgl', 'wasm'];
  const times = { webgl: await measure('webgl', environment), wasm: await measure('wasm', environment) };
  return times.webgl < times.wasm ? ['webgl', 'wasm'] : ['wasm', 'webgl'];
}

/** Milliseconds of a small forward pass; infinite where the backend does not run. */
async function measure(name: BackendName, environment: BackendEnvironment): Promise<number> {
  try {
    if (!(await inTime(environment.activate(name)))) return Infinity;
    return await inTime(environment.measure(name));
  } catch {
    return Infinity;
  }
}
