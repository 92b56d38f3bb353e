/** A ComputeClient without a worker for tests of state/: canned results, a record of what was asked, jobs that can be held back. */
import { abandonOnAbort } from '../base/abort.ts';
import type { StreamOptions } from '../base/job.ts';
import type { ComputeClient } from '../compute/client-contract.ts';
import type { JobName, JobPartial, JobRequest, JobResult, ProbeResult, TrainRequest } from '../compute/protocol.ts';
import { packArchive, unpackArchive } from '../compute/data/archive.ts';
import { readFile } from '../compute/data/read-file.ts';
import type { DatasetSummary } from '../datasets/dataset.ts';
import type { DatasetSpec } from '../datasets/spec.ts';
import type { Alignment, Curve, LayerProfile, Plane } from '../landscape/results.ts';
import { looksLikeText } from '../io/csv.ts';
import { previewCsv } from '../io/csv-preview.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { Network } from '../nn/network.ts';
import { RidgelineError } from '../base/errors.ts';
import { fakeRecipe } from './fake-lab.ts';
import type { BackendInfo } from '../compute/backend-names.ts';
import type { StoppedNetwork, TrainedNetwork } from '../nn/training.ts';
import { measuredBarriers } from './measured-curve.ts';

export interface FakeClient extends ComputeClient {
  readonly asked: { readonly name: JobName; readonly request: unknown }[];
  readonly networks: Map<string, Network>;
  readonly files: Map<string, Uint8Array>;
  /** Jobs of this name wait until `release`. */
  hold(name: JobName): void;
  release(name: JobName): void;
  /** Trainings that are cancelled leave all their networks after this epoch. */
  stopAt(epoch: number): void;
  /** Jobs of this name fail once. */
  failNext(name: JobName, error: Error): void;
  changeBackend(info: BackendInfo): void;
  count(name: JobName): number;
}

const BACKEND: BackendInfo = { name: 'wasm', device: '2 cores', software: true, simd: null, reason: null };

export function summaryOf(spec: DatasetSpec): DatasetSummary {
  const image = spec.id === 'mnist' || spec.id === 'glyphs';
  const sizes = 'trainSize' in spec ? { trainSize: spec.trainSize, testSize: spec.testSize } : { trainSize: 100, testSize: 100 };
  return {
    name: spec.id,
    inputs: image ? 784 : 2,
    classes: image ? 10 : 2,
    classNames: Array.from({ length: image ? 10 : 2 }, (_, label) => String(label)),
    scaling: null,
    notes: [],
    ...sizes,
    shape: image ? { kind: 'image', height: 28, width: 28, channels: 1, order: 'channels-last' } : { kind: 'point' },
  };
}

export function fakeClient(): FakeClient {
  const asked: FakeClient['asked'] = [];
  const networks = new Map<string, Network>();
  const files = new Map<string, Uint8Array>();
  const gates = new Map<JobName, { opened: Promise<void>; open: () => void }>();
  const failures = new Map<JobName, Error>();
  const listeners = new Set<(info: BackendInfo) => void>();
  const known = (id: string): Network => {
    const found = networks.get(id);
    if (found === undefined) throw new RidgelineError('not-found', `The worker does not know ${id}.`);
    return found;
  };
  const answers = answersWith(known, files);
  let stop: number | null = null;
  let trains: TrainRequest | null = null;
  return {
    asked,
    networks,
    files,
    async run<N extends JobName>(name: N, request: JobRequest<N>, options: StreamOptions<JobPartial<N>> = {}): Promise<JobResult<N>> {
      asked.push({ name, request });
      if (name === 'train') trains = request as TrainRequest;
      if (name === 'takeStopped' && trains !== null && stop !== null) {
        const [last, at] = [trains, stop];
        return { networks: last.seeds.map((_, i) => stopped(last, i, at)) } as JobResult<N>;
      }
      const { signal } = options;
      signal?.throwIfAborted();
      const turn = Promise.resolve(gates.get(name)?.opened).then(() => new Promise((resolve) => setTimeout(resolve, 0)));
      await abandonOnAbort(turn, signal);
      signal?.throwIfAborted();
      const failure = failures.get(name);
      failures.delete(name);
      if (failure !== undefined) throw failure;
      const answer = answers[name];
      if (answer === undefined) throw new RidgelineError('unsupported', `The fake client has no ${name}.`);
      return answer(request);
    },
    registerNetwork: (id, network) => void networks.set(id, network),
    forgetNetwork: (id) => void networks.delete(id),
    registerFile: ({ sha256, bytes }) => void files.set(sha256, bytes),
    onBackendChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
    hold: (name) => {
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => (open = resolve));
      gates.set(name, { opened, open });
    },
    release: (name) => {
      gates.get(name)?.open();
      gates.delete(name);
    },
    stopAt: (epoch) => void (stop = epoch),
    failNext: (name, error) => void failures.set(name, error),
    changeBackend: (info) => listeners.forEach((listener) => listener(info)),
    count: (name) => asked.filter((job) => job.name === name).length,
  };
}

