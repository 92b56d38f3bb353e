import { describe, expect, it } from 'vitest';
import { stepBytes, stepModule } from '../../testing/kernel-module.ts';
import { SIMD_BUILDS, type SimdBuild } from '../backend-names.ts';
import { startStepKernels } from './start-step-kernels.ts';

const SIMD = 0xfd;
/** Opcodes of vector arithmetic, and what breaks them: f32x4.add and sub, f32x4.relaxed_madd and relaxed_nmadd. */
const BROKEN: Readonly<Record<SimdBuild, readonly [from: readonly number[], to: readonly number[]]>> = {
  plain: [
    [SIMD, 0xe4, 0x01],
    [SIMD, 0xe5, 0x01],
  ],
  fma: [
    [SIMD, 0x85, 0x02],
    [SIMD, 0x86, 0x02],
  ],
};

/** Where a build adds or multiplies and adds. */
function placesOf(build: SimdBuild): number[] {
  const bytes = stepBytes(build);
  const [from] = BROKEN[build];
  return [...bytes.keys()].filter((at) => from.every((byte, k) => bytes[at + k] === byte));
}

/** The kernels with a wrong sign at these places. */
function broken(build: SimdBuild, places: readonly number[]): WebAssembly.Module {
  const bytes = stepBytes(build);
  for (const at of places) bytes.set(BROKEN[build][1], at);
  return new WebAssembly.Module(bytes);
}

/** Some adds move a polynomial's last digits alone, and where the kernels look for what is not finite the sign does not matter. */
const TOLD: Readonly<Record<SimdBuild, number>> = { plain: 0.6, fma: 0.9 };

describe.each(SIMD_BUILDS)('the self-test of training (%s)', (build) => {
  const module = stepModule(build);

  it('passes the kernels', async () => {
    expect(await startStepKernels([build], () => Promise.resolve(module))).toEqual({ module, reason: null });
  });

  it('tells a wrong sign nearly wherever the kernels add', async () => {
    const places = placesOf(build);
    let told = 0;
    for (const at of places) {
      const started = await startStepKernels([build], () => Promise.resolve(broken(build, [at])));
      if (started.module === null) told++;
    }
    expect(told / places.length).toBeGreaterThan(TOLD[build]);
  });
});

describe('startStepKernels', () => {
  const wrong = { plain: broken('plain', placesOf('plain')), fma: broken('fma', placesOf('fma')) };

  it('goes on to the next build where one computes wrong numbers, and says why', async () => {
    const module = stepModule('plain');
    const started = await startStepKernels(['fma', 'plain'], (build) => Promise.resolve(build === 'fma' ? wrong.fma : module));
    expect(started.module).toBe(module);
    expect(started.reason).toMatch(
      /^The training kernels with fused multiply-add did not start \(they failed their self-test: a parameter came out as .+ instead of .+\)\.$/,
    );
  });

  it('has none where no build computes rightly, or none comes', async () => {
    const none = await startStepKernels(['fma', 'plain'], (build) => Promise.resolve(wrong[build]));
    expect(none.module).toBeNull();
    expect(none.reason).toMatch(
      /with fused multiply-add did not start .+ The training kernels did not start \(they failed .+\); training takes longer\.$/,
    );
    const absent = await startStepKernels(['plain'], () => Promise.reject(new Error('no answer')));
    expect(absent).toEqual({ module: null, reason: 'The training kernels did not start (no answer); training takes longer.' });
  });
});
