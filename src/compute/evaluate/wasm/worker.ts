/** A pool worker: one shard of the wasm kernels. */
import type { FromServer, ToServer } from '../../rpc/channel.ts';
import { serveHelper } from '../../rpc/helper.ts';
import { serveShard, type ShardMethods } from './port.ts';

serveHelper<ToServer<ShardMethods>, FromServer>(self, serveShard);