type Answers = { readonly [N in JobName]?: (request: JobRequest<N>) => JobResult<N> | Promise<JobResult<N>> };

function answersWith(known: (id: string) => Network, files: ReadonlyMap<string, Uint8Array>): Answers {
  return {
    selectBackend: () => BACKEND,
    readFile: (request) => readFile(request, {}),
    unpackArchive: async (request) => ({ entries: await unpackArchive(request, {}) }),
    packArchive: async ({ entries }) => ({ bytes: await packArchive(entries) }),
    loadDataset: ({ spec }) => summaryOf(spec),
    train: (request) => ({ networks: request.seeds.map((_, i) => trained(request, i)) }),
    takeStopped: () => ({ networks: [] }),
    pauseTraining: () => null,
    evaluate: ({ network }) => ({ loss: known(network).parameters[0] / 100, accuracy: 0.9 }),
    logits: ({ network, count }) => ({ logits: new Float32Array(count * 2).fill(known(network).architecture.classes), count, outputs: 2 }),
    align: ({ network, reference, method }) => ({
      network: { ...known(network), parameters: known(reference).parameters.slice() },
      alignment: alignment(known(network), method),
    }),
    curve: ({ a, b, points, range }) => curve(known(a), known(b), points, range),
    plane: ({ a, b, c, resolution, window }) => plane([known(a), known(b), known(c)], resolution, window),
    project: (request) => ({ points: request.networks.map(() => ({ x: 0.5, y: 0.8, outOfPlane: 0 })) }),
    projectPath: ({ checkpoints }) => ({ points: checkpoints.map(() => ({ x: 0, y: 0, outOfPlane: 1 })) }),
    layers: ({ schedule, alpha }) => profile(schedule, alpha),
    recipe: (request) => fakeRecipe(request, known),
    probe: ({ place, split }): ProbeResult => ({
      place,
      split,
      score: { loss: 0.1, accuracy: 1 },
      confusion: new Int32Array(4),
      regions: null,
      strip: {
        index: new Int32Array(0),
        x: new Float32Array(0),
        label: new Int32Array(0),
        predicted: new Int32Array(0),
        probability: new Float32Array(0),
        mistakes: 0,
      },
    }),
    examples: ({ count }) => ({ x: new Float32Array(count * 2), y: new Int32Array(count), count }),
    previewFile: ({ file, choice }) => {
      const bytes = files.get(file.sha256) ?? new Uint8Array(0);
      return looksLikeText(bytes) ? previewCsv(bytes, file.name, choice) : null;
    },
    inspectFiles: ({ files: [file], choice }) => {
      const spec: DatasetSpec = { id: 'file', file, ...choice, scaling: 'raw' };
      return { spec, summary: summaryOf(spec), columns: ['x', 'y', 'label'] };
    },
  };
}

/** Parameters hold the seed, so that tests can tell networks apart. */
function trained({ dataset, architecture, seeds }: TrainRequest, i: number): TrainedNetwork {
  const { inputs, classes } = summaryOf(dataset);
  const full = { ...architecture, inputs, classes };
  const parameters = new Float32Array(parameterLayout(full).size).fill(seeds[i].init);
  return {
    network: { architecture: full, parameters },
    seeds: seeds[i],
    checkpoints: [
      { epoch: 0, parameters: parameters.map(() => 0) },
      { epoch: 1, parameters },
    ],
    history: [],
    train: { loss: seeds[i].init / 100, accuracy: 0.9 },
    test: { loss: seeds[i].init / 100, accuracy: 0.9 },
    diverged: null,
    stopped: null,
  };
}

