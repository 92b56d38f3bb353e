/**
 * An application filled with plausible synthetic results, to look at the views and to test them without a worker.
 * Nothing in here is computed from a network.
 */
import type { ProbeResult } from '../compute/protocol.ts';
import type { BarrierReport, Curve, LayerProfile, Plane } from '../landscape/results.ts';
import type { ActionName, App } from '../state/actions/action.ts';
import type { AppState } from '../state/app-state.ts';
import { IDLE } from '../state/figures/derived.ts';
import type { PlaneFigure } from '../state/figures/planes.ts';
import { NOTHING_KNOWN } from '../state/offline/offline-state.ts';
import { NO_TALK } from '../state/talk/talk-state.ts';
import { initialState } from '../state/store.ts';
import type { NetworkEntry, Work } from '../state/shared-state.ts';
import { DEFAULT_VIEW } from '../state/view.ts';
import { defaultExperiment } from '../state/defaults.ts';
import type { View } from '../state/view.ts';
import { withPatch } from '../state/patch.ts';
import { fakeLab } from './fake-lab.ts';
import { curveOfValues, measuredBarriers } from './measured-curve.ts';

const done = <Result>(result: Result): Work<Result> => ({ status: 'done', result, progress: null, error: null });
const hump = (alpha: number, height: number): number => 0.005 + height * Math.sin(Math.PI * Math.min(1, Math.max(0, alpha))) ** 2;

function report(height: number): BarrierReport {
  return { barrier: { lerp: height, mean: height, max: height }, at: { lerp: 0.5, mean: 0.5, max: 0.5 } };
}

/** A smooth hump of the given height over 25 points. */
export function fakeCurve(height: number, points = 25): Curve {
  const alpha = Float64Array.from({ length: points }, (_, i) => i / (points - 1));
  const loss = alpha.map((a) => hump(a, height));
  const values = { alpha, loss, accuracy: loss.map((value) => Math.max(0.5, 1 - 0.6 * value)), se: 0.01 * height };
  return {
    ...curveOfValues(values),
    lossBarrier: measuredBarriers(report(height), 0.01 * height),
    errorBarrier: measuredBarriers(report(0.6 * height), 0.01 * height),
  };
}

/** Valleys at (0, 0), (1, 0) and C, or one wide valley where `joined`. */
export function fakePlane(joined: boolean, resolution = 41): Plane {
  const c = joined ? { x: 0.45, y: 0.62 } : { x: 0.52, y: 0.83 };
  const x = Float64Array.from({ length: resolution }, (_, i) => -0.25 + (1.5 * i) / (resolution - 1));
  const y = Float64Array.from({ length: resolution }, (_, i) => -0.25 + ((c.y + 0.5) * i) / (resolution - 1));
  const centres = [{ x: 0, y: 0 }, { x: 1, y: 0 }, c];
  const loss = new Float64Array(resolution * resolution);
  for (let i = 0; i < resolution; i++) {
    for (let j = 0; j < resolution; j++) {
      const near = Math.min(...centres.map((centre) => Math.hypot(x[j] - centre.x, y[i] - centre.y)));
      const middle = Math.hypot(x[j] - 0.5, y[i] - c.y / 3);
      loss[i * resolution + j] = joined ? 0.005 + 0.15 * Math.max(0, middle - 0.5) ** 2 : 0.005 + 0.9 * near ** 2;
    }
  }
  return {
    x,
    y,
    loss,
    accuracy: loss.map((value) => Math.max(0.5, 1 - value)),
    points: { a: { x: 0, y: 0, outOfPlane: 0 }, b: { x: 1, y: 0, outOfPlane: 0 }, c: { ...c, outOfPlane: 0 } },
    unit: joined ? 6.21 : 12.4,
    complete: 1,
  };
}

/** Barriers at ½ that grow towards the input; `scale` 0 is no barrier. */
export function fakeLayers(scale: number, alpha: readonly number[] = [0.5]): LayerProfile {
  const layers = ['1: 2→64', '2: 64→64', '3: 64→2'];
  const rows = [0.21, 0.083, 0.041, -0.0043];
  const field = (side: number): Float64Array =>
    Float64Array.from(rows.flatMap((row, r) => alpha.map((a) => scale * row * 4 * a * (1 - a) * (r === 0 ? 1 : side))));
  const sure = new Float64Array(rows.length * alpha.length).fill(0.004);
  return {
    schedule: 'single',
    layers,
    alpha: Float64Array.from(alpha),
    lossIntoA: field(1),
    lossIntoB: field(0.7),
    errorIntoA: field(0.4),
    errorIntoB: field(0.3),
    errors: { lossIntoA: sure, lossIntoB: sure, errorIntoA: sure, errorIntoB: sure, overA: sure, overB: sure },
    distance: Float64Array.of(7.1, 9.2, 2.3),
    cosine: Float64Array.of(0.02, 0.01, -0.03),
    endpoints: { lossA: 0.005, lossB: 0.006, accuracyA: 0.996, accuracyB: 0.994 },
  };
}

