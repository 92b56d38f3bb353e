/** A page for tests alone: every evaluator that this browser can run, against float64, on random architectures and slices. */
import { GpuEvaluator } from '../../src/compute/evaluate/webgpu/evaluator.ts';
import { pageHelpers } from '../../src/compute/helper-starter.ts';
import { createKernelEvaluator, fetchKernels } from '../../src/compute/evaluate/wasm/pool.ts';
import type { Evaluator } from '../../src/landscape/evaluator.ts';
import { createReferenceEvaluator } from '../../src/landscape/reference-evaluator.ts';
import { seededRandom } from '../../src/linalg/random.ts';
import { readSafetensors } from '../../src/io/safetensors.ts';
import { readNetwork } from '../../src/io/state-dict.ts';
import { computeCurve } from '../../src/landscape/path/curve.ts';
import { computeLayers } from '../../src/landscape/layers/layerwise.ts';
import { computePlane } from '../../src/landscape/plane/plane.ts';
import type { Network } from '../../src/nn/network.ts';
import { wordsOf } from '../../src/base/setting.ts';
import { ARCHITECTURE_SETTINGS } from '../../src/nn/architecture-settings.ts';
import type { Activation, Architecture } from '../../src/nn/architecture.ts';
import { expectedField, randomExamples, randomSlice } from '../../src/testing/random-slice.ts';

export interface SuiteResult {
  cases: number;
  failures: string[];
}

function randomArchitecture(seed: number): Architecture {
  const random = seededRandom(seed, 'architecture');
  const logistic = random.below(4) === 0;
  // Every other one has a single hidden layer, half of those few inputs: kernels of their own.
  const single = seed % 2 === 0;
  return {
    inputs: 1 + random.below(single && seed % 4 === 0 ? 9 : 30),
    classes: logistic ? 2 : 2 + random.below(seed % 7 === 0 ? 60 : 11),
    hidden: Array.from({ length: single ? 1 : random.below(4) }, () => 1 + random.below(24)),
    activation: wordsOf(ARCHITECTURE_SETTINGS.activation)[random.below(4)],
    norm: wordsOf(ARCHITECTURE_SETTINGS.norm)[random.below(3)],
    output: logistic ? 'logistic' : 'softmax',
    init: 'he-normal',
  };
}

async function check(evaluator: Evaluator, seed: number): Promise<string | null> {
  const random = seededRandom(seed, 'case');
  const architecture = randomArchitecture(seed);
  const directions = random.below(3);
  const layers = random.below(2) === 0 ? null : [0, ...architecture.hidden.map((_, l) => l + 1)].filter(() => random.below(2) === 0);
  const slice = randomSlice(architecture, directions, layers, seed);
  const examples = randomExamples(architecture.inputs, architecture.classes, 1 + random.below(90), seed);
  const coordinates = Float64Array.from({ length: directions * (1 + random.below(seed % 5 === 0 ? 40 : 9)) }, () => random.normal());
  const got = await evaluator.evaluate(slice, coordinates, examples);
  const want = expectedField(slice, coordinates, examples);
  const again = await evaluator.evaluate(slice, coordinates, examples);
  const at = want.loss.findIndex((loss, p) => {
    const near =
      Math.abs(got.loss[p] - loss) <= 1e-5 + 1e-4 * Math.abs(loss) && Math.abs(got.accuracy[p] - want.accuracy[p]) * examples.count <= 1.001;
    return !near || !Object.is(got.loss[p], again.loss[p]);
  });
  // A point's loss is the mean of its examples'.
  const [{ scores }] = await evaluator.evaluateAll([{ slice, coordinates, each: [0] }], examples);
  const mean = scores?.[0].loss.reduce((sum, loss) => sum + loss / examples.count, 0) ?? NaN;
  if (!(Math.abs(mean - want.loss[0]) <= 1e-5 + 1e-4 * want.loss[0])) return `seed ${seed}: single examples give ${mean}, not ${want.loss[0]}`;
  return at < 0
    ? null
    : `seed ${seed}, point ${at}: got ${got.loss[at]}, ${got.accuracy[at]}; again ${again.loss[at]}; want ${want.loss[at]}, ${want.accuracy[at]}; ${JSON.stringify({ architecture, directions, layers })}`;
}

async function make(name: string): Promise<Evaluator> {
  const general = createReferenceEvaluator();
  if (name.startsWith('wasm kernels')) return createKernelEvaluator(await fetchKernels(name.endsWith('fma') ? 'fma' : 'plain'), pageHelpers(), 2);
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  return new GpuEvaluator(await adapter.requestDevice(), general, true);
}

async function run(name: string, cases: number): Promise<SuiteResult> {
  const evaluator = await make(name);
  const failures: string[] = [];
  for (let seed = 1; seed <= cases; seed++) {
    const failure = await check(evaluator, seed);
    if (failure !== null) failures.push(failure);
  }
  return { cases, failures };
}

