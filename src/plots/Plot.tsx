/**
 * The only file that draws with plotly. It loads the library after first paint, in two chunks (2-D, and 3-D on demand), keeps
 * the plot's lifetime (one WebGL context a surface: purged on unmount), moves markers without a redraw and turns pointer
 * events into data coordinates. Nothing leaves the page: plotly's cloud is switched off.
 */
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { yieldToEventLoop } from '../base/job.ts';
import { CameraFollower } from './camera-follower.ts';
import { DrawQueue } from './draw-queue.ts';
import { withCaption, withKey } from './draw/caption.ts';
import type { FigureTheme } from './draw/colours.ts';
import type { Figure } from './draw/figure.ts';
import { spotsOf } from './draw/spots.ts';
import { type DrawnElement, drawnAxis, locate, pixelSpot, pixelsTo, unitsPerPixel, zoomByWheel } from './drawn-element.ts';
import { listen } from './plot-events.ts';
import { PlotFailure } from './PlotFailure.tsx';
import { failureOf, hasWebGl, NoWebGl, type Failure } from './plot-failure.ts';
import { drawMarkers, markerShapes, type Marker } from './marker.ts';
import { PointerTracker, type PointerPhase } from './pointer.ts';
import './Plot.css';

/** Plotly's configuration; a test asserts that no cloud server is named. */
export const PLOT_CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  responsive: false,
  doubleClick: false,
  showTips: false,
} as const;

/** Pixels of a figure in a file. */
export const FILE_ROOM = { width: 1200, height: 800 } as const;

/** Pixels of a figure in a page of its own, whose column is as wide; some ask for another height. */
export const PAGE_ROOM = { width: 760, height: 480 } as const;

/** The page's own font is in no file: texts are measured in one that the reader has. */
const PAGE_FONT = 'system-ui, sans-serif';

