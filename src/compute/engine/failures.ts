/** Which errors are the backend's own: memory that ran out, a shader that does not compile, a device that refuses; and what is told of kernels that fail. */
import { RidgelineError } from '../../base/errors.ts';
import type { BackendInfo } from '../backend-names.ts';

/** What tfjs, WebGPU and wasm say when they are at fault; they have no codes. */
const TELLTALE = /memory|alloc|buffer|device|shader|pipeline|texture|kernel worker|wasm|webassembly|webgpu|webgl/i;

/** True where the same job may succeed on another backend. The caller has ruled out its own abort: a lost device rejects with an AbortError too. */
export function isBackendFailure(error: unknown): boolean {
  if (error instanceof RidgelineError) return error.code === 'backend-failed' || (error.code === 'internal' && TELLTALE.test(error.message));
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) return false;
  return error instanceof RangeError || TELLTALE.test(error.message);
}

/** With more reasons for what is not as asked, or not the best. */
export function withReasons(info: BackendInfo, ...reasons: readonly (string | null)[]): BackendInfo {
  return { ...info, reason: [info.reason, ...reasons].filter(Boolean).join(' ') || null };
}
