/** What each job of the protocol does. Plain functions of the service's stores and engine: no word of workers or messages. */
import * as tf from '@tensorflow/tfjs-core';
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
import { projectOnPlane } from '../../landscape/plane/geometry.ts';
import { point } from '../../landscape/segment.ts';
import { outputWidth } from '../../nn/architecture.ts';
import type { DatasetLoader } from '../data/loader.ts';
import type { DatasetStore } from '../data/store.ts';
import type { Engine } from '../engine/engine.ts';
import { makeLearners } from '../training/make-learners.ts';
import type { NetworkStore } from './network-store.ts';
import type { PauseSwitch } from '../training/pause-switch.ts';
import type { PlanePoints } from './plane-points.ts';
import { probeNetwork } from './probe.ts';
import type { JobName, JobPartial, JobRequest, JobResult, Jobs } from '../protocol.ts';
import { findExamples, findNetwork, findRecipe } from './recipe-run.ts';
import { trainSideBySide } from '../training/side-by-side.ts';
import { spanEpochs } from '../training/stacking.ts';
import { trainNetworks } from '../training/trainer.ts';
import type { BackendInfo, BackendPreference } from '../backend-names.ts';

/** What handlers work with. */
export interface Workshop {
  readonly networks: NetworkStore;
  readonly datasets: DatasetStore;
  readonly loader: DatasetLoader;
  /** Dropped files by SHA-256. */
  readonly files: Map<string, NamedBytes>;
  readonly pause: PauseSwitch;
  /** Of the engine in use. */
  readonly planePoints: PlanePoints;
  engine(): Promise<Engine>;
  /** The engine in use; null where none was started. */
  engineInUse(): Promise<Engine> | null;
  select(preference: BackendPreference): Promise<BackendInfo>;
}

export type Handler<N extends JobName> = (workshop: Workshop, request: JobRequest<N>, options: StreamOptions<JobPartial<N>>) => Promise<JobResult<N>>;
export type Handlers = { readonly [N in keyof Jobs]: Handler<N> };

const NOTHING = Promise.resolve(null);

