/** A plane's grid while it fills: whole at any time, each cell showing the nearest that was computed, the finer the better. */
import type { LatticeAxis } from './lattice.ts';

/** Cells that nothing is shown in yet. */
const BLANK = 255;

export class PlanePicture {
  readonly x: LatticeAxis;
  readonly y: LatticeAxis;
  readonly total: number;
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
  /** Of what a cell shows: the stride of the grid it was computed on; 0 where it is the cell's own. */
  private readonly grain: Uint8Array;
  private computed = 0;

  constructor(x: LatticeAxis, y: LatticeAxis) {
    this.x = x;
    this.y = y;
    this.total = x.values.length * y.values.length;
    this.loss = new Float64Array(this.total).fill(NaN);
    this.accuracy = new Float64Array(this.total).fill(NaN);
    this.grain = new Uint8Array(this.total).fill(BLANK);
  }

  /** How many cells were computed. */
  get count(): number {
    return this.computed;
  }

  /** Coordinates of a cell. */
  place(cell: number): readonly [x: number, y: number] {
    const width = this.x.values.length;
    return [this.x.values[cell % width], this.y.values[Math.floor(cell / width)]];
  }

  /** Cells on the grid of this stride, row by row. */
  cells(stride: number): number[] {
    const width = this.x.values.length;
    const columns = onGrid(this.x, stride);
    return onGrid(this.y, stride).flatMap((row) => columns.map((column) => row * width + column));
  }

  isComputed(cell: number): boolean {
    return this.grain[cell] === 0;
  }

  /** Sets a computed cell and, until finer levels reach them, the uncomputed cells nearest to it on the grid of this stride. */
  fill(cell: number, stride: number, loss: number, accuracy: number): void {
    if (this.grain[cell] !== 0) this.computed++;
    const width = this.x.values.length;
    const [top, bottom] = reach(Math.floor(cell / width), stride, this.y.values.length);
    const [left, right] = reach(cell % width, stride, width);
    for (let i = top; i <= bottom; i++) {
      for (let j = left; j <= right; j++) {
        const other = i * width + j;
        if (other !== cell && this.grain[other] < stride) continue;
        this.grain[other] = other === cell ? 0 : stride;
        this.loss[other] = loss;
        this.accuracy[other] = accuracy;
      }
    }
  }
}

function onGrid({ first, values }: LatticeAxis, stride: number): number[] {
  return Array.from(values.keys()).filter((i) => (first + i) % stride === 0);
}

/** First and last index nearest to `index` among those of the stride; the outermost reach to the edges. */
function reach(index: number, stride: number, length: number): [number, number] {
  const first = index - stride < 0 ? 0 : index - Math.ceil(stride / 2) + 1;
  const last = index + stride >= length ? length - 1 : index + Math.floor(stride / 2);
  return [Math.max(0, first), last];
}
