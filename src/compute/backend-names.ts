/** The backends there are, and what is told of the one in use. */
export const BACKEND_NAMES = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];
/** 'auto': WebGPU on a real device, else the faster of webgl and wasm by a short measurement. */
export const BACKEND_PREFERENCES = ['auto', ...BACKEND_NAMES] as const;
export type BackendPreference = (typeof BACKEND_PREFERENCES)[number];

export interface BackendInfo {
  readonly name: BackendName;
  /** As the device names itself: 'NVIDIA H200', '2 cores'. */
  readonly device: string;
  /** True for a software GPU or no GPU. */
  readonly software: boolean;
  /** Why this one, where a preference could not be met or a better one failed; null otherwise. Shown to the person. */
  readonly reason: string | null;
}