/** As the worker would hand it over: what was there before the epoch at which it began is not told again. */
function stopped(request: TrainRequest, i: number, epoch: number): StoppedNetwork {
  const { network, seeds, diverged } = trained(request, i);
  const from = request.from?.[i]?.epoch ?? 0;
  const { parameters } = network;
  const whole = epoch === request.training.epochs;
  const points = Array.from({ length: epoch + 1 }, (_, e) => ({ epoch: e, trainLoss: 1, trainAccuracy: 1, testLoss: 1, testAccuracy: 1 }));
  return {
    at: i,
    network,
    seeds,
    diverged,
    checkpoints: points.filter((point) => from === 0 || point.epoch > from).map((point) => ({ epoch: point.epoch, parameters })),
    history: points.filter((point) => from === 0 || point.epoch > from),
    stopped: whole ? null : { epoch, optimizer: { steps: epoch * 4, memory: [parameters.map(() => 0.5), parameters.map(() => 0.25)] } },
  };
}

function alignment(network: Network, method: Alignment['method']): Alignment {
  const { hidden } = network.architecture;
  const similarity = hidden.map((width) => new Float32Array(width));
  return {
    method,
    permutations: hidden.map((width) => Int32Array.from({ length: width }, (_, i) => width - 1 - i)),
    signs: null,
    distanceBefore: 2,
    distanceAfter: 1,
    sweeps: 2,
    runs: [1],
    won: null,
    moved: hidden.map(() => 0),
    similarityBefore: similarity,
    similarityAfter: similarity,
    functionChange: null,
  };
}

/** A parabola whose height is the distance of the first parameters. */
function curve(a: Network, b: Network, points: number, [from, to]: readonly [number, number]): Curve {
  const height = Math.abs(a.parameters[0] - b.parameters[0]);
  const alpha = Float64Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
  const report = measuredBarriers({ barrier: { lerp: height / 4, mean: height / 4, max: height / 4 }, at: { lerp: 0.5, mean: 0.5, max: 0.5 } }, 0);
  const flat = { value: 0, at: 0, se: 0 };
  return {
    alpha,
    loss: alpha.map((value) => height * value * (1 - value)),
    accuracy: alpha.map(() => 1),
    count: 4,
    lossBarrier: report,
    errorBarrier: report,
    half: { overA: { value: height / 4, at: 0.5, se: 0 }, overB: { value: height / 4, at: 0.5, se: 0 } },
    lowest: flat,
    endsApart: flat,
    refined: true,
  };
}

function plane(three: readonly Network[], resolution: number, window: readonly number[] | null): Plane {
  const [x0, x1, y0, y1] = window ?? [-0.25, 1.25, -0.25, 1.05];
  const axis = (from: number, to: number): Float64Array =>
    Float64Array.from({ length: resolution }, (_, i) => from + ((to - from) * i) / (resolution - 1));
  const cells = new Float64Array(resolution * resolution).fill(three.length);
  return {
    x: axis(x0, x1),
    y: axis(y0, y1),
    loss: cells,
    accuracy: cells,
    points: { a: { x: 0, y: 0, outOfPlane: 0 }, b: { x: 1, y: 0, outOfPlane: 0 }, c: { x: 0.5, y: 0.8, outOfPlane: 0 } },
    unit: 1,
    complete: 1,
  };
}

function profile(schedule: LayerProfile['schedule'], alpha: readonly number[]): LayerProfile {
  const rows = new Float64Array(3 * alpha.length).fill(0.25);
  const per = new Float64Array(2);
  const sure = new Float64Array(3 * alpha.length);
  return {
    schedule,
    layers: ['1', '2'],
    alpha: Float64Array.from(alpha),
    lossIntoA: rows,
    lossIntoB: rows,
    errorIntoA: rows,
    errorIntoB: rows,
    errors: { lossIntoA: sure, lossIntoB: sure, errorIntoA: sure, errorIntoB: sure, overA: sure, overB: sure },
    distance: per,
    cosine: per,
    endpoints: { lossA: 0, lossB: 0, accuracyA: 1, accuracyB: 1 },
  };
}
