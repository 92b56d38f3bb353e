/** Lanes that share one set of examples, and what each of them holds: examples and vectors are sent once, then named. */
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import type { LaneHandle } from './lane-handle.ts';

/** Vectors kept in each lane, and the bytes they may take. */
const MAX_VECTORS = 6;
const VECTOR_BYTES = 128 * 1024 * 1024;

export class LaneGroup {
  readonly lanes: readonly LaneHandle[];
  private held: EvaluationExamples | null = null;
  private readonly ids = new WeakMap<Float32Array, number>();
  private known = new Set<number>();
  private next = 0;

  constructor(lanes: readonly LaneHandle[]) {
    this.lanes = lanes;
  }

  /** Brings every lane to the slice on its share of the examples. */
  async prepare(slice: Slice, examples: EvaluationExamples, points: number): Promise<void> {
    try {
      await this.bring(slice, examples, points);
    } catch (error) {
      // Lanes may now hold different things: the next request starts afresh.
      this.held = null;
      throw error;
    }
  }

  private async bring(slice: Slice, examples: EvaluationExamples, points: number): Promise<void> {
    if (this.held !== examples) {
      this.held = null;
      this.known = new Set();
      await Promise.all(this.lanes.map((lane, i) => lane.setExamples(share(examples, i, this.lanes.length))));
      this.held = examples;
    }
    const vectors = [slice.origin, ...slice.directions];
    await this.send(vectors);
    const named = { architecture: slice.architecture, vectors: vectors.map((vector) => this.idOf(vector)), layers: slice.layers, points };
    await Promise.all(this.lanes.map((lane) => lane.setSlice(named)));
  }

  private async send(vectors: readonly Float32Array[]): Promise<void> {
    const room = Math.max(vectors.length, Math.min(MAX_VECTORS, Math.floor(VECTOR_BYTES / vectors[0].byteLength)));
    const isNew = (vector: Float32Array): boolean => !this.known.has(this.idOf(vector));
    if (this.known.size + vectors.filter(isNew).length > room) {
      this.known = new Set();
      await Promise.all(this.lanes.map((lane) => lane.clearVectors()));
    }
    for (const vector of vectors.filter(isNew)) {
      const id = this.idOf(vector);
      await Promise.all(this.lanes.map((lane) => lane.addVector(id, vector)));
      this.known.add(id);
    }
  }

  private idOf(vector: Float32Array): number {
    let id = this.ids.get(vector);
    if (id === undefined) {
      id = this.next++;
      this.ids.set(vector, id);
    }
    return id;
  }
}

/** Lane i's examples: a contiguous range; views, not copies. */
function share(examples: EvaluationExamples, i: number, lanes: number): EvaluationExamples {
  const from = Math.floor((i * examples.count) / lanes);
  const to = Math.floor(((i + 1) * examples.count) / lanes);
  return {
    ...examples,
    x: examples.x.slice(from * examples.inputs, to * examples.inputs),
    y: examples.y.slice(from, to),
    count: to - from,
  };
}

