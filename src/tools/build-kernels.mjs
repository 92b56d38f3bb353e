// Compiles the AssemblyScript kernels to wasm beside their source; start, test and build run it first.
import { mkdirSync, statSync, existsSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const source = 'src/compute/wasm/kernels.ts';
const output = 'src/compute/wasm/build/kernels.wasm';

if (!existsSync(output) || statSync(output).mtimeMs < statSync(source).mtimeMs) {
  mkdirSync('src/compute/wasm/build', { recursive: true });
  const { error, stderr } = await asc.main([source, '--outFile', output, '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--use', 'abort=', '--converge']);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}
