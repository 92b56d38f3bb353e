/** A pool worker: one shard of the wasm kernels. */
import { serveShard, type ToShard } from './port.ts';

const serve = serveShard((message) => postMessage(message));
onmessage = ({ data }: MessageEvent<ToShard>) => serve(data);
