/** Which build of the wasm kernels (tools/build-kernels.mjs) this browser and processor can use. Decided once, in the computing worker. */
import type { SimdBuild, SimdPreference } from './backend-names.ts';

/**
 * (func (export "madd") (param f32 f32 f32) (result f32)): the first lane of f32x4.relaxed_madd of the three, splat. The smallest module
 * that needs relaxed SIMD (https://github.com/WebAssembly/relaxed-simd): a browser without it finds the module invalid.
 */
const PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic and version
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7d, 0x7d, 0x7d, 0x01, 0x7d], // one type: three f32 to f32
  ...[0x03, 0x02, 0x01, 0x00], // one function, of that type
  ...[0x07, 0x08, 0x01, 0x04, 0x6d, 0x61, 0x64, 0x64, 0x00, 0x00], // exported as "madd"
  ...[0x0a, 0x16, 0x01, 0x14, 0x00], // its code: 20 bytes, no locals
  ...[0x20, 0x00, 0xfd, 0x13, 0x20, 0x01, 0xfd, 0x13, 0x20, 0x02, 0xfd, 0x13], // local.get, f32x4.splat, for each
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0x00, 0x0b], // f32x4.relaxed_madd, f32x4.extract_lane 0, end
);

/**
 * Whether f32x4.relaxed_madd is there and rounds once. A processor without the instruction may answer it by a multiply and an add: then
 * nothing is fused, and nothing is gained.
 */
export function hasFusedMultiplyAdd(): boolean {
  if (!WebAssembly.validate(PROBE)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(PROBE));
  const madd = exports['madd'] as (a: number, b: number, c: number) => number;
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, whose last term a product of its own rounds away.
  return madd(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11)) === 2 ** -24;
}

export interface SimdChoice {
  /** What to try, best first; the plain build runs wherever there is SIMD. */
  readonly builds: readonly SimdBuild[];
  /** Why the build asked for is not among them; null where it is. */
  readonly reason: string | null;
}

/** What started of a choice. */
export interface StartedBuild<T> {
  /** null where none did. */
  readonly started: { readonly value: T; readonly simd: SimdBuild } | null;
  /** Why it is not the build asked for, or not the best. */
  readonly reasons: readonly string[];
}

/** Starts the first build that works. @param start rejects where a build does not start or fails its test, and leaves nothing running then */
export async function startBuild<T>({ builds, reason }: SimdChoice, start: (build: SimdBuild) => Promise<T>): Promise<StartedBuild<T>> {
  const reasons = reason === null ? [] : [reason];
  for (const simd of builds) {
    try {
      return { started: { value: await start(simd), simd }, reasons };
    } catch (error) {
      reasons.push(simd === 'fma' ? `The kernels with fused multiply-add did not start (${whyOf(error)}).` : kernelsFailed(error));
    }
  }
  return { started: null, reasons };
}

/** For the person, where none of our kernels starts. */
export function kernelsFailed(error: unknown): string {
  return `The fast kernels did not start (${whyOf(error)}); figures take longer.`;
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The builds to try for a preference. @param fused whether there is a fused multiply-add */
export function simdChoice(preference: SimdPreference, fused: boolean): SimdChoice {
  if (preference === 'plain') return { builds: ['plain'], reason: null };
  if (fused) return { builds: ['fma', 'plain'], reason: null };
  const reason = 'Fused multiply-add was asked for, but this browser or processor has none for WebAssembly: multiply and add compute.';
  return { builds: ['plain'], reason: preference === 'fma' ? reason : null };
}
