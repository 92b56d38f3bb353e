/**
 * Pointer events over a plot, one a frame at most. Without panning any press drags the probe; with panning only a press on
 * its grip does, and a press that does not move picks a point.
 */
export type PointerPhase = 'hover' | 'drag' | 'pick' | 'leave';

export interface PointerHost {
  /** Page pixels to data coordinates; null outside the data area. */
  locate(clientX: number, clientY: number): { x: number; y: number } | null;
  /** Distance in pixels from a data point to the pointer. */
  pixelsTo(x: number, y: number, clientX: number, clientY: number): number;
  current(): {
    grip: { readonly x: number; readonly y: number } | null;
    pans: boolean;
    onPoint: ((x: number, y: number, phase: PointerPhase) => void) | null;
  };
}

const GRIP_PIXELS = 18;
const CLICK_PIXELS = 5;

export class PointerTracker {
  readonly #host: PointerHost;
  readonly #end = new AbortController();
  #mode: 'none' | 'drag' | 'press' = 'none';
  #start = { x: 0, y: 0 };
  #frame = 0;
  #inside = false;
  #pending: { x: number; y: number; phase: PointerPhase } | null = null;

  constructor(element: HTMLElement, host: PointerHost) {
    this.#host = host;
    const options = { capture: true, signal: this.#end.signal };
    element.addEventListener('pointerdown', (event) => this.#down(event), options);
    element.addEventListener('pointermove', (event) => this.#move(event), options);
    element.addEventListener('pointerleave', () => this.#leave(), { signal: this.#end.signal });
    window.addEventListener('pointermove', (event) => this.#dragMove(event), options);
    window.addEventListener('pointerup', (event) => this.#up(event), options);
    window.addEventListener('pointercancel', () => (this.#mode = 'none'), options);
    // The library listens to these two: while the probe is dragged it must not pan.
    const block = (event: Event): void => {
      if (this.#mode === 'drag') event.stopImmediatePropagation();
      if (this.#mode === 'drag' && event.type === 'mousedown') event.preventDefault();
    };
    element.addEventListener('mousedown', block, options);
    element.addEventListener('touchstart', block, { ...options, passive: true });
  }

  stop(): void {
    this.#end.abort();
    cancelAnimationFrame(this.#frame);
  }

  #down(event: PointerEvent): void {
    const { grip, pans, onPoint } = this.#host.current();
    if (onPoint === null || event.button !== 0) return;
    const place = this.#host.locate(event.clientX, event.clientY);
    if (place === null) return;
    this.#start = { x: event.clientX, y: event.clientY };
    const held = grip !== null && this.#host.pixelsTo(grip.x, grip.y, event.clientX, event.clientY) < GRIP_PIXELS;
    this.#mode = !pans || held ? 'drag' : 'press';
    if (this.#mode === 'drag') this.#report(event, 'drag');
  }

  #move(event: PointerEvent): void {
    if (this.#mode !== 'none' || event.pointerType !== 'mouse' || event.buttons !== 0) return;
    const inside = this.#host.locate(event.clientX, event.clientY) !== null;
    if (inside) this.#report(event, 'hover');
    else if (this.#inside) this.#leave();
    this.#inside = inside;
  }

  #dragMove(event: PointerEvent): void {
    if (this.#mode === 'drag') this.#report(event, 'drag');
  }

  #up(event: PointerEvent): void {
    const moved = Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y);
    if (this.#mode === 'drag' || (this.#mode === 'press' && moved < CLICK_PIXELS)) this.#report(event, 'pick');
    this.#mode = 'none';
  }

  #leave(): void {
    this.#inside = false;
    if (this.#mode !== 'none') return;
    this.#queue({ x: 0, y: 0, phase: 'leave' });
  }

  #report(event: PointerEvent, phase: PointerPhase): void {
    const place = this.#host.locate(event.clientX, event.clientY);
    if (place !== null) this.#queue({ ...place, phase });
  }

  /** The newest event of a frame wins, but a finished gesture is never lost to a hover. */
  #queue(next: { x: number; y: number; phase: PointerPhase }): void {
    if (this.#pending?.phase === 'pick' && next.phase === 'hover') return;
    this.#pending = next;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const event = this.#pending;
      this.#pending = null;
      if (event !== null) this.#host.current().onPoint?.(event.x, event.y, event.phase);
    });
  }
}
