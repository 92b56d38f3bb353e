// Compiles the AssemblyScript kernels to wasm beside their source; start, test and build run it first.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const BUILDER = 'src/tools/build-kernels.mjs';
const SHARED = 'src/compute/evaluate/wasm/kernels';
const MODULES = [
  { folder: SHARED, name: 'kernels' },
  { folder: 'src/compute/training/kernels', name: 'step' },
];
/** Plain SIMD, and with fused multiply-add (the relaxed SIMD proposal). */
const VARIANTS = [
  { suffix: '', features: [] },
  { suffix: '.fma', features: ['--enable', 'relaxed-simd'] },
];

function newest(folder) {
  return Math.max(
    ...readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => statSync(join(folder, name)).mtimeMs),
  );
}

/**
 * -O2: at -O3 Binaryen joins the unrolled steps of a sum into one expression, whose multiply-adds wait for each other while the operands of
 * the other sums overflow the registers. Products then reach 38 GFLOP/s instead of 55.
 */
async function build({ folder, name }, { suffix, features }) {
  const output = join(folder, 'build', `${name}${suffix}.wasm`);
  const changed = Math.max(newest(folder), newest(SHARED), statSync(BUILDER).mtimeMs);
  if (existsSync(output) && statSync(output).mtimeMs >= changed) return;
  mkdirSync(join(folder, 'build'), { recursive: true });
  const settings = ['-O2', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...features, '--importMemory', '--use', 'abort='];
  const { error, stderr } = await asc.main([join(folder, `${name}.ts`), '--outFile', output, ...settings]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}

for (const module of MODULES) for (const variant of VARIANTS) await build(module, variant);
