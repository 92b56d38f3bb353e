/**
 * The budget of working buffers, the one place that states it. It covers what an evaluator makes in order to be fast and keeps
 * between tiles or calls: hoisted products, prefixes, copies of the vectors, packed layers. It does not cover the examples themselves,
 * nor the activations of the tile in hand (some MB). The kernels' shards, the probe's among them, share it evenly; the
 * evaluator on tfjs has it for itself, and so have products and prefixes on a WebGPU device. What does not fit is made again, block of
 * examples by block, never left out: results are the same bits.
 */
export const WORKING_BYTES = 256 * 1024 * 1024;
