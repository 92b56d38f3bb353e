/** The fixed table that says how much is computed at once: by backend and shape, never by a timing. */
import type { SlicePlan } from './slice-plan.ts';
import type { BackendName } from '../../backend-names.ts';

/**
 * 'flat': plain 2-D products, one network (or one shared weight) at a time. tfjs's wasm backend runs only these vectorised
 * (35 GFLOP/s against 2 for batched or transposed ones). 'batched': one product for many networks, for GPUs.
 */
export type ProductStyle = 'flat' | 'batched';

export function productStyle(backend: BackendName): ProductStyle {
  return backend === 'webgpu' || backend === 'webgl' ? 'batched' : 'flat';
}

export interface TileShape {
  /** Examples a block. */
  readonly rows: number;
  /** Points a tile. */
  readonly points: number;
  /** The last layer by linearity, H·W(c) = H·W₀ + Σ cₖ·(H·Wₖ): one product for all points of a flat tile. */
  readonly linearLast: boolean;
}

/** Multiply-adds of hoisting a block, and of a flat tile of one point: under 0.1 s each. */
const FLAT_WORK = 750_000_000;

/** Wide enough to be one product, small enough to stay in the cache (flat) or to be a short dispatch (batched). */
export function tileShape(style: ProductStyle, plan: SlicePlan, count: number): TileShape {
  const layer = plan.layers[plan.first];
  const parts = plan.vectors.length;
  if (style === 'batched') {
    const rows = Math.min(count, clamp(4_194_304 / plan.widest, 64, 8192));
    return { rows, points: clamp(8_388_608 / (rows * plan.widest), 1, 256), linearLast: false };
  }
  const hoistable = FLAT_WORK / (layer.inputs * layer.outputs * parts);
  const later = plan.layers.slice(plan.first + 1).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const rows = Math.min(count, clamp(Math.min(524_288 / plan.widest, hoistable, FLAT_WORK / Math.max(1, later)), 16, 4096));
  const last = plan.layers.length - 1;
  const movingLater = plan.moving.some((moves, l) => moves && l > plan.first && l < last);
  const lastMoves = plan.moving[last] && last > plan.first;
  const narrow = parts * plan.layers[last].outputs <= 16;
  if (movingLater || (lastMoves && !narrow)) return { rows, points: 1, linearLast: false };
  const points = clamp(131_072 / (rows * plan.widest), 1, 64);
  return { rows, points, linearLast: lastMoves && points > 1 };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.floor(value)));
}
