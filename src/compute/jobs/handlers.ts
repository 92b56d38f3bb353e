/** What each job of the protocol does. Plain functions of the service's stores and engine: no word of workers or messages. */
import type { StreamOptions } from '../../base/job.ts';
import type { Examples } from '../../datasets/dataset.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import { shareIndices } from '../../datasets/share.ts';
import { summarizeDataset } from '../../datasets/summary.ts';
import { align } from '../../landscape/align/alignment.ts';
import { computeCurve } from '../../landscape/path/curve.ts';
import type { EvaluationExamples } from '../../landscape/evaluator.ts';
import { computeLayers } from '../../landscape/layers/layerwise.ts';
import { permuteNetwork } from '../../landscape/align/permute.ts';
import { computePlane } from '../../landscape/plane/plane.ts';
import { projectOnPlane, sharedWindow } from '../../landscape/plane/geometry.ts';
import { point } from '../../landscape/segment.ts';
import { outputWidth } from '../../nn/architecture.ts';
import type { StoppedNetwork } from '../../nn/training.ts';
import type { DatasetLoader } from '../data/loader.ts';
import { packArchive, unpackArchive } from '../data/archive.ts';
import { readFile } from '../data/read-file.ts';
import type { Engine } from '../engine/engine.ts';
import type { LeftOver } from '../training/left-over.ts';
import type { NetworkStore } from './network-store.ts';
import type { PauseSwitch } from '../training/pause-switch.ts';
import type { PlanePoints } from './plane-points.ts';
import { probeNetwork } from './probe.ts';
import type { JobName, JobPartial, JobRequest, JobResult, Jobs } from '../protocol.ts';
import { findExamples, findNetwork, findRecipe } from './recipe-run.ts';
import { trainSideBySide } from '../training/side-by-side.ts';
import { spanEpochs } from '../training/stacking.ts';
import { trainNetworks } from '../training/trainer.ts';
import type { BackendChoice, BackendInfo } from '../backend-names.ts';

/** What handlers work with. */
export interface JobContext {
  readonly networks: NetworkStore;
  readonly datasets: DatasetLoader;
  /** Dropped files by SHA-256. */
  readonly files: Map<string, NamedBytes>;
  readonly pause: PauseSwitch;
  readonly leftOver: LeftOver;
  /** Of the engine in use. */
  readonly planePoints: PlanePoints;
  engine(): Promise<Engine>;
  /** The engine in use; null where none was started. */
  engineInUse(): Promise<Engine> | null;
  select(choice: BackendChoice): Promise<BackendInfo>;
}

export type Handler<N extends JobName> = (
  context: JobContext,
  request: JobRequest<N>,
  options: StreamOptions<JobPartial<N>>,
) => Promise<JobResult<N>>;
export type Handlers = { readonly [N in keyof Jobs]: Handler<N> };

const NOTHING = Promise.resolve(null);

