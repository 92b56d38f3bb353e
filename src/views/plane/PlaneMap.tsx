import { useCallback, useMemo, type KeyboardEvent, type RefObject } from 'react';
import { formatCount, primed } from '../../base/format.ts';
import type { FigureTheme } from '../../plots/draw/colours.ts';
import type { Figure } from '../../plots/draw/figure.ts';
import type { Marker } from '../../plots/marker.ts';
import { planeFigure, planeIsFinite } from '../../plots/figures/plane.ts';
import { planeSurface } from '../../plots/figures/plane-surface.ts';
import { FILE_ROOM, PAGE_ROOM, Plot, type PlotHandle } from '../../plots/Plot.tsx';
import type { PlaneFigure, PlanesFigure } from '../../state/figures/planes.ts';
import { type Room, useRoom } from '../../ui/use-room.ts';
import { NotFiniteFigure } from '../figure/FigureState.tsx';
import { Term } from '../help/Term.tsx';
import { playedEpoch } from '../../state/talk/talk-state.ts';
import { useGlide } from '../use-glide.ts';
import { useProbePointer } from '../figure/use-probe-pointer.ts';
import { placeOn, ringOn, segmentEnd } from '../probe/probe-place.ts';
import { useApp, useAppHandle, useRun } from '../use-app.ts';
import { useFigureTheme } from '../use-theme.ts';
import { planeColours, planeInput, type PlaneKind } from './plane-input.ts';

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 0.05;

interface PlaneMapProps {
  readonly kind: PlaneKind;
  readonly planes: PlanesFigure;
  readonly colourBar: boolean;
  readonly picture: RefObject<PlotHandle | null>;
  /** A surface was turned by hand. */
  readonly onCamera: (camera: unknown) => void;
}

/** What the pale discs are, where they stand. */
function Projected({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0) return null;
  return (
    <span className="quiet-text">
      {' · pale '}
      {primed(labels.join(', '))}: <Term id="projection">{labels.length === 1 ? 'projection' : 'projections'}</Term>
    </span>
  );
}

/** One plane, as a map or a surface, with the probe's ring. Arrow keys move the probe. */
export function PlaneMap({ kind, planes, colourBar, picture, onCamera }: PlaneMapProps) {
  const run = useRun();
  const view = useApp((state) => state.view.plane);
  const probe = useApp((state) => state.view.probe);
  const theme = useFigureTheme(useApp((state) => state.view.large === 'plane'));
  const result = planes[kind];
  const end = segmentEnd(planes, kind);
  const ring = ringOn(kind, probe, end);
  const [x, y, active] = [ring?.x, ring?.y, ring?.active];
  // A map has its ring on top; a surface is drawn again with it.
  const [atX, atY] = view.surface ? [x, y] : [undefined, undefined];
  const presenting = useApp((state) => state.talk.presenting);
  // The frames between two epochs draw nothing anew.
  const epoch = useApp(playedEpoch);
  const app = useAppHandle();
  const colours = planeColours(planes, kind, view.metric);
  // Between scenes the map's window and colours move; what is drawn of it are computed points all the way.
  const whole =
    result === null
      ? null
      : [result.plane.x[0], result.plane.x[result.plane.x.length - 1], result.plane.y[0], result.plane.y[result.plane.y.length - 1]];
  const glided = useGlide(whole === null ? null : [...(view.window ?? whole), colours.low, colours.high], presenting);
  const draw = useCallback(
    (shown: PlaneFigure, bar: boolean, room: Room, colours = theme): Figure => {
      const [x0, x1, y0, y1, low, high] = glided ?? [];
      const moving = presenting && glided !== null ? { window: [x0, x1, y0, y1] as const, colours: { low, high } } : {};
      const input = {
        ...planeInput(shown, view, planeColours(planes, kind, view.metric), bar, colours, epoch === null ? null : app.getState().play),
        ...moving,
        room,
      };
      return view.surface ? planeSurface(input, atX === undefined || atY === undefined ? null : { x: atX, y: atY }) : planeFigure(input);
    },
    [planes, kind, view, theme, atX, atY, epoch, app, glided, presenting],
  );
  const [place, room] = useRoom();
  const figure = useMemo(() => (result === null || room === null ? null : draw(result, colourBar, room)), [result, draw, colourBar, room]);
  const markers = useMemo(
    (): Marker[] => (x === undefined || y === undefined ? [] : [{ kind: 'ring', x, y, active: active === true }]),
    [x, y, active],
  );
  const { onPoint, resting } = useProbePointer(useCallback((x: number, y: number) => placeOn(kind, x, y, end), [kind, end]));
  if (result === null) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = ARROWS[event.key] as readonly [number, number] | undefined;
    // A talk's arrow keys walk scenes.
    if (step === undefined || presenting) return;
    event.preventDefault();
    run('probe', placeOn(kind, (ring?.x ?? 0) + step[0] * STEP, (ring?.y ?? 0) + step[1] * STEP, end));
  };
  const themed = (colours: FigureTheme): Figure => draw(result, true, PAGE_ROOM, colours);
  const { plane, labels } = result;
  const cells = plane.x.length * plane.y.length;
  return (
    <div
      className="plane-map"
      role="application"
      tabIndex={presenting ? -1 : 0}
      aria-label={`Plane through ${primed(labels.join(', '))}: arrow keys move the probe`}
      onKeyDown={onKeyDown}
    >
      <p className="plane-title">
        <b>{kind === 'custom' || (kind === 'naive' && labels[2] !== 'C') ? 'through' : kind}</b> {primed(labels.join(', '))}
        {plane.complete < 1 && (
          <span className="quiet-text">
            {' '}
            · {formatCount(plane.complete * cells)} of {formatCount(cells)} points
          </span>
        )}
        <Projected labels={result.others.map(({ label }) => label)} />
      </p>
      <div ref={place} className="plane-room">
        {!planeIsFinite(plane, view.metric) ? (
          plane.complete === 1 && <NotFiniteFigure what={view.metric} />
        ) : figure === null ? null : view.surface ? (
          <Plot
            figure={figure}
            label={`Surface through ${primed(labels.join(', '))}`}
            describedBy="plane-text"
            handle={picture}
            onCamera={onCamera}
            themed={themed}
          />
        ) : (
          <Plot
            figure={figure}
            markers={markers}
            grip={() => ringOn(kind, resting(), end)}
            onPoint={onPoint}
            onWindow={(x0, x1, y0, y1) => [x0, x1, y0, y1].every(Number.isFinite) && run('setView', { plane: { window: [x0, x1, y0, y1] } })}
            onReset={() => run('resetPlane')}
            label={`Map through ${primed(labels.join(', '))}`}
            describedBy="plane-text"
            handle={picture}
            filed={() => draw(result, true, FILE_ROOM)}
            themed={themed}
          />
        )}
      </div>
    </div>
  );
}