/** A thousand classes, and places so far off that logits overflow there: NaN at those points, the others as in float64. */
async function runExtremes(name: string): Promise<SuiteResult> {
  const evaluator = await make(name);
  const failures: string[] = [];
  const cases = [
    { inputs: 20, classes: 1000, hidden: [30], far: 1 },
    { inputs: 2, classes: 1000, hidden: [5], far: 1 },
    { inputs: 3, classes: 10, hidden: [40], far: 1e30 },
    { inputs: 30, classes: 10, hidden: [40], far: 1e38 },
    // Inside, infinities cancel to what is not a number, and no activation may hide it.
    { inputs: 12, classes: 10, hidden: [20, 40, 9], far: 1e30 },
  ];
  for (const [seed, { inputs, classes, hidden, far }] of cases.entries()) {
    for (const norm of wordsOf(ARCHITECTURE_SETTINGS.norm)) {
      const architecture: Architecture = { inputs, classes, hidden, activation: 'relu', norm, output: 'softmax', init: 'he-normal' };
      const slice = randomSlice(architecture, 2, null, seed + 1);
      const examples = randomExamples(inputs, classes, 77, seed + 1);
      const coordinates = Float64Array.of(0, 0, 1, -1, far, -far, 0.5, far, 0.25, 0.5);
      const got = await evaluator.evaluate(slice, coordinates, examples);
      const want = expectedField(slice, coordinates, examples);
      want.loss.forEach((loss, p) => {
        const overflows = far > 1 && (p === 2 || p === 3);
        const right = overflows ? Number.isNaN(got.loss[p]) && Number.isNaN(got.accuracy[p]) : Math.abs(got.loss[p] - loss) <= 1e-5 + 1e-4 * loss;
        if (!right)
          failures.push(
            `${[inputs, ...hidden, classes].join('-')} ${norm}, point ${p}: got ${got.loss[p]}, ${got.accuracy[p]}; want ${overflows ? 'NaN' : loss}`,
          );
      });
    }
  }
  return { cases: cases.length * wordsOf(ARCHITECTURE_SETTINGS.norm).length, failures };
}

/** Bytes of live GPU buffers after each of `planes` planes, every other one on a fresh copy of a network; before the last, one is cancelled in the middle. */
async function runMemory(planes: number): Promise<number[]> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  const device = await adapter.requestDevice();
  let live = 0;
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    live += descriptor.size;
    buffer.destroy = () => {
      live -= descriptor.size;
      buffer.destroy = destroy;
      destroy();
    };
    return buffer;
  };
  const evaluator = new GpuEvaluator(device, createReferenceEvaluator(), true);
  const architecture: Architecture = { inputs: 12, classes: 3, hidden: [9], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
  const [a, b, c] = [1, 2, 3].map((seed) => ({ architecture, parameters: randomSlice(architecture, 0, null, seed).origin }));
  const examples = randomExamples(12, 3, 40, 1);
  const bytes: number[] = [];
  const plane = (from: Network, signal: AbortSignal, onPartial: () => void): Promise<unknown> =>
    computePlane(evaluator, { a: from, b, c, examples, resolution: 9, margin: 0.25, window: null }, { signal, onPartial });
  for (let n = 0; n < planes; n++) {
    const from = n % 2 === 0 ? a : { architecture, parameters: a.parameters.slice() };
    if (n + 1 === planes) {
      const controller = new AbortController();
      const ended = await plane(from, controller.signal, () => controller.abort(new DOMException('Enough.', 'AbortError'))).catch(
        (error: unknown) => error,
      );
      if (!(ended instanceof DOMException)) throw new Error('the plane was not cancelled');
    }
    await plane(from, new AbortController().signal, () => undefined);
    bytes.push(live);
  }
  return bytes;
}

export interface ReferenceMeasures {
  curve: { loss: number[]; accuracy: number[] };
  barrier: { lerp: number; mean: number; max: number };
  plane: { loss: number[]; accuracy: number[]; unit: number };
  single: { restA: number[]; restB: number[]; full: number };
}

/** A reference case of two moons through an evaluator: files as base64, three networks and the examples. */
async function measure(
  name: string,
  files: { a: string; b: string; c: string; examples: string },
  activation: Activation,
): Promise<ReferenceMeasures> {
  const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const evaluator = await make(name);
  const [a, b, c] = [files.a, files.b, files.c].map((file) => readNetwork(bytes(file), 'reference', { activation }).network);
  const { tensors } = readSafetensors(bytes(files.examples), 'examples');
  const x = tensors.get('x');
  const y = tensors.get('y');
  if (!(x?.data instanceof Float32Array) || !(y?.data instanceof Int32Array)) throw new Error('the examples lack x or y');
  const examples = { x: x.data, y: y.data, count: x.shape[0], inputs: x.shape[1], classes: 2 };
  const curve = await computeCurve(evaluator, { a, b, examples, points: 25, range: [0, 1], refine: false });
  const plane = await computePlane(evaluator, { a, b, c, examples, resolution: 11, margin: 0.25, window: null });
  const layers = await computeLayers(evaluator, { a, b, examples, schedule: 'single', alpha: [0.5] });
  return {
    curve: { loss: [...curve.loss], accuracy: [...curve.accuracy] },
    barrier: curve.lossBarrier.barrier,
    plane: { loss: [...plane.loss], accuracy: [...plane.accuracy], unit: plane.unit },
    single: { restA: [...layers.lossIntoA.slice(1)], restB: [...layers.lossIntoB.slice(1)], full: layers.lossIntoA[0] },
  };
}

declare global {
  interface Window {
    runSuite: typeof run;
    runExtremes: typeof runExtremes;
    runMemory: typeof runMemory;
    measureReference: typeof measure;
  }
}
window.runSuite = run;
window.runExtremes = runExtremes;
window.runMemory = runMemory;
window.measureReference = measure;
