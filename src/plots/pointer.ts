/**
 * Pointer events over a plot, one a frame at most. Without panning any press drags the probe; with panning only a press on
 * its grip does, and a press that does not move picks a point. Two fingers never move the probe: where there is panning, they
 * zoom about the middle between them.
 */
import { Pinch, type PinchHost } from './pinch.ts';

export type PointerPhase = 'hover' | 'drag' | 'pick' | 'leave';

export interface PointerHost extends PinchHost {
  /** Page pixels to data coordinates; null outside the data area. */
  locate(clientX: number, clientY: number): { x: number; y: number } | null;
  /** Distance in pixels from a data point to the pointer. */
  pixelsTo(x: number, y: number, clientX: number, clientY: number): number;
  /** Ends a pan that the library has begun with one finger. */
  endPan(): void;
  current(): {
    grip: { readonly x: number; readonly y: number } | null;
    pans: boolean;
    onPoint: ((x: number, y: number, phase: PointerPhase) => void) | null;
  };
}

const GRIP_PIXELS = 18;
const CLICK_PIXELS = 5;
/** A finger is less steady; the library pans from here on. */
const TAP_PIXELS = 8;

export class PointerTracker {
  readonly #host: PointerHost;
  readonly #pinch: Pinch;
  readonly #end = new AbortController();
  #mode: 'none' | 'drag' | 'press' | 'pinch' = 'none';
  /** Of the gesture. */
  #pointer = 0;
  #start = { x: 0, y: 0 };
  #frame = 0;
  #inside = false;
  #pending: { x: number; y: number; phase: PointerPhase } | null = null;

  constructor(element: HTMLElement, host: PointerHost) {
    this.#host = host;
    this.#pinch = new Pinch(host);
    const options = { capture: true, signal: this.#end.signal };
    element.addEventListener('pointerdown', (event) => this.#down(event), options);
    element.addEventListener('pointermove', (event) => this.#move(event), options);
    element.addEventListener('pointerleave', (event) => this.#leave(event), { signal: this.#end.signal });
    window.addEventListener('pointermove', (event) => this.#gestureMove(event), options);
    window.addEventListener('pointerup', (event) => this.#up(event), options);
    window.addEventListener('pointercancel', (event) => this.#finish(event), options);
    // The library listens to these two: while the probe is dragged or two fingers zoom, it must not pan.
    const block = (event: Event): void => {
      if (this.#mode === 'drag' || this.#mode === 'pinch') event.stopImmediatePropagation();
      if (this.#mode === 'drag' && event.type === 'mousedown') event.preventDefault();
    };
    element.addEventListener('mousedown', block, options);
    element.addEventListener('touchstart', block, { ...options, passive: true });
  }

  stop(): void {
    this.#end.abort();
    this.#pinch.stop();
    cancelAnimationFrame(this.#frame);
  }

  #down(event: PointerEvent): void {
    const { grip, pans, onPoint } = this.#host.current();
    if (onPoint === null || event.button !== 0) return;
    if (event.pointerType === 'touch' && this.#pinch.down(event, pans) > 1) {
      this.#secondFinger();
      return;
    }
    const place = this.#host.locate(event.clientX, event.clientY);
    if (place === null) return;
    this.#pointer = event.pointerId;
    this.#start = { x: event.clientX, y: event.clientY };
    const held = grip !== null && this.#host.pixelsTo(grip.x, grip.y, event.clientX, event.clientY) < GRIP_PIXELS;
    this.#mode = !pans || held ? 'drag' : 'press';
    // A finger may turn out to scroll the page or to be the first of two.
    if (this.#mode === 'drag' && event.pointerType !== 'touch') this.#report(event, 'drag');
  }

  #secondFinger(): void {
    if (this.#mode === 'press') this.#host.endPan();
    this.#mode = 'pinch';
  }

  #move(event: PointerEvent): void {
    if (this.#mode !== 'none' || event.pointerType !== 'mouse' || event.buttons !== 0) return;
    const inside = this.#host.locate(event.clientX, event.clientY) !== null;
    if (inside) this.#report(event, 'hover');
    else if (this.#inside) this.#leave(event);
    this.#inside = inside;
  }

  #gestureMove(event: PointerEvent): void {
    this.#pinch.move(event);
    if (this.#mode === 'drag' && event.pointerId === this.#pointer) this.#report(event, 'drag');
  }

  #up(event: PointerEvent): void {
    if (event.pointerId === this.#pointer) {
      const moved = Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y);
      const still = moved < (event.pointerType === 'touch' ? TAP_PIXELS : CLICK_PIXELS);
      if (this.#mode === 'drag' || (this.#mode === 'press' && still)) this.#report(event, 'pick');
    }
    this.#finish(event);
  }

  /** The end of a pointer's gesture; that of a pinch is its last finger's. */
  #finish(event: PointerEvent): void {
    const fingers = this.#pinch.up(event);
    if (this.#mode === 'pinch' ? fingers === 0 : event.pointerId === this.#pointer) this.#mode = 'none';
  }

  /** A finger that is lifted leaves too, but it was never over the plot before it touched. */
  #leave(event: PointerEvent): void {
    if (event.pointerType !== 'mouse') return;
    this.#inside = false;
    if (this.#mode !== 'none') return;
    this.#queue({ x: 0, y: 0, phase: 'leave' });
  }

  #report(event: PointerEvent, phase: PointerPhase): void {
    const place = this.#host.locate(event.clientX, event.clientY);
    if (place !== null) this.#queue({ ...place, phase });
  }

  /** The newest event of a frame wins, but a finished gesture is never lost to a hover or to the pointer's leaving. */
  #queue(next: { x: number; y: number; phase: PointerPhase }): void {
    if (this.#pending?.phase === 'pick' && (next.phase === 'hover' || next.phase === 'leave')) return;
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
