/** The backends there are, and what is told of the one in use. */
export const BACKEND_NAMES = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];
/** 'auto': WebGPU on a real device, else the faster of webgl and wasm by a short measurement. */
export type BackendPreference = 'auto' | BackendName;

/** Builds of the wasm kernels: with the processor's fused multiply-add (one rounding, and faster), or with a multiply and an add. */
export const SIMD_BUILDS = ['fma', 'plain'] as const;
export type SimdBuild = (typeof SIMD_BUILDS)[number];
/** 'auto': fused where browser and processor have it. */
export type SimdPreference = 'auto' | SimdBuild;

/** What is asked for. */
export interface BackendChoice {
  readonly preference: BackendPreference;
  /** Left out: 'auto'. */
  readonly simd?: SimdPreference;
}

export interface BackendInfo {
  readonly name: BackendName;
  /** As the device names itself: 'NVIDIA H200', '2 cores'. */
  readonly device: string;
  /** True for a software GPU or no GPU. */
  readonly software: boolean;
  /** The build of the wasm kernels in use; null where none of them computes. */
  readonly simd: SimdBuild | null;
  /** Why this one, where a preference could not be met or a better one failed; null otherwise. Shown to the person. */
  readonly reason: string | null;
}
