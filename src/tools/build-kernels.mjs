// Compiles the AssemblyScript kernels to wasm beside their source; start, test and build run it first.
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const folder = 'src/compute/evaluate/wasm/kernels';
const source = 'src/compute/evaluate/wasm/kernels/kernels.ts';
const output = 'src/compute/evaluate/wasm/kernels/build/kernels.wasm';

const newest = Math.max(
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => statSync(join(folder, name)).mtimeMs),
);

if (!existsSync(output) || statSync(output).mtimeMs < newest) {
  mkdirSync('src/compute/evaluate/wasm/kernels/build', { recursive: true });
  const { error, stderr } = await asc.main([
    source,
    '--outFile',
    output,
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
    '--use',
    'abort=',
    '--converge',
  ]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}
