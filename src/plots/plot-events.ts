/** What plotly tells of a drawn figure: a window after a pan or a zoom, a turned camera, a pressed value. */
import type { CameraFollower } from './camera-follower.ts';
import { cameraOf, type DrawnElement } from './drawn-element.ts';

/** Those that hear of a drawn figure; left out or undefined where nobody does. */
export interface PlotListeners {
  readonly onWindow?: ((x0: number, x1: number, y0: number, y1: number) => void) | undefined;
  readonly onReset?: (() => void) | undefined;
  readonly onCamera?: ((camera: unknown) => void) | undefined;
  readonly onCell?: ((trace: number, x: number, y: number) => void) | undefined;
}

/** A third of a second. */
const SWING_FRAMES = 20;

/** From now on tells whoever listens at the time. @param replace places the markers again */
export function listen(target: DrawnElement, latest: { readonly current: PlotListeners }, follower: CameraFollower, replace: () => void): void {
  const tellCamera = (): void => {
    const camera = cameraOf(target);
    if (camera !== null && !follower.busy) latest.current.onCamera?.(camera);
  };
  // A surface swings on for some frames when it is let go.
  const tellUntilStill = (frames: number): void => {
    tellCamera();
    if (frames > 0) requestAnimationFrame(() => tellUntilStill(frames - 1));
  };
  const ifTurned = (tell: () => void) => (event: unknown) => {
    if ('scene.camera' in (event as object) && !follower.busy) tell();
  };
  target.on?.('plotly_relayouting', ifTurned(tellCamera));
  target.on?.(
    'plotly_relayout',
    ifTurned(() => tellUntilStill(SWING_FRAMES)),
  );
  target.on?.('plotly_afterplot', replace);
  target.on?.('plotly_relayouting', replace);
  target.on?.('plotly_relayout', (event) => {
    const keys = Object.keys(event as object);
    if (!keys.some((key) => key.startsWith('xaxis.range') || key.startsWith('yaxis.range'))) return;
    const x = target._fullLayout?.['xaxis']?.range;
    const y = target._fullLayout?.['yaxis']?.range;
    if (x !== undefined && y !== undefined) latest.current.onWindow?.(x[0], x[1], y[0], y[1]);
  });
  target.on?.('plotly_doubleclick', () => latest.current.onReset?.());
  target.on?.('plotly_click', (event) => {
    const [point] = (event as { readonly points: readonly { readonly curveNumber: number; readonly x: number; readonly y: number }[] }).points;
    latest.current.onCell?.(point.curveNumber, point.x, point.y);
  });
}