function moons(): { x: Float32Array; label: Int32Array } {
  const label = Int32Array.from({ length: 256 }, (_, i) => i % 2);
  const x = new Float32Array(512);
  label.forEach((kind, i) => {
    const t = (Math.PI * i) / 256;
    const wobble = 0.12 * Math.sin(37 * i) + 0.05 * Math.cos(91 * i);
    x[2 * i] = (kind === 0 ? Math.cos(t) : 1 - Math.cos(t)) + wobble;
    x[2 * i + 1] = (kind === 0 ? Math.sin(t) : 0.5 - Math.sin(t)) + 0.1 * Math.cos(53 * i);
  });
  return { x, label };
}

function fakeProbe(probe: View['probe']): ProbeResult {
  const resolution = 80;
  const bend = probe.kind === 'path' && probe.path === 'naive' ? 1 - 3.2 * probe.alpha * (1 - probe.alpha) : 1;
  const side = (px: number, py: number): number => 4 * (py - 0.25 - bend * 0.5 * Math.cos(2 * (px - 0.1)));
  const [x, y] = [[-1.6, 2.6] as const, [-1.2, 1.7] as const];
  const predicted = new Uint16Array(resolution ** 2);
  const probability = new Float32Array(resolution ** 2);
  for (let i = 0; i < resolution ** 2; i++) {
    const px = x[0] + ((x[1] - x[0]) * (i % resolution)) / (resolution - 1);
    const py = y[0] + ((y[1] - y[0]) * Math.floor(i / resolution)) / (resolution - 1);
    const p = 1 / (1 + Math.exp(side(px, py)));
    predicted[i] = p > 0.5 ? 1 : 0;
    probability[i] = Math.max(p, 1 - p);
  }
  const points = moons();
  const guess = points.label.map((_, i) => (side(points.x[2 * i], points.x[2 * i + 1]) < 0 ? 1 : 0));
  const mistakes = guess.reduce((sum, value, i) => sum + (value === points.label[i] ? 0 : 1), 0);
  const confusion = new Int32Array(4);
  guess.forEach((value, i) => confusion[points.label[i] * 2 + value]++);
  return {
    place: { kind: 'network', network: 'a' },
    split: 'test',
    score: { loss: 0.005 + mistakes / 256, accuracy: 1 - mistakes / 256 },
    confusion,
    regions: { x, y, resolution, predicted, probability },
    strip: {
      index: Int32Array.from(points.label.keys()),
      x: points.x,
      label: points.label,
      predicted: guess,
      probability: new Float32Array(256).fill(0.9),
      mistakes,
    },
  };
}

function network(id: string, name: string, aligned: boolean): NetworkEntry {
  const experiment = defaultExperiment();
  const similarity = Float32Array.from({ length: 64 }, (_, i) => Math.cos(i * 1.3) * 0.4);
  return {
    id,
    name,
    architecture: { ...experiment.architecture, hidden: [64, 64], inputs: 2, classes: 2 },
    parameterCount: 4482,
    train: { loss: 0.0041, accuracy: 0.998 },
    test: { loss: 0.0052, accuracy: 0.9961 },
    seeds: { init: 1, order: 1 },
    training: experiment.training,
    data: experiment.data,
    recipe: null,
    origin: aligned ? { kind: 'aligned', source: 'b', reference: 'a', method: 'weight' } : { kind: 'trained' },
    run: { id: 'r', number: 1 },
    backend: 'wasm',
    history: [],
    checkpointCount: 20,
    diverged: null,
    stopped: null,
    created: 0,
    saved: 'saved',
    alignment: aligned
      ? {
          method: 'weight',
          permutations: [Int32Array.from({ length: 64 }, (_, i) => 63 - i), Int32Array.from({ length: 64 }, (_, i) => 63 - i)],
          signs: null,
          distanceBefore: 12.4,
          distanceAfter: 6.21,
          sweeps: 5,
          runs: [6.4, 6.21, 6.3],
          won: null,
          moved: [61, 58],
          similarityBefore: [similarity, similarity],
          similarityAfter: [similarity.map((value) => 0.8 + 0.4 * value), similarity.map((value) => 0.75 + 0.5 * value)],
          functionChange: 3.1e-6,
        }
      : null,
  };
}

