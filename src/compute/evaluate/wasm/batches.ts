/** Cuts requests for slices into tiles for the shards: a fixed function of the shapes, never a timing; results do not depend on it. */
import type { SliceRequest } from '../../../landscape/evaluator.ts';
import { pointsOf, type Slice } from '../../../landscape/slice.ts';
import { outputWidth, type Architecture } from '../../../nn/architecture.ts';
import { parameterLayout } from '../../../nn/layout.ts';
import { analyseSlice, LOSS_WORK } from '../slice-analysis.ts';
import { MAX_VECTORS, type PartOfSlice } from './shard-group.ts';

/** A tile is about this many multiply-adds on a shard: 20 to 40 ms, so that figures stream. (Shards stop for an abort within a tile, too.) */
const TILE_WORK = 2e8;
const MAX_TILE = 512;

/** Points `start`.. of request `index`. */
export interface SliceTile extends PartOfSlice {
  readonly index: number;
  readonly start: number;
}

/** Tiles of one architecture and few vectors, each an array of parts that shards take at once. */
export interface Batches {
  readonly architecture: Architecture;
  /** How many vectors they name. */
  readonly vectors: number;
  readonly tiles: readonly (readonly SliceTile[])[];
}

/** @param count examples of a shard */
export function batchesOf(requests: readonly SliceRequest[], count: number, tileWork = TILE_WORK): Batches[] {
  return alike(requests).map((indices) => {
    const tiles: SliceTile[][] = [];
    // Points that the last tile has room for; all slices here are of one architecture, so of one cost a point.
    let left = 0;
    for (const index of indices) {
      const { slice, coordinates, each = [] } = requests[index];
      const width = slice.directions.length;
      const total = pointsOf(slice, coordinates);
      for (let start = 0; start < total;) {
        if (left < 1) {
          tiles.push([]);
          left = Math.max(1, Math.min(MAX_TILE, Math.round(tileWork / pointWork(slice, count))));
        }
        const size = Math.min(total - start, left);
        const here = each.map((point) => point - start).filter((point) => point >= 0 && point < size);
        const part = coordinates.slice(start * width, (start + size) * width);
        tiles[tiles.length - 1].push({ slice, coordinates: part, each: here, total, index, start });
        left -= size;
        start += size;
      }
    }
    const { architecture } = requests[indices[0]].slice;
    return { architecture, vectors: new Set(indices.flatMap((index) => vectorsOf(requests[index].slice))).size, tiles };
  });
}

function vectorsOf({ origin, directions }: Slice): Float32Array[] {
  return [origin, ...directions];
}

/** Indices of the requests in groups of one architecture and few vectors; within a group those of one origin follow one another, by their masks, so that neighbours share first layers. */
function alike(requests: readonly SliceRequest[]): number[][] {
  const groups: { name: string; vectors: Set<Float32Array>; indices: number[] }[] = [];
  for (const [index, { slice }] of requests.entries()) {
    const name = JSON.stringify(slice.architecture);
    const last = groups.at(-1);
    const vectors = new Set([...(last?.vectors ?? []), ...vectorsOf(slice)]);
    if (last?.name === name && vectors.size <= MAX_VECTORS) {
      last.vectors = vectors;
      last.indices.push(index);
    } else groups.push({ name, vectors: new Set(vectorsOf(slice)), indices: [index] });
  }
  return groups.map(({ vectors, indices }) => {
    const rank = new Map([...vectors].map((vector, i) => [vector, i]));
    const order = (index: number): number => rank.get(requests[index].slice.origin) ?? 0;
    return indices.sort((p, q) => order(p) - order(q) || compareMasks(requests[p].slice, requests[q].slice) || p - q);
  });
}

/** Layers that stay come first, layer by layer from the input. */
function compareMasks(p: Slice, q: Slice): number {
  const [before, after] = [p, q].map(({ architecture, directions, layers }) => analyseSlice(architecture, directions.length, layers).moving);
  const l = before.findIndex((moves, each) => moves !== after[each]);
  return l < 0 ? 0 : Number(before[l]) - Number(after[l]);
}

/** Multiply-adds of a point on `count` examples, sharing apart. */
function pointWork({ architecture }: Slice, count: number): number {
  const { layers } = parameterLayout(architecture);
  const later = layers.slice(1).reduce((sum, layer) => sum + layer.inputs * layer.outputs, 0);
  return Math.max(1, count) * (later + Math.min(layers[0].inputs, 3) * layers[0].outputs + LOSS_WORK * outputWidth(architecture));
}
