/** A shard in the calling thread: for scores that wait behind no figure, and for tests. */
import { Yielder } from '../../../base/yielder.ts';
import { driveShard, prepareShard, TURN, type ShardPort } from './port.ts';
import { Shard } from './shard.ts';

/** @param turn milliseconds between turns of the event loop */
export function inlineShard(module: WebAssembly.Module, turn = TURN): ShardPort {
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
    async hidden(setup, request, signal) {
      prepareShard(shard, setup);
      return driveShard(shard.hidden(request), new Yielder(turn, signal));
    },
    bytes: () => Promise.resolve(shard.bytes),
    close: () => undefined,
  };
}
