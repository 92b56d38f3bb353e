/** The benchmark's page: evaluators against the naive way, in one run on one backend. Driven by `npm run bench`. */
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { createEngine, startBackend } from '../../src/compute/backend.ts';
import { createBrowserEnvironment } from '../../src/compute/browser-environment.ts';
import { GpuEvaluator } from '../../src/compute/gpu-evaluator.ts';
import { createKernelEvaluator } from '../../src/compute/kernel-pool.ts';
import type { BackendName } from '../../src/compute/protocol.ts';
import type { EvaluationExamples, Evaluator } from '../../src/landscape/evaluator.ts';
import { computeLayers } from '../../src/landscape/layerwise.ts';
import { computePlane } from '../../src/landscape/plane.ts';
import type { LayerSchedule } from '../../src/landscape/results.ts';
import type { Slice } from '../../src/landscape/slice.ts';
import type { Architecture } from '../../src/nn/architecture.ts';
import { initialise } from '../../src/nn/initialise.ts';
import type { Network } from '../../src/nn/network.ts';
import { randomExamples } from '../../src/testing/random-slice.ts';
import { naiveMilliseconds } from './naive.ts';

export interface BenchRow {
  id: string;
  backend: string;
  /** Median of the runs. */
  ms: number;
  /** Naive time for the same points, measured on `naivePoints` and scaled, over `ms`. */
  ratio: number | null;
  naiveMs: number | null;
  naivePoints: number;
  runs: number;
}

const NAIVE_POINTS = 50;
const SCHEDULES: readonly LayerSchedule[] = ['single', 'fromInput', 'fromOutput'];

interface Subject {
  architecture: Architecture;
  networks: [Network, Network, Network];
  examples: EvaluationExamples;
}

function subject(inputs: number, hidden: number[], classes: number, output: Architecture['output'], norm: Architecture['norm'], count: number): Subject {
  const architecture: Architecture = { inputs, classes, hidden, activation: 'relu', norm, output, init: 'he-normal' };
  return { architecture, networks: [initialise(architecture, 1), initialise(architecture, 2), initialise(architecture, 3)], examples: randomExamples(inputs, classes, count, 1) };
}

function sliceOf({ architecture, networks: [a, b, c] }: Subject): Slice {
  const towards = (end: Network): Float32Array => end.parameters.map((value, i) => value - a.parameters[i]);
  return { architecture, origin: a.parameters, directions: [towards(b), towards(c)], layers: null };
}

async function median(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  await work();
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((p, q) => p - q)[Math.floor(runs / 2)];
}

/** One plane: sharp time against the naive way, and the time to the first coarse picture. */
async function planeRows(id: string, evaluator: Evaluator, backend: string, given: Subject, resolution: number, runs: number): Promise<BenchRow[]> {
  const [a, b, c] = given.networks;
  const coarse: number[] = [];
  const ms = await median(runs, async () => {
    const start = performance.now();
    const pictures: number[] = [];
    await computePlane(evaluator, { a, b, c, examples: given.examples, resolution, margin: 0.25, window: null }, { onPartial: () => pictures.push(performance.now() - start) });
    coarse.push(pictures.at(0) ?? performance.now() - start);
  });
  const each = await naiveMilliseconds(sliceOf(given), given.examples, NAIVE_POINTS);
  const naiveMs = each * resolution ** 2;
  return [
    { id, backend, ms, naiveMs, ratio: naiveMs / ms, naivePoints: NAIVE_POINTS, runs },
    { id: `${id}, first coarse picture`, backend, ms: coarse.slice(1).sort((p, q) => p - q)[Math.floor(runs / 2)], naiveMs: null, ratio: null, naivePoints: 0, runs },
  ];
}

/** Layer heatmap: single and both cumulative schedules, both ways. */
async function layersRow(evaluator: Evaluator, backend: string, given: Subject, runs: number): Promise<BenchRow> {
  const [a, b] = given.networks;
  const ms = await median(runs, async () => {
    for (const schedule of SCHEDULES) await computeLayers(evaluator, { a, b, examples: given.examples, schedule, alpha: [0.5] });
  });
  const points = SCHEDULES.length * 2 * (given.architecture.hidden.length + 1) + 3;
  const naiveMs = points * (await naiveMilliseconds(sliceOf(given), given.examples, NAIVE_POINTS));
  return { id: 'layer heatmap, single + both cumulative, both ways', backend, ms, naiveMs, ratio: naiveMs / ms, naivePoints: NAIVE_POINTS, runs };
}

async function evaluatorFor(name: BackendName): Promise<{ evaluator: Evaluator; label: string }> {
  const info = await startBackend(name, createBrowserEnvironment(() => undefined));
  if (info.name !== name) throw new Error(`${name} was asked for, ${info.name} started: ${info.reason ?? ''}`);
  const general = createEngine(info).evaluator;
  if (name === 'wasm') return { evaluator: await createKernelEvaluator(general), label: `wasm kernels, ${info.device}` };
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  return { evaluator: new GpuEvaluator(await adapter.requestDevice(), general, info.software), label: `WGSL kernels, ${info.device}` };
}

async function run(name: BackendName, small: boolean): Promise<BenchRow[]> {
  const { evaluator, label } = await evaluatorFor(name);
  const rows: BenchRow[] = [];
  const add = (more: BenchRow[]): void => void rows.push(...more);
  const resolution = small ? 11 : 51;
  const runs = small ? 3 : 5;
  add(await planeRows(`plane ${resolution} x ${resolution}, 2-32-1, 1,000 examples`, evaluator, label, subject(2, [32], 2, 'logistic', 'none', 1000), resolution, runs));
  add(await planeRows(`plane ${resolution} x ${resolution}, 2-512-1, 1,000 examples`, evaluator, label, subject(2, [512], 2, 'logistic', 'none', 1000), resolution, runs));
  if (small) return rows;
  const gpu = name === 'webgpu';
  const images = gpu ? 10_000 : 1000;
  add(await planeRows(`plane 51 x 51, 784-512-10, ${images} examples`, evaluator, label, subject(784, [512], 10, 'softmax', 'none', images), 51, 3));
  const deep = subject(784, [256, 256, 256], 10, 'softmax', 'before', gpu ? 2000 : 500);
  add(await planeRows(`plane 31 x 31, 784-256-256-256-10 LN, ${deep.examples.count} examples`, evaluator, label, deep, 31, 3));
  add([await layersRow(evaluator, label, deep, 3)]);
  return rows;
}

declare global {
  interface Window {
    runBench: typeof run;
  }
}
window.runBench = run;
