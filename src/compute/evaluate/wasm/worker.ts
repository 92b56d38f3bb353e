/** A pool worker: one shard of the wasm kernels. */
import { serveHelper } from '../../rpc/helper.ts';
import { serveShard } from './port.ts';

serveHelper(self, serveShard);
