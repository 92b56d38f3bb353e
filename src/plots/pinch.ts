/** Two fingers on a plot: the data under them spread as the fingers do, about the middle between them. One zoom a frame at most. */

export interface PinchHost {
  /** Data units a pixel, as drawn now. */
  unitsPerPixel(): number;
  /** Multiplies the data units a pixel by a factor; what is at this place of the page stays there. */
  zoom(factor: number, clientX: number, clientY: number): void;
}

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Fingers closer than this, in pixels, say nothing about a scale. */
const LEAST_SPREAD = 10;

export class Pinch {
  readonly #host: PinchHost;
  /** On the plot, by pointer, in the order in which they came. */
  readonly #fingers = new Map<number, Finger>();
  /** Data units a pixel times the fingers' distance, which a pinch keeps; null: none. */
  #kept: number | null = null;
  #frame = 0;

  constructor(host: PinchHost) {
    this.#host = host;
  }

  /** Begins with the second finger. @param zooms whether the plot does @returns how many fingers there are now */
  down(event: PointerEvent, zooms: boolean): number {
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#kept = zooms && this.#fingers.size === 2 ? this.#host.unitsPerPixel() * this.#spread().distance : null;
    return this.#fingers.size;
  }

  move(event: PointerEvent): void {
    if (!this.#fingers.has(event.pointerId)) return;
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#kept !== null && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#zoom());
  }

  /** @returns how many fingers are left */
  up(event: PointerEvent): number {
    if (this.#fingers.has(event.pointerId)) {
      if (this.#frame !== 0) this.#zoom();
      this.#fingers.delete(event.pointerId);
      this.#kept = null;
    }
    return this.#fingers.size;
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  /** From the scale that is drawn, not from the last move: a redraw in between may have changed it. */
  #zoom(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#kept === null) return;
    const { distance, x, y } = this.#spread();
    this.#host.zoom(this.#kept / distance / this.#host.unitsPerPixel(), x, y);
  }

  #spread(): { distance: number; x: number; y: number } {
    const [first, second] = [...this.#fingers.values()];
    const distance = Math.max(LEAST_SPREAD, Math.hypot(second.x - first.x, second.y - first.y));
    return { distance, x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
  }
}