export const handlers: Handlers = {
  selectBackend: (workshop, { preference }) => workshop.select(preference),
  putNetwork(workshop, { id, network }) {
    workshop.networks.put(id, network);
    return NOTHING;
  },
  dropNetwork(workshop, { id }) {
    workshop.networks.drop(id);
    return NOTHING;
  },
  putFile(workshop, file) {
    workshop.files.set(file.sha256, { name: file.name, bytes: file.bytes });
    return NOTHING;
  },
  async loadDataset(workshop, { spec }, options) {
    const dataset = await workshop.datasets.load(spec, options);
    (await workshop.engineInUse()?.catch(() => null))?.crew?.keepOnly(dataset);
    return summarizeDataset(dataset);
  },
  inspectFiles: (workshop, { files, labelColumn }, options) => workshop.loader.inspectFiles(files, labelColumn, options),
  async examples(workshop, { dataset, split, count }, options) {
    const examples = firstOf((await workshop.datasets.load(dataset, options))[split], count);
    return { x: examples.x.slice(), y: examples.y.slice(), count: examples.count };
  },
  train,
  pauseTraining(workshop, { paused }) {
    workshop.pause.set(paused);
    return NOTHING;
  },
  async evaluate(workshop, { dataset, network, split }, options) {
    const { [split]: examples } = await workshop.datasets.load(dataset, options);
    const { scorer } = await workshop.engine();
    const { loss, accuracy } = await scorer.evaluate(point(workshop.networks.get(network)), new Float64Array(0), examples, options);
    return { loss: loss[0], accuracy: accuracy[0] };
  },
  async logits(workshop, { dataset, network, split, count }, options) {
    const examples = firstOf((await workshop.datasets.load(dataset, options))[split], count);
    const { scorer } = await workshop.engine();
    const held = workshop.networks.get(network);
    const logits = await scorer.logits(point(held), new Float64Array(0), examples, options);
    return { logits, count: examples.count, outputs: outputWidth(held.architecture) };
  },
  async align(workshop, request, options) {
    const { train: trainExamples, test } = await workshop.datasets.load(request.dataset, options);
    const { evaluator, product } = await workshop.engine();
    const reference = workshop.networks.get(request.reference);
    return align(
      { ...request, reference, network: workshop.networks.get(request.network) },
      { evaluator, product, train: trainExamples, test },
      options,
    );
  },
  async curve(workshop, request, options) {
    const { [request.split]: examples } = await workshop.datasets.load(request.dataset, options);
    const { evaluator } = await workshop.engine();
    return computeCurve(evaluator, { ...request, a: workshop.networks.get(request.a), b: workshop.networks.get(request.b), examples }, options);
  },
  async plane(workshop, request, options) {
    const { [request.split]: examples } = await workshop.datasets.load(request.dataset, options);
    const { evaluator } = await workshop.engine();
    const { networks } = workshop;
    const known = request.keep ? { known: workshop.planePoints.of(request) } : {};
    return computePlane(
      evaluator,
      {
        ...request,
        ...known,
        geometry: networks.plane(request.a, request.b, request.c),
        a: networks.get(request.a),
        b: networks.get(request.b),
        c: networks.get(request.c),
        examples,
      },
      options,
    );
  },
  project(workshop, { a, b, c, networks }) {
    const plane = workshop.networks.plane(a, b, c);
    return Promise.resolve({ points: networks.map((id) => projectOnPlane(plane, workshop.networks.get(id).parameters)) });
  },
  projectPath(workshop, { a, b, c, checkpoints, permutations, signs }) {
    const plane = workshop.networks.plane(a, b, c);
    const { architecture } = workshop.networks.get(a);
    const placed = checkpoints.map(({ parameters }) =>
      permutations === null ? parameters : permuteNetwork({ architecture, parameters }, permutations, signs).parameters,
    );
    return Promise.resolve({ points: placed.map((parameters) => projectOnPlane(plane, parameters)) });
  },
  async layers(workshop, request, options) {
    const { [request.split]: examples } = await workshop.datasets.load(request.dataset, options);
    const { evaluator } = await workshop.engine();
    return computeLayers(evaluator, { ...request, a: workshop.networks.get(request.a), b: workshop.networks.get(request.b), examples }, options);
  },
  async recipe(workshop, { recipe, networks, examples, settings }, options) {
    const run = findRecipe(recipe);
    const found = networks.map((reference) => findNetwork(workshop.networks, reference));
    const sets: EvaluationExamples[] = [];
    for (const reference of examples) sets.push(await findExamples(workshop.datasets, reference, options));
    const { evaluator } = await workshop.engine();
    return run(evaluator, { networks: found, examples: sets, settings }, options);
  },
  async probe(workshop, request, options) {
    const dataset = await workshop.datasets.load(request.dataset, options);
    const { evaluator } = await workshop.engine();
    return probeNetwork(evaluator, dataset, workshop.networks.place(request.place), request, options);
  },
  async memory(workshop) {
    await workshop.engine();
    const { numTensors, numBytes } = tf.memory();
    return { tensors: numTensors, bytes: numBytes };
  },
};

async function train(workshop: Workshop, request: JobRequest<'train'>, options: StreamOptions<JobPartial<'train'>>): Promise<JobResult<'train'>> {
  const dataset = await workshop.datasets.load(request.dataset, options);
  const { scorer, inputs, info, crew } = await workshop.engine();
  const { pause } = workshop;
  crew?.keepOnly(dataset);
  const architecture = { ...request.architecture, inputs: dataset.inputs, classes: dataset.classes };
  const largest = Math.max(...request.shares.map((share) => (share === null ? dataset.train.count : shareIndices(dataset.train, share).length)));
  const span = spanEpochs(info.name, architecture, request.training, largest, request.seeds.length);
  if (crew !== null && crew.size > 1 && span !== null)
    return { networks: await trainSideBySide(dataset, request, { crew, pause, spanEpochs: span }, options) };
  const networks = await trainNetworks(
    dataset,
    request,
    { evaluator: scorer, pause, makeLearners: (...rest) => makeLearners(info.name, inputs, ...rest) },
    options,
  );
  return { networks };
}

function firstOf(examples: Examples, count: number): Examples {
  const size = Math.max(0, Math.min(examples.count, Math.floor(count)));
  return size === examples.count
    ? examples
    : { ...examples, x: examples.x.subarray(0, size * examples.inputs), y: examples.y.subarray(0, size), count: size };
}
