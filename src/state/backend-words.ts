/** Backends by name and in words, with the build of the wasm kernels where one computes: for records, links and where a network comes from. */
import type { BackendInfo } from '../compute/backend-names.ts';
import type { LinkState } from './link/state.ts';
import { BACKEND_SETTING, SIMD_SETTING } from './settings.ts';

/** As a record names what trained its network: 'webgpu', 'wasm fma'; read by `backendText`. */
export function recordedBackend({ name, simd }: Pick<BackendInfo, 'name' | 'simd'>): string {
  return simd === null ? name : `${name} ${simd}`;
}

/** A record's backend: 'WebAssembly, FMA'. Records of before builds were told apart name none; of a training that went on, both are named. */
export function backendText(recorded: string | null): string {
  if (recorded === null) return 'not recorded';
  return recorded
    .split(', then ')
    .map((one) => one.split(' ').map(labelOf).join(', '))
    .join(', then ');
}

function labelOf(word: string): string {
  return [...BACKEND_SETTING.choices, ...SIMD_SETTING.choices].find(({ value }) => value === word)?.label ?? word;
}

/** The backend of the link's author, where it gives other digits than the one here. An older link does not say which build computed. */
export function authorBackend({ backend, simd }: Pick<LinkState, 'backend' | 'simd'>, info: BackendInfo | null): string | null {
  if (backend === null || (backend === info?.name && (simd === null || simd === info.simd))) return null;
  return simd === null ? backend : `${backend}, ${labelOf(simd)}`;
}
