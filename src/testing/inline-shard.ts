import { Yielder } from '../base/yielder.ts';
import { driveShard, prepareShard, type ShardPort } from '../compute/evaluate/wasm/port.ts';
import { Shard } from '../compute/evaluate/wasm/shard.ts';

/** A shard that runs in the calling thread. @param turn milliseconds between turns of the event loop */
export function inlineShard(module: WebAssembly.Module, turn = 15): ShardPort {
  const shard = new Shard(module);
  return {
    async evaluate(setup, requests, carried, signal) {
      prepareShard(shard, setup);
      return driveShard(shard.evaluate(requests, carried ?? undefined), new Yielder(turn, signal));
    },
    async logits(setup, request, signal) {
      prepareShard(shard, setup);
      return driveShard(shard.logits(request), new Yielder(turn, signal));
    },
    bytes: () => Promise.resolve(shard.bytes),
    close: () => undefined,
  };
}
