// Compiles the AssemblyScript kernels to wasm beside their source; start, test and build run it first.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

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

async function build({ folder, name }, { suffix, features }) {
  const output = join(folder, 'build', `${name}${suffix}.wasm`);
  if (existsSync(output) && statSync(output).mtimeMs >= Math.max(newest(folder), newest(SHARED))) return;
  mkdirSync(join(folder, 'build'), { recursive: true });
  const settings = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...features, '--importMemory', '--use', 'abort=', '--converge'];
  const { error, stderr } = await asc.main([join(folder, `${name}.ts`), '--outFile', output, ...settings]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}

for (const module of MODULES) for (const variant of VARIANTS) await build(module, variant);
