/**
 * The reference cases of the shared files, read without any code under test: three networks, the examples they are evaluated
 * on, and the numbers that were measured in float64 elsewhere. Node only; for tests.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Activation, Architecture, Normalisation } from '../nn/architecture.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { Network } from '../nn/network.ts';
import { sharedPath } from './shared.ts';

export const REFERENCE_CASES = [
  'moons-relu-32',
  'moons-relu-512',
  'moons-ln-64-64-64',
  'moons-tanh-logit-16-16',
  'mnist-relu-32',
  'mnist-relu-512',
  'mnist-ln-64-64-64',
  'mnist-relu-ln-48-48-48',
  'cifar10-ln-128-128-128',
] as const;
export type ReferenceName = (typeof REFERENCE_CASES)[number];

interface RestPair {
  readonly restA: number[];
  readonly restB: number[];
}

/** What was measured between A and one copy of B: as trained, or permuted. */
export interface ExpectedPath {
  readonly loss: number[];
  readonly accuracy: number[];
  readonly barrier: { readonly lerp: number; readonly mean: number; readonly max: number };
  readonly layerwise: {
    readonly full: number;
    readonly single: RestPair;
    readonly cumulativeFromInput: RestPair;
    readonly cumulativeFromOutput: RestPair;
  };
  readonly plane: {
    readonly unit: number;
    readonly pointsXY: number[][];
    readonly x: number[];
    readonly y: number[];
    readonly loss: number[][];
    readonly accuracy: number[][];
  };
}

export interface Expected {
  readonly dataset: 'moons' | 'mnist' | 'cifar10';
  readonly architecture: {
    readonly input: number;
    readonly hidden: number[];
    readonly output: number;
    readonly activation: Activation;
    readonly order: string;
  };
  readonly logitsA: number[][];
  readonly endpoints: { readonly loss: number; readonly accuracy: number }[];
  readonly distance: { readonly AB: number; readonly AC: number; readonly BC: number };
  readonly naive: ExpectedPath & { readonly alpha: number[] };
  readonly aligned: ExpectedPath & {
    readonly permutationsB: number[][];
    readonly permutationsC: number[][];
    readonly distance: { readonly AB: number; readonly AC: number };
  };
}

export interface ReferenceExamples {
  readonly x: Float32Array;
  readonly y: Int32Array;
  readonly count: number;
  readonly inputs: number;
  readonly classes: number;
}

export interface Reference {
  readonly a: Network;
  readonly b: Network;
  readonly c: Network;
  readonly examples: ReferenceExamples;
  readonly expected: Expected;
}

const loaded = new Map<ReferenceName, Reference>();

/** One case, loaded once a process. Its arrays are shared: do not change them. */
export function loadReference(name: ReferenceName): Reference {
  const known = loaded.get(name);
  if (known) return known;
  const expected = JSON.parse(readFileSync(sharedPath('reference', name, 'expected.json'), 'utf8')) as Expected;
  const architecture = architectureOf(expected);
  const network = (file: string): Network => ({
    architecture,
    parameters: parametersOf(architecture, readTensors(sharedPath('reference', name, file))),
  });
  const reference = {
    a: network('a.safetensors'),
    b: network('b.safetensors'),
    c: network('c.safetensors'),
    examples: examplesOf(name, expected),
    expected,
  };
  loaded.set(name, reference);
  return reference;
}

function architectureOf({ architecture }: Expected): Architecture {
  const words = architecture.order.split(', ');
  const place = words.indexOf('layernorm');
  const norm: Normalisation = place < 0 ? 'none' : place === 1 ? 'before' : 'after';
  const logistic = architecture.output === 1;
  return {
    inputs: architecture.input,
    classes: logistic ? 2 : architecture.output,
    hidden: architecture.hidden,
    activation: architecture.activation,
    norm,
    output: logistic ? 'logistic' : 'softmax',
    init: 'pytorch',
  };
}

interface Tensor {
  readonly shape: number[];
  readonly bytes: Buffer;
}

