/** The wasm kernels' workers, one a core (browser only). */
import type { Helpers } from '../../rpc/helper.ts';
import { KernelEvaluator } from './evaluator.ts';
import { workerShard, type ShardPort } from './port.ts';
import kernelsUrl from './kernels/build/kernels.wasm?url';

/** More shards than this gain little and cost a copy of the network each. */
const MAX_SHARDS = 8;
/** Milliseconds in which the kernels must have come: a few kilobytes. */
const FETCH_TIME = 60_000;

/** The kernels, compiled. Rejects where they are not to be had. */
export async function fetchKernels(): Promise<WebAssembly.Module> {
  const response = await fetch(kernelsUrl, { signal: AbortSignal.timeout(FETCH_TIME) });
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
