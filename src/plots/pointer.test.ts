import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PointerTracker, type PointerHost } from './pointer.ts';

let frames: (() => void)[] = [];
let trackers: PointerTracker[] = [];

function nextFrame(): void {
  const due = frames;
  frames = [];
  for (const frame of due) frame();
}

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => (frames[frame - 1] = () => undefined));
});

afterEach(() => {
  for (const tracker of trackers) tracker.stop();
  [frames, trackers] = [[], []];
  vi.unstubAllGlobals();
});

/** A plot of 200 x 200 pixels, a unit a pixel, and what it was told. */
function plot(pans: boolean) {
  const element = new EventTarget();
  const told: string[] = [];
  const zooms: { factor: number; x: number; y: number }[] = [];
  let scale = 1;
  const host: PointerHost = {
    locate: (x, y) => (x < 0 || y < 0 || x > 200 || y > 200 ? null : { x, y }),
    pixelsTo: (x, y, clientX, clientY) => Math.hypot(clientX - x, clientY - y),
    unitsPerPixel: () => scale,
    zoom: (factor, x, y) => {
      scale *= factor;
      zooms.push({ factor, x, y });
    },
    endPan: () => told.push('endPan'),
    current: () => ({ grip: { x: 20, y: 20 }, pans, onPoint: (x, y, phase) => told.push(`${phase} ${x} ${y}`) }),
  };
  trackers.push(new PointerTracker(element as HTMLElement, host));
  const send = (type: string, pointerType: string, pointerId: number, x: number, y: number): void => {
    const given = { pointerType, pointerId, clientX: x, clientY: y, button: 0, buttons: type === 'pointerup' ? 0 : 1 };
    // As a document does: the window first, then the element.
    for (const target of type === 'pointerleave' ? [element] : [window, element]) target.dispatchEvent(Object.assign(new Event(type), given));
  };
  const finger = (type: string, id: number, x: number, y: number): void => send(type, 'touch', id, x, y);
  const lift = (id: number, x: number, y: number): void => {
    for (const type of ['pointerup', 'pointerout', 'pointerleave']) finger(type, id, x, y);
  };
  const touchStart = (): boolean => {
    let heard = false;
    element.addEventListener('touchstart', () => (heard = true), { once: true });
    element.dispatchEvent(new Event('touchstart'));
    return heard;
  };
  return { told, zooms, send, finger, lift, touchStart, redrawAt: (units: number) => (scale = units) };
}

describe('a finger on a plot', () => {
  it.each([true, false])('picks where it taps, and its leaving takes nothing back (panning: %s)', (pans) => {
    const { told, finger, lift } = plot(pans);
    finger('pointerdown', 5, 100, 120);
    lift(5, 103, 124);
    nextFrame();
    nextFrame();
    expect(told).toEqual(['pick 103 124']);
  });

  it('pans and picks nothing when it moves', () => {
    const { told, finger, lift, touchStart } = plot(true);
    finger('pointerdown', 5, 100, 120);
    expect(touchStart()).toBe(true);
    finger('pointermove', 5, 140, 120);
    lift(5, 140, 120);
    nextFrame();
    expect(told).toEqual([]);
  });

  it('drags the probe by its grip, and keeps it where it is let go', () => {
    const { told, finger, lift, touchStart } = plot(true);
    finger('pointerdown', 5, 22, 22);
    expect(touchStart()).toBe(false);
    finger('pointermove', 5, 60, 70);
    nextFrame();
    lift(5, 80, 90);
    nextFrame();
    expect(told).toEqual(['drag 60 70', 'pick 80 90']);
  });

  it('moves nothing when it turns out to scroll the page', () => {
    const { told, finger } = plot(false);
    finger('pointerdown', 5, 100, 120);
    for (const type of ['pointercancel', 'pointerout', 'pointerleave']) finger(type, 5, 100, 120);
    nextFrame();
    expect(told).toEqual([]);
  });
});

describe('two fingers on a plot', () => {
  it('zoom about the middle between them, and neither pan nor move the probe', () => {
    const { told, zooms, finger, lift, touchStart } = plot(true);
    finger('pointerdown', 5, 80, 100);
    finger('pointerdown', 6, 120, 100);
    expect(touchStart()).toBe(false);
    finger('pointermove', 5, 60, 100);
    finger('pointermove', 6, 140, 100);
    nextFrame();
    lift(5, 60, 100);
    finger('pointermove', 6, 150, 150);
    lift(6, 150, 150);
    nextFrame();
    expect(told).toEqual(['endPan']);
    expect(zooms).toEqual([{ factor: 0.5, x: 100, y: 100 }]);
  });

  it('keep their scale when the plot is drawn anew between two moves', () => {
    const { zooms, finger, redrawAt } = plot(true);
    finger('pointerdown', 5, 80, 100);
    finger('pointerdown', 6, 120, 100);
    finger('pointermove', 6, 160, 100);
    nextFrame();
    redrawAt(1);
    finger('pointermove', 6, 240, 100);
    nextFrame();
    expect(zooms.map(({ factor }) => factor)).toEqual([0.5, 0.25]);
  });

  it('do nothing where there is no panning', () => {
    const { told, zooms, finger, lift } = plot(false);
    finger('pointerdown', 5, 80, 100);
    finger('pointerdown', 6, 120, 100);
    finger('pointermove', 5, 60, 100);
    lift(5, 60, 100);
    lift(6, 120, 100);
    nextFrame();
    expect([told, zooms]).toEqual([[], []]);
  });

  it('leave the next finger free to tap', () => {
    const { told, finger, lift } = plot(true);
    finger('pointerdown', 5, 80, 100);
    finger('pointerdown', 6, 120, 100);
    lift(6, 120, 100);
    lift(5, 80, 100);
    finger('pointerdown', 7, 90, 90);
    lift(7, 90, 90);
    nextFrame();
    expect(told).toEqual(['endPan', 'pick 90 90']);
  });
});

describe('a mouse on a plot', () => {
  it('loses no press to its leaving, and leaves', () => {
    const { told, send } = plot(false);
    send('pointerdown', 'mouse', 1, 50, 60);
    send('pointerup', 'mouse', 1, 50, 60);
    send('pointerleave', 'mouse', 1, 250, 60);
    nextFrame();
    send('pointerleave', 'mouse', 1, 250, 60);
    nextFrame();
    expect(told).toEqual(['pick 50 60', 'leave 0 0']);
  });
});