function readTensors(path: string): Map<string, Tensor> {
  const file = readFileSync(path);
  const headerEnd = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, headerEnd)) as Record<string, { shape: number[]; data_offsets: [number, number] }>;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    tensors.set(name, { shape: entry.shape, bytes: file.subarray(headerEnd + entry.data_offsets[0], headerEnd + entry.data_offsets[1]) });
  }
  return tensors;
}

const floats = (tensor: Tensor): Float32Array => Float32Array.from({ length: tensor.bytes.length / 4 }, (_, i) => tensor.bytes.readFloatLE(4 * i));

/** PyTorch's [out, in] to [in, out]; linear layers are the two-dimensional weights, in the order of their module numbers. */
function parametersOf(architecture: Architecture, tensors: Map<string, Tensor>): Float32Array {
  const modules = [...new Set([...tensors.keys()].map((name) => Number(name.split('.')[0])))].sort((a, b) => a - b);
  const tensor = (module: number, name: string): Tensor => {
    const found = tensors.get(`${module}.${name}`);
    if (!found) throw new Error(`no tensor ${module}.${name}`);
    return found;
  };
  const linears = modules.filter((module) => tensor(module, 'weight').shape.length === 2);
  const norms = modules.filter((module) => tensor(module, 'weight').shape.length === 1);
  const { layers, size } = parameterLayout(architecture);
  const parameters = new Float32Array(size);
  for (const [l, layer] of layers.entries()) {
    const weight = floats(tensor(linears[l], 'weight'));
    for (let o = 0; o < layer.outputs; o++)
      for (let i = 0; i < layer.inputs; i++) parameters[layer.weight.start + i * layer.outputs + o] = weight[o * layer.inputs + i];
    parameters.set(floats(tensor(linears[l], 'bias')), layer.bias.start);
    if (!layer.gain || !layer.shift) continue;
    parameters.set(floats(tensor(norms[l], 'weight')), layer.gain.start);
    parameters.set(floats(tensor(norms[l], 'bias')), layer.shift.start);
  }
  return parameters;
}

const imageExamples = new Map<string, ReferenceExamples>();

function examplesOf(name: ReferenceName, { dataset, architecture }: Expected): ReferenceExamples {
  const classes = architecture.output === 1 ? 2 : architecture.output;
  if (dataset === 'moons') {
    const tensors = readTensors(sharedPath('reference', name, 'eval.safetensors'));
    const x = tensors.get('x');
    const y = tensors.get('y');
    if (!x || !y) throw new Error(`${name}: no x, y`);
    return { x: floats(x), y: Int32Array.from({ length: 1000 }, (_, i) => y.bytes.readInt32LE(4 * i)), count: 1000, inputs: 2, classes };
  }
  const known = imageExamples.get(dataset);
  if (known) return known;
  const examples = dataset === 'mnist' ? mnistExamples() : cifarExamples();
  imageExamples.set(dataset, examples);
  return examples;
}

/** The first 1000 test images, pixel / 255. */
function mnistExamples(): ReferenceExamples {
  const images = gunzipSync(readFileSync(sharedPath('data', 'mnist', 't10k-images-idx3-ubyte.gz')));
  const labels = gunzipSync(readFileSync(sharedPath('data', 'mnist', 't10k-labels-idx1-ubyte.gz')));
  const x = Float32Array.from({ length: 1000 * 784 }, (_, i) => images[16 + i] / 255);
  const y = Int32Array.from({ length: 1000 }, (_, i) => labels[8 + i]);
  return { x, y, count: 1000, inputs: 784, classes: 10 };
}

/** The first 1000 test images, pixel / 255, from channel planes to channels last. */
function cifarExamples(): ReferenceExamples {
  const file = gunzipSync(readFileSync(sharedPath('data', 'cifar10', 'test_batch_first1000.bin.gz')));
  const x = new Float32Array(1000 * 3072);
  const y = new Int32Array(1000);
  for (let n = 0; n < 1000; n++) {
    const start = n * 3073;
    y[n] = file[start];
    for (let p = 0; p < 1024; p++)
      for (let channel = 0; channel < 3; channel++) x[n * 3072 + p * 3 + channel] = file[start + 1 + channel * 1024 + p] / 255;
  }
  return { x, y, count: 1000, inputs: 3072, classes: 10 };
}
