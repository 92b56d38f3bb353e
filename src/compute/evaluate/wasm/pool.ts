/** The wasm kernels' workers, one a core (browser only). */
import type { Helpers } from '../../rpc/helper.ts';
import { KernelEvaluator } from './evaluator.ts';
import { workerShard, type ShardPort } from './port.ts';
import type { SimdBuild } from '../../backend-names.ts';
import fusedUrl from './kernels/build/kernels.fma.wasm?url';
import plainUrl from './kernels/build/kernels.wasm?url';

const URLS: Readonly<Record<SimdBuild, string>> = { fma: fusedUrl, plain: plainUrl };
/** More shards than this gain little and cost a copy of the network each. */
const MAX_SHARDS = 8;
/** Milliseconds in which the kernels must have come: a few kilobytes. */
const FETCH_TIME = 60_000;

/** A build of the kernels, compiled. Rejects where it is not to be had. */
export async function fetchKernels(build: SimdBuild): Promise<WebAssembly.Module> {
  const response = await fetch(URLS[build], { signal: AbortSignal.timeout(FETCH_TIME) });
  return WebAssembly.compile(await response.arrayBuffer());
}

/** An evaluator on `shards` workers; whether they start and compute rightly shows when it is asked (../self-test.ts). */
export function createKernelEvaluator(
  module: WebAssembly.Module,
  helpers: Helpers,
  shards = Math.min(navigator.hardwareConcurrency, MAX_SHARDS),
): KernelEvaluator {
  const make = (): ShardPort => workerShard(helpers.start('kernels'), module);
  return new KernelEvaluator(Array.from({ length: Math.max(1, shards) }, make), make());
}