function plane(joined: boolean): PlaneFigure {
  const path = (x: number, y: number): { x: number; y: number; outOfPlane: number }[] =>
    Array.from({ length: 12 }, (_, i) => ({ x: x + 0.12 * (11 - i) * (0.5 - x) * 0.1, y: y + 0.05 * (11 - i) * 0.4, outOfPlane: 0.02 * (11 - i) }));
  return {
    title: joined ? 'aligned' : 'naive',
    networks: ['a', 'b', 'c'],
    labels: joined ? ['A', "B'", "C'"] : ['A', 'B', 'C'],
    unit: ['A', 'B'],
    split: 'test',
    scores: [
      { loss: 0.0052, accuracy: 0.9961 },
      { loss: 0.0048, accuracy: 0.998 },
      { loss: 0.0061, accuracy: 0.9941 },
    ],
    plane: fakePlane(joined),
    others: [],
    paths: [
      { label: 'A', points: path(0, 0) },
      { label: 'B', points: path(1, 0) },
    ],
  };
}

/** Every figure filled, nothing running. */
export function fakeState(): AppState {
  return {
    opening: IDLE,
    talk: NO_TALK,
    play: null,
    experiment: defaultExperiment(),
    view: DEFAULT_VIEW,
    backend: {
      status: 'ready',
      info: { name: 'wasm', device: '2 cores', software: true, simd: null, reason: null },
      preference: 'auto',
      simd: 'auto',
    },
    data: done({
      name: 'two moons',
      inputs: 2,
      classes: 2,
      classNames: ['0', '1'],
      shape: { kind: 'point' },
      scaling: null,
      trainSize: 512,
      testSize: 512,
      notes: [],
    }),
    available: {},
    networks: [
      network('a', 'seed 1', false),
      network('b', 'seed 2', false),
      network('c', 'seed 3', false),
      network('bp', 'seed 2′ by weights', true),
      network('cp', 'seed 3′ by weights', true),
    ],
    roles: { A: 'a', B: 'b', C: 'c' },
    training: { status: 'idle', result: null, progress: null, error: null },
    aligned: { B: 'bp', C: 'cp' },
    aligning: { status: 'idle', result: null, progress: null, error: null },
    figures: {
      curve: done({
        networks: ['a', 'b'] as const,
        naive: { train: fakeCurve(0.19), test: fakeCurve(0.207) },
        aligned: { train: fakeCurve(0.003), test: fakeCurve(0.0041) },
      }),
      plane: done({ naive: plane(false), aligned: plane(true), custom: null }),
      layers: done({ networks: ['a', 'b'] as const, split: 'test', naive: fakeLayers(1), aligned: fakeLayers(0.02) }),
      ...fakeLab(),
    },
    probe: done(fakeProbe(DEFAULT_VIEW.probe)),
    notices: [],
    pending: null,
    question: null,
    source: null,
    demonstration: false,
    published: null,
    firstSteps: false,
    canUndo: true,
    canRedo: false,
    offline: NOTHING_KNOWN,
    storage: { available: true, message: null },
  };
}

/** Before anything was trained. */
export function emptyState(): AppState {
  return {
    ...fakeState(),
    networks: [],
    roles: { A: null, B: null, C: null },
    aligned: { B: null, C: null },
    figures: initialState('auto').figures,
    probe: IDLE,
  };
}

/** An App over such a state: views, themes, probes and enlarging work; nothing is computed. */
export function fakeApp(initial: AppState = fakeState()): App {
  let state = initial;
  const listeners = new Set<() => void>();
  const set = (patch: Partial<AppState>): void => {
    state = { ...state, ...patch };
    listeners.forEach((listener) => listener());
  };
  const run = (name: ActionName, argument: unknown): Promise<unknown> => {
    if (name === 'probe') set({ view: { ...state.view, probe: argument as View['probe'] }, probe: done(fakeProbe(argument as View['probe'])) });
    if (name === 'setView') set({ view: withPatch(state.view, argument) as View });
    if (name === 'setExperiment') set({ experiment: withPatch(state.experiment, argument) as AppState['experiment'] });
    if (name === 'enlarge') set({ view: { ...state.view, large: (argument as { figure: View['large'] }).figure } });
    if (name === 'setTheme') set({ view: { ...state.view, theme: (argument as { theme: View['theme'] }).theme } });
    return Promise.resolve(null);
  };
  return {
    version: 'test',
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run,
    perform: async (name, argument) => {
      await run(name, argument);
    },
    actions: () =>
      (['train', 'align', 'trainPending'] as const).map((name) => ({ name, title: name, shortcut: null, enabled: true, reason: null, loses: null })),
    figureShown: () => () => undefined,
    link: () => 'https://example.org/',
    matching: () => null,
    shareable: () => Promise.resolve({ link: 'https://example.org/', omitted: [], figures: [] }),
    linkOf: () => Promise.resolve('https://example.org/'),
    examples: () => Promise.resolve({ x: new Float32Array(0), y: new Int32Array(0), count: 0 }),
  };
}