export const handlers: Handlers = {
  selectBackend: (context, choice) => context.select(choice),
  putNetwork(context, { id, network }) {
    context.networks.put(id, network);
    return NOTHING;
  },
  dropNetwork(context, { id }) {
    context.networks.drop(id);
    return NOTHING;
  },
  readFile: (_, request, options) => readFile(request, options),
  unpackArchive: async (_, request, options) => ({ entries: await unpackArchive(request, options) }),
  packArchive: async (_, { entries }) => ({ bytes: await packArchive(entries) }),
  putFile(context, file) {
    context.files.set(file.sha256, { name: file.name, bytes: file.bytes });
    return NOTHING;
  },
  async loadDataset(context, { spec }, options) {
    const dataset = await context.datasets.load(spec, options);
    (await context.engineInUse()?.catch(() => null))?.pool?.keepOnly(dataset);
    return summarizeDataset(dataset);
  },
  keptData: (context, _, options) => context.datasets.kept(options),
  async keepData(context, { id }, options) {
    await context.datasets.keep(id, options);
    return null;
  },
  inspectFiles: (context, { files, choice }, options) => context.datasets.inspectFiles(files, choice, options),
  previewFile: (context, { file, choice }, options) => context.datasets.previewFile(file, choice, options),
  async examples(context, { dataset, split, count }, options) {
    const examples = firstOf((await context.datasets.load(dataset, options))[split], count);
    return { x: examples.x.slice(), y: examples.y.slice(), count: examples.count };
  },
  train: (context, request, options) => context.leftOver.during((onStop) => train(context, request, options, onStop)),
  takeStopped: async ({ leftOver }) => ({ networks: await leftOver.take() }),
  pauseTraining(context, { paused }) {
    context.pause.set(paused);
    return NOTHING;
  },
  async evaluate(context, { dataset, network, split }, options) {
    const { [split]: examples } = await context.datasets.load(dataset, options);
    const { scorer } = await context.engine();
    const { loss, accuracy } = await scorer.evaluate(point(context.networks.get(network)), new Float64Array(0), examples, options);
    return { loss: loss[0], accuracy: accuracy[0] };
  },
  async logits(context, { dataset, network, split, count }, options) {
    const examples = firstOf((await context.datasets.load(dataset, options))[split], count);
    const { scorer } = await context.engine();
    const held = context.networks.get(network);
    const logits = await scorer.logits(point(held), new Float64Array(0), examples, options);
    return { logits, count: examples.count, outputs: outputWidth(held.architecture) };
  },
  async align(context, request, options) {
    const { train: trainExamples, test } = await context.datasets.load(request.dataset, options);
    const { evaluator, product } = await context.engine();
    const reference = context.networks.get(request.reference);
    return align(
      { ...request, reference, network: context.networks.get(request.network) },
      { evaluator, product, train: trainExamples, test },
      options,
    );
  },
  async curve(context, request, options) {
    const { [request.split]: examples } = await context.datasets.load(request.dataset, options);
    const { evaluator } = await context.engine();
    return computeCurve(evaluator, { ...request, a: context.networks.get(request.a), b: context.networks.get(request.b), examples }, options);
  },
  async plane(context, request, options) {
    const { [request.split]: examples } = await context.datasets.load(request.dataset, options);
    const { evaluator } = await context.engine();
    const { networks } = context;
    const known = request.keep ? { known: context.planePoints.of(request) } : {};
    return computePlane(
      evaluator,
      {
        ...request,
        ...known,
        geometry: networks.plane(request),
        home: sharedWindow(
          request.sharing.map((plane) => networks.third(plane)),
          request.margin,
          request.sharing.map((plane) => networks.plane(plane).points.b.x),
        ),
        a: networks.get(request.a),
        b: networks.get(request.b),
        c: networks.get(request.c),
        examples,
      },
      options,
    );
  },
  project(context, request) {
    const plane = context.networks.plane(request);
    return Promise.resolve({ points: request.networks.map((id) => projectOnPlane(plane, context.networks.get(id).parameters)) });
  },
  projectPath(context, request) {
    const { checkpoints, permutations, signs } = request;
    const plane = context.networks.plane(request);
    const { architecture } = context.networks.get(request.a);
    const placed = checkpoints.map(({ parameters }) =>
      permutations === null ? parameters : permuteNetwork({ architecture, parameters }, permutations, signs).parameters,
    );
    return Promise.resolve({ points: placed.map((parameters) => projectOnPlane(plane, parameters)) });
  },
  async layers(context, request, options) {
    const { [request.split]: examples } = await context.datasets.load(request.dataset, options);
    const { evaluator } = await context.engine();
    return computeLayers(evaluator, { ...request, a: context.networks.get(request.a), b: context.networks.get(request.b), examples }, options);
  },
  async recipe(context, { recipe, networks, examples, settings }, options) {
    const run = findRecipe(recipe);
    const found = networks.map((reference) => findNetwork(context.networks, reference));
    const sets: EvaluationExamples[] = [];
    for (const reference of examples) sets.push(await findExamples(context.datasets, reference, options));
    const { evaluator } = await context.engine();
    return run(evaluator, { networks: found, examples: sets, settings }, options);
  },
  async probe(context, request, options) {
    const dataset = await context.datasets.load(request.dataset, options);
    const { evaluator } = await context.engine();
    return probeNetwork(evaluator, dataset, context.networks.place(request.place), request, options);
  },
  async memory(context) {
    return (await context.engine()).held();
  },
};

async function train(
  context: JobContext,
  request: JobRequest<'train'>,
  options: StreamOptions<JobPartial<'train'>>,
  onStop: (networks: StoppedNetwork[]) => void,
): Promise<JobResult<'train'>> {
  const dataset = await context.datasets.load(request.dataset, options);
  const { learning, info, pool } = await context.engine();
  const { pause } = context;
  learning.keepOnly(dataset);
  pool?.keepOnly(dataset);
  const architecture = { ...request.architecture, inputs: dataset.inputs, classes: dataset.classes };
  const largest = Math.max(...request.shares.map((share) => (share === null ? dataset.train.count : shareIndices(dataset.train, share).length)));
  const span = spanEpochs(info.name, architecture, request.training, largest, request.seeds.length);
  if (pool !== null && pool.size > 1 && span !== null)
    return { networks: await trainSideBySide(dataset, request, { pool, pause, spanEpochs: span, onStop }, options) };
  const networks = await trainNetworks(dataset, request, { learning, pause, onStop }, options);
  return { networks };
}

function firstOf(examples: Examples, count: number): Examples {
  const size = Math.max(0, Math.min(examples.count, Math.floor(count)));
  return size === examples.count
    ? examples
    : { ...examples, x: examples.x.subarray(0, size * examples.inputs), y: examples.y.subarray(0, size), count: size };
}
