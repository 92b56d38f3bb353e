/** A pool worker: one shard of the wasm kernels. */
import type { ToServer } from '../../rpc/channel.ts';
import { serveShard, type ShardMethods } from './port.ts';

const receive = serveShard((message) => postMessage(message));
onmessage = ({ data }: MessageEvent<ToServer<ShardMethods>>) => receive(data);
