/** A pool worker: one lane of the wasm kernels. */
import { serveLane, type ToLane } from './port.ts';

const serve = serveLane((message) => postMessage(message));
onmessage = ({ data }: MessageEvent<ToLane>) => serve(data);
