/** A plot as it stands on the screen: from page pixels to data coordinates and back. */
import type { Spot } from './draw/spots.ts';
import type { DrawnAxis } from './marker.ts';

export interface DrawnElement extends HTMLDivElement {
  on?(name: string, listener: (event: unknown) => void): void;
  _fullLayout?: Record<
    string,
    { range?: [number, number]; _offset: number; _length: number; p2d(pixel: number): number; d2p(value: unknown): number } | undefined
  >;
}

/** From where a surface is looked at now; null where there is none. */
export function cameraOf(target: DrawnElement): unknown {
  const layout = target._fullLayout as { readonly scene?: { readonly _scene?: { getCamera(): unknown } } } | undefined;
  return layout?.scene?._scene?.getCamera() ?? null;
}

export function drawnAxis(target: DrawnElement, name: 'xaxis' | 'yaxis'): DrawnAxis | null {
  const axis = target._fullLayout?.[name];
  return axis?.range === undefined ? null : { range: axis.range, offset: axis._offset, length: axis._length };
}

export function locate(target: DrawnElement, clientX: number, clientY: number): { x: number; y: number } | null {
  const x = target._fullLayout?.['xaxis'];
  const y = target._fullLayout?.['yaxis'];
  if (x === undefined || y === undefined || typeof x.p2d !== 'function') return null;
  const box = target.getBoundingClientRect();
  const px = clientX - box.left - x._offset;
  const py = clientY - box.top - y._offset;
  if (px < -8 || py < -8 || px > x._length + 8 || py > y._length + 8) return null;
  return { x: x.p2d(px), y: y.p2d(py) };
}

export function pixelsTo(target: DrawnElement, x: number, y: number, clientX: number, clientY: number): number {
  const xAxis = target._fullLayout?.['xaxis'];
  const yAxis = target._fullLayout?.['yaxis'];
  if (xAxis === undefined || yAxis === undefined) return Infinity;
  const box = target.getBoundingClientRect();
  return Math.hypot(clientX - box.left - xAxis._offset - xAxis.d2p(x), clientY - box.top - yAxis._offset - yAxis.d2p(y));
}

export function unitsPerPixel(target: DrawnElement): number {
  const axis = drawnAxis(target, 'xaxis');
  return axis === null ? NaN : (axis.range[1] - axis.range[0]) / axis.length;
}

/** Plotly zooms for wheels alone, by e^(deltaY/200) and at most 20 of it an event. */
export function zoomByWheel(target: DrawnElement, factor: number, clientX: number, clientY: number): void {
  const delta = 200 * Math.log(factor);
  if (!Number.isFinite(delta)) return;
  const area = target.querySelector('.nsewdrag');
  const events = Math.ceil(Math.abs(delta) / 20);
  for (let i = 0; i < events; i++) area?.dispatchEvent(new WheelEvent('wheel', { deltaY: delta / events, clientX, clientY, cancelable: true }));
}

/** Where a spot stands on the drawing, in whole pixels; null where that is outside its axes. */
export function pixelSpot(target: DrawnElement, { axes, x, y, text }: Spot): [number, number, string] | null {
  const [across, along] = axes.map((name) => target._fullLayout?.[`${name.slice(0, 1)}axis${name.slice(1)}`]);
  if (across === undefined || along === undefined || typeof across.d2p !== 'function') return null;
  const [px, py] = [across.d2p(x), along.d2p(y)];
  if (!(px >= 0 && px <= across._length && py >= 0 && py <= along._length)) return null;
  return [Math.round(across._offset + px), Math.round(along._offset + py), text];
}
