/** A wasm memory with three stacked regions: the examples, above them kept vectors and their products, above those what lives as long as a network's layout. */
const PAGE = 65536;
/** Static data of the module lies below. */
const BASE = PAGE;

export class ShardMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
  private top = BASE;
  private kept = BASE;
  private slice = BASE;

  /** Bytes the memory has grown to. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** Forgets everything. Memory once grown stays with the shard. */
  reset(): void {
    this.top = this.kept = this.slice = BASE;
  }

  /** What was taken so far stays until `reset`; what is taken from here on goes with `resetKept`. */
  markKept(): void {
    this.kept = this.slice = this.top;
  }

  resetKept(): void {
    this.top = this.slice = this.kept;
  }

  /** What was taken so far stays until `resetKept`; what is taken from here on goes with `resetSlice`. */
  markSlice(): void {
    this.slice = this.top;
  }

  resetSlice(): void {
    this.top = this.slice;
  }

  /** Byte offset of `bytes` fresh bytes, aligned to 16; their content is whatever lay there. Views made earlier may be detached. */
  take(bytes: number): number {
    const offset = this.top;
    this.top = Math.ceil((offset + bytes) / 16) * 16;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return offset;
  }

  /** Takes room for the values and copies them in. */
  put(values: Float32Array): number {
    const offset = this.take(values.byteLength);
    this.floats(offset, values.length).set(values);
    return offset;
  }

  floats(offset: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, offset, length);
  }

  ints(offset: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, offset, length);
  }

  doubles(offset: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, offset, length);
  }
}
