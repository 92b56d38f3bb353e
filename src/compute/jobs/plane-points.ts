/** Points of planes that were computed, for windows that share them: bounded, the least recently used plane goes first. */
import { canonicalJson } from '../../base/hash.ts';
import type { KnownPoints } from '../../landscape/plane/plane.ts';
import type { PlaneJob } from '../protocol.ts';

const MOST_POINTS = 400_000;

export class PlanePoints {
  readonly #planes = new Map<string, PointMap>();
  readonly #most: number;

  constructor(most = MOST_POINTS) {
    this.#most = most;
  }

  /** Those of the job's plane, examples and all. What was written to it last stays longest. */
  of({ dataset, a, b, c, unit = [a, b], split }: Pick<PlaneJob, 'dataset' | 'a' | 'b' | 'c' | 'unit' | 'split'>): KnownPoints {
    const key = canonicalJson([dataset, a, b, c, unit, split]);
    const points = this.#planes.get(key) ?? new PointMap();
    this.#planes.delete(key);
    this.#planes.set(key, points);
    this.#evict();
    return points;
  }

  /** Another device gives other digits. */
  clear(): void {
    this.#planes.clear();
  }

  #evict(): void {
    let total = 0;
    for (const { size } of this.#planes.values()) total += size;
    for (const [key, { size }] of this.#planes) {
      if (total <= this.#most) return;
      this.#planes.delete(key);
      total -= size;
    }
  }
}

/** Loss and accuracy by coordinates, compared bit for bit. */
class PointMap implements KnownPoints {
  readonly #rows = new Map<number, Map<number, { readonly loss: number; readonly accuracy: number }>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(x: number, y: number): { readonly loss: number; readonly accuracy: number } | undefined {
    return this.#rows.get(y)?.get(x);
  }

  set(x: number, y: number, loss: number, accuracy: number): void {
    const row = this.#rows.get(y) ?? new Map<number, { readonly loss: number; readonly accuracy: number }>();
    this.#rows.set(y, row);
    const before = row.size;
    row.set(x, { loss, accuracy });
    this.#size += row.size - before;
  }
}