interface Drawing {
  react(element: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  relayout(element: HTMLElement, change: unknown): Promise<unknown>;
  purge(element: HTMLElement): void;
  newPlot(element: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  toImage(figure: unknown, options: unknown): Promise<string>;
  register(modules: unknown): void;
  readonly Plots: { resize(element: HTMLElement): Promise<unknown> };
}

let flat: Promise<Drawing> | null = null;
let solid: Promise<Drawing> | null = null;

/** After the first paint, and when the page has a moment. */
function afterPaint(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

function moduleOf(loaded: unknown): unknown {
  return typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
}

async function loadFlat(): Promise<Drawing> {
  await afterPaint();
  const [core, heatmap, contour] = await Promise.all([
    import('plotly.js/lib/core'),
    import('plotly.js/lib/heatmap'),
    import('plotly.js/lib/contour'),
  ]);
  const drawing = moduleOf(core) as Drawing;
  drawing.register([moduleOf(heatmap), moduleOf(contour)]);
  return drawing;
}

async function loadSolid(): Promise<Drawing> {
  const drawing = await library(false);
  const [surface, scatter] = await Promise.all([import('plotly.js/lib/surface'), import('plotly.js/lib/scatter3d')]);
  drawing.register([moduleOf(surface), moduleOf(scatter)]);
  return drawing;
}

/** Where a part does not come, the next call asks for it again. */
function library(surface: boolean): Promise<Drawing> {
  const again = (error: unknown): never => {
    if (surface) solid = null;
    else flat = null;
    throw error;
  };
  return surface ? (solid ??= loadSolid().catch(again)) : (flat ??= loadFlat().catch(again));
}

/** Has plotly ready before the first figure is there, once the page has painted. A failure is told where a figure is drawn. */
export function preloadPlots(): void {
  library(false).catch(() => undefined);
}

export interface PlotHandle {
  /** The figure as a data URL on an opaque ground, of FILE_ROOM, PNG at twice the pixels; under it the caption. */
  image(format: 'png' | 'svg', ground: string, caption: string): Promise<string>;
  /** The figure in a theme as a page of its own holds it. */
  drawing?(theme: FigureTheme): Promise<PageDrawing>;
  /** Looks at a surface from where another is looked at. */
  turn?(camera: unknown): void;
}

export interface PlotProps {
  readonly figure: Figure;
  /** Marks that move on their own, without a redraw. */
  readonly markers?: readonly Marker[];
  /** Where a drag takes hold of the probe instead of panning; null: nowhere. */
  readonly grip?: () => { readonly x: number; readonly y: number } | null;
  /** Pointer over the data area, in data coordinates. */
  readonly onPoint?: (x: number, y: number, phase: PointerPhase) => void;
  /** After a pan or a zoom: the new window. Allows both. */
  readonly onWindow?: (x0: number, x1: number, y0: number, y1: number) => void;
  readonly onReset?: () => void;
  /** While a surface is turned by hand: from where it is looked at. */
  readonly onCamera?: (camera: unknown) => void;
  /** A press on a drawn value: its trace and its place on that trace's axes. */
  readonly onCell?: (trace: number, x: number, y: number) => void;
  readonly label: string;
  /** Id of the element with the text alternative. */
  readonly describedBy: string;
  readonly handle?: Ref<PlotHandle>;
  /** The figure as a file holds it, where that differs from the screen. */
  readonly filed?: () => Figure;
  /** The figure in another theme, with PAGE_ROOM; left out: it is in no page. */
  readonly themed?: (theme: FigureTheme) => Figure;
}

/** A figure as a page of its own holds it. */
export interface PageDrawing {
  /** As text, of PAGE_ROOM's width. */
  readonly svg: string;
  /** What a pointer is told: pixels of the drawing, and words. */
  readonly spots: readonly (readonly [number, number, string])[];
}

function copyLayout(figure: Figure, markers: readonly Marker[]): Record<string, unknown> {
  return {
    ...(structuredClone(figure.layout) as Record<string, unknown>),
    shapes: structuredClone([...figure.layout.shapes, ...markerShapes(markers)]),
  };
}

/** Draws beside the page, where nobody sees it. */
async function drawnForPage(figure: Figure, markers: readonly Marker[]): Promise<PageDrawing> {
  const loaded = await library(figure.surface);
  const { width } = PAGE_ROOM;
  const height = figure.height ?? PAGE_ROOM.height;
  const made = copyLayout(figure, markers);
  const font = { ...(made['font'] as object), family: PAGE_FONT };
  const layout = { ...made, font, width, height, autosize: false };
  const whole = figure.keyInFiles === true ? withKey(layout) : layout;
  const data = figure.data.map((trace) => ({ ...trace }));
  const target = document.createElement('div') as DrawnElement;
  // Texts are measured where they stand in a document.
  target.style.cssText = 'position: absolute; left: -9999px; top: 0';
  document.body.append(target);
  try {
    await loaded.newPlot(target, data, whole, { ...PLOT_CONFIG, staticPlot: true });
    const url = await loaded.toImage(target, { format: 'svg', width, height });
    const svg = decodeURIComponent(url.slice(url.indexOf(',') + 1));
    return {
      svg,
      spots: spotsOf(figure)
        .map((spot) => pixelSpot(target, spot))
        .filter((spot) => spot !== null),
    };
  } finally {
    loaded.purge(target);
    target.remove();
  }
}

/** Whether the axes can be drawn before there are data: plotly would keep a range that it made for none. */
function hasRanges({ layout }: Figure): boolean {
  return [layout['xaxis'], layout['yaxis']].every((axis) => typeof axis === 'object' && axis !== null && 'range' in axis);
}

function placeMarkers(target: DrawnElement, overlay: SVGElement | null, markers: readonly Marker[]): void {
  const x = drawnAxis(target, 'xaxis');
  const y = drawnAxis(target, 'yaxis');
  if (overlay !== null && x !== null && y !== null) drawMarkers(overlay, markers, x, y);
}

const NO_MARKERS: readonly Marker[] = [];
const QUEUE = new DrawQueue();

/** Draws a figure and keeps it drawn. */
export function Plot({
  figure,
  markers = NO_MARKERS,
  grip,
  onPoint,
  onWindow,
  onReset,
  onCamera,
  onCell,
  label,
  describedBy,
  handle,
  filed,
  themed,
}: PlotProps) {
  const element = useRef<DrawnElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const overlay = useRef<SVGSVGElement>(null);
  const drawn = useRef(false);
  const follower = useRef<CameraFollower | null>(null);
  const latest = useRef({ markers, grip, onPoint, onWindow, onReset, onCamera, onCell, figure });
  const [state, setState] = useState<'loading' | 'ready' | Failure>('loading');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    latest.current = { markers, grip, onPoint, onWindow, onReset, onCamera, onCell, figure };
  });

  useEffect(() => {
    let gone = false;
    const target = element.current;
    if (target === null) return;
    const draw = async (loaded: Drawing): Promise<void> => {
      const first = drawing.current === null;
      drawing.current = loaded;
      drawn.current = true;
      const config = { ...PLOT_CONFIG, scrollZoom: latest.current.onWindow !== undefined };
      if (first && hasRanges(figure)) {
        // A new map takes longer than one task may: its axes in a task of their own.
        await loaded.react(target, [], copyLayout(figure, []), config);
        await yieldToEventLoop();
      }
      if (!gone)
        await loaded.react(
          target,
          figure.data.map((trace) => ({ ...trace })),
          copyLayout(figure, []),
          config,
        );
      if (first) {
        follower.current = new CameraFollower(async (camera) => {
          if (drawn.current) await loaded.relayout(target, { 'scene.camera': structuredClone(camera) });
        });
        listen(target, latest, follower.current, () => placeMarkers(target, overlay.current, latest.current.markers));
      }
      if (gone) return;
      placeMarkers(target, overlay.current, latest.current.markers);
      setState('ready');
    };
    const fail = (what: Failure['what']) => (error: unknown) => {
      if (!gone) setState(failureOf(what, error));
    };
    const load = figure.surface && !hasWebGl() ? Promise.reject(new NoWebGl()) : library(figure.surface);
    load.then((loaded) => !gone && QUEUE.add(target, () => draw(loaded).catch(fail('drawing'))), fail('code'));
    return () => {
      gone = true;
      QUEUE.drop(target);
    };
  }, [figure, attempt]);

  useEffect(() => {
    if (element.current !== null) placeMarkers(element.current, overlay.current, markers);
  }, [markers]);

  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const tracker = new PointerTracker(target, {
      locate: (clientX, clientY) => locate(target, clientX, clientY),
      pixelsTo: (x, y, clientX, clientY) => pixelsTo(target, x, y, clientX, clientY),
      unitsPerPixel: () => unitsPerPixel(target),
      zoom: (factor, clientX, clientY) => zoomByWheel(target, factor, clientX, clientY),
      endPan: () => document.dispatchEvent(new MouseEvent('mouseup')),
      current: () => ({
        grip: latest.current.grip?.() ?? null,
        pans: latest.current.onWindow !== undefined,
        onPoint: latest.current.onPoint ?? null,
      }),
    });
    const observer = new ResizeObserver(() => {
      if (drawing.current !== null && drawn.current && target.clientWidth > 0) void drawing.current.Plots.resize(target).catch(() => undefined);
    });
    observer.observe(target);
    return () => {
      tracker.stop();
      observer.disconnect();
      drawing.current?.purge(target);
      drawing.current = null;
      drawn.current = false;
    };
  }, []);

  useImperativeHandle(handle, () => ({
    turn: (camera) => follower.current?.follow(camera),
    ...(themed === undefined ? {} : { drawing: (theme) => drawnForPage(themed(theme), latest.current.markers) }),
    image: async (format, ground, caption) => {
      const shown = filed?.() ?? latest.current.figure;
      const loaded = await library(shown.surface);
      const alone = { ...copyLayout(shown, latest.current.markers), paper_bgcolor: ground, plot_bgcolor: ground };
      const layout = withCaption(shown.keyInFiles === true ? withKey(alone) : alone, caption);
      return loaded.toImage(
        { data: shown.data.map((trace) => ({ ...trace })), layout, config: PLOT_CONFIG },
        { format, ...FILE_ROOM, scale: format === 'png' ? 2 : 1 },
      );
    },
  }));

  return (
    <div className="plot">
      <div
        ref={element}
        className={onWindow === undefined ? 'plot-area' : 'plot-area pans'}
        role="img"
        aria-label={label}
        aria-describedby={describedBy}
      />
      <svg ref={overlay} className="plot-overlay" aria-hidden="true" />
      {state === 'loading' && <div className="plot-placeholder" aria-hidden="true" />}
      {typeof state === 'object' && <PlotFailure failure={state} onRetry={() => setAttempt(attempt + 1)} />}
    </div>
  );
}
