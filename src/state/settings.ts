/** The settings of the experiment, the matching and the backend, for the fields that show them. */
import { choiceSetting } from '../base/setting.ts';
import type { BackendPreference, SimdPreference } from '../compute/backend-names.ts';
import { DATA_SETTINGS, STANDARDISATION_SETTINGS } from '../datasets/settings.ts';
import { ARCHITECTURE_SETTINGS } from '../nn/architecture-settings.ts';
import { SEEDS_SETTING } from '../nn/seed-settings.ts';
import { TRAINING_SETTINGS } from '../nn/training-settings.ts';
import { ALIGNMENT_SETTINGS } from './alignment-settings.ts';

/** A link names the backend that computed; a person may leave the choice open. */
export const BACKEND_SETTING = choiceSetting<BackendPreference>({
  label: 'Compute with',
  link: 'backend',
  explanation: 'What evaluates and trains the networks; another backend gives other last digits.',
  standard: 'auto',
  choices: { auto: 'The best found', webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'plain JavaScript' },
});

/** A link names the build that computed, where it was one of ours on wasm; `?simd=` forces one. */
export const SIMD_SETTING = choiceSetting<SimdPreference>({
  label: 'WebAssembly kernels',
  link: 'simd',
  explanation: 'Whether a multiply and an add are fused, rounding once, where browser and processor can; the other build gives other last digits.',
  standard: 'auto',
  choices: { auto: 'The best found', fma: 'FMA', plain: 'plain SIMD' },
});

export const SETTINGS = {
  data: DATA_SETTINGS,
  standardisation: STANDARDISATION_SETTINGS,
  architecture: ARCHITECTURE_SETTINGS,
  training: TRAINING_SETTINGS,
  seeds: SEEDS_SETTING,
  alignment: ALIGNMENT_SETTINGS,
  backend: BACKEND_SETTING,
  simd: SIMD_SETTING,
} as const;
