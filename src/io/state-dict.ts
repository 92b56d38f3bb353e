/**
 * Multilayer perceptrons as PyTorch state dicts in safetensors: `<module>.weight` [out, in] and `<module>.bias`; a one-dimensional
 * weight is the layer normalisation of the linear layer before it. Module numbers give the order and, by their gaps, whether a
 * normalisation comes before or after the activation, which has no tensors of its own. What is not understood is refused.
 */
import { badFile, shownName } from '../base/bad-file.ts';
import { MAX_HIDDEN_LAYERS, MAX_PARAMETERS, MAX_WIDTH, type Activation, type Architecture, type Normalisation } from '../nn/architecture.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { Network } from '../nn/network.ts';
import { checkArchitecture } from '../nn/validate-architecture.ts';
import { wordsOf } from '../base/setting.ts';
import { ARCHITECTURE_SETTINGS } from '../nn/architecture-settings.ts';
import { readSafetensors, writeSafetensors, type SafetensorsFile, type SafetensorsTensor } from './safetensors.ts';
import { describeReading, shapeText, tensorText } from './state-dict-words.ts';

/** Of a network that is too large, the message should still say by how much. */
const MOST_VALUES = 2 * MAX_PARAMETERS;

/** What no state dict tells, or tells only by its gaps. */
export interface StateDictChoice {
  /** Left out: what the file tells, or else ReLU. */
  readonly activation?: Activation;
  /** Corrects the place that the file suggests; null or absent: as read. */
  readonly norm?: Normalisation | null;
}

export interface StateDictReading {
  readonly network: Network;
  /** What was understood, in sentences for a person to check. */
  readonly understood: readonly string[];
  /** Names and shapes, in the file's order: '0.weight [32, 784]'. */
  readonly tensors: readonly string[];
  /** What the file does not tell, and nobody chose. */
  readonly guessed: readonly ('activation' | 'norm')[];
}

interface Module {
  /** Name without the common prefix; '' where the file holds a bare linear layer. */
  readonly path: string;
  readonly weightName: string;
  readonly weight: SafetensorsTensor;
  readonly bias: SafetensorsTensor;
  /** Numbers in the path, in order: what modules are sorted by. */
  readonly key: readonly number[];
}

/** A linear layer and the normalisation that follows it. */
interface Block {
  readonly linear: Module;
  readonly norm: Module | null;
}

/** In the metadata of files that Ridgeline writes: names and shapes do not tell it. */
const SAID_ACTIVATION = 'activation';
const ACTIVATION_WORDS = wordsOf(ARCHITECTURE_SETTINGS.activation);

/** Throws `bad-file`, naming the file, the tensor and its shape, for whatever is not such a network. */
export function readNetwork(bytes: Uint8Array, file: string, choice: StateDictChoice): StateDictReading {
  return readStateDict(readSafetensors(bytes, file, MOST_VALUES), file, choice);
}

/** The same of a file that was read. */
export function readStateDict({ tensors, metadata }: SafetensorsFile, file: string, choice: StateDictChoice): StateDictReading {
  const said = ACTIVATION_WORDS.find((word) => word === metadata[SAID_ACTIVATION]);
  const { prefix, modules } = readModules(tensors, file);
  const blocks = pairBlocks(modules, file);
  checkWidths(blocks, file);
  const place = choosePlace(blocks, choice.norm ?? null, file);
  const outputs = blocks[blocks.length - 1].linear.weight.shape[0];
  const architecture = checkArchitecture(
    {
      hidden: blocks.slice(0, -1).map(({ linear }) => linear.weight.shape[0]),
      activation: choice.activation ?? said ?? 'relu',
      norm: place.norm,
      output: outputs === 1 ? 'logistic' : 'softmax',
      init: 'pytorch',
    },
    blocks[0].linear.weight.shape[1],
    outputs === 1 ? 2 : outputs,
    file,
  );
  const network = { architecture, parameters: gather(architecture, blocks) };
  return {
    network,
    understood: describeReading(architecture, prefix, place.reason, tensors, said === architecture.activation),
    tensors: [...tensors].map(([name, tensor]) => `${shownName(name)} ${shapeText(tensor)}`),
    guessed: [
      ...(architecture.hidden.length > 0 && said !== architecture.activation ? (['activation'] as const) : []),
      ...(place.guessed ? (['norm'] as const) : []),
    ],
  };
}

/**
 * The network as a state dict that `nn.Sequential(Linear, [LayerNorm,] activation, ..., Linear)` of its architecture loads.
 *
 * @param told what else the file's metadata say, texts by key
 */
export function writeNetwork(network: Network, told: Readonly<Record<string, string>> = {}): Uint8Array {
  const { architecture, parameters } = network;
  const { layers } = parameterLayout(architecture);
  const tensors: { name: string; shape: number[]; data: Float32Array }[] = [];
  let module = 0;
  for (const layer of layers) {
    const { inputs, outputs } = layer;
    const weight = new Float32Array(inputs * outputs);
    for (let i = 0; i < inputs; i++) for (let o = 0; o < outputs; o++) weight[o * inputs + i] = parameters[layer.weight.start + i * outputs + o];
    tensors.push({ name: `${module}.weight`, shape: [outputs, inputs], data: weight });
    tensors.push({ name: `${module}.bias`, shape: [outputs], data: parameters.slice(layer.bias.start, layer.bias.end) });
    if (!layer.gain || !layer.shift) {
      module += 2;
      continue;
    }
    const norm = architecture.norm === 'before' ? module + 1 : module + 2;
    tensors.push({ name: `${norm}.weight`, shape: [outputs], data: parameters.slice(layer.gain.start, layer.gain.end) });
    tensors.push({ name: `${norm}.bias`, shape: [outputs], data: parameters.slice(layer.shift.start, layer.shift.end) });
    module += 3;
  }
  return writeSafetensors(tensors, { ...told, format: 'pt', [SAID_ACTIVATION]: architecture.activation });
}

/** All modules in the order of their numbers, each with weight and bias, checked one by one. */
function readModules(tensors: ReadonlyMap<string, SafetensorsTensor>, file: string): { prefix: string; modules: Module[] } {
  const names = [...tensors.keys()];
  if (names.length === 0) throw badFile(file, 'header', 'lists no tensors; a network has at least one weight and bias.');
  const paths = new Set<string>();
  for (const [name, tensor] of tensors) {
    checkTensor(name, tensor, file);
    paths.add(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
  }
  const prefix = commonPrefix([...paths]);
  const modules = [...paths].map((path): Module => {
    const start = path === '' ? '' : `${path}.`;
    const weight = tensors.get(`${start}weight`);
    const bias = tensors.get(`${start}bias`);
    if (!weight) throw badFile(file, tensorText(`${start}bias`, bias), `has no weight beside it.`);
    if (!bias) throw badFile(file, tensorText(`${start}weight`, weight), `has no bias beside it; layers without a bias are not supported.`);
    if (bias.shape.length !== 1 || bias.shape[0] !== weight.shape[0])
      throw badFile(file, tensorText(`${start}bias`, bias), `does not fit its weight ${shapeText(weight)}.`);
    const short = path.slice(prefix.length);
    return { path: short, weightName: shownName(`${start}weight`), weight, bias, key: (short.match(/\d+/g) ?? []).map(Number) };
  });
  return { prefix, modules: sortModules(modules, file) };
}

function checkTensor(name: string, tensor: SafetensorsTensor, file: string): void {
  const field = name.slice(name.lastIndexOf('.') + 1);
  const where = tensorText(name, tensor);
  // Of '.weight' beside 'weight' one would be taken for the other, and the other left out.
  if (name.split('.').includes('')) throw badFile(file, where, 'has an empty part in its name; modules are named or numbered, as in "0.weight".');
  if (/^(running_mean|running_var|num_batches_tracked)$/.test(field))
    throw badFile(file, where, 'belongs to a batch normalisation, which is not supported; only linear layers and layer normalisations are.');
  if (field !== 'weight' && field !== 'bias')
    throw badFile(file, where, 'is neither a weight nor a bias of a linear layer or a layer normalisation.');
  const dimensions = tensor.shape.length;
  if (field === 'weight' && dimensions !== 1 && dimensions !== 2)
    throw badFile(
      file,
      where,
      `has ${dimensions} dimensions; a linear weight has two, a layer normalisation's one${dimensions === 4 ? ' (convolutions are not supported)' : ''}.`,
    );
  if (tensor.shape.some((size) => size < 1)) throw badFile(file, where, 'is empty.');
  if (!(tensor.data instanceof Float32Array)) throw badFile(file, where, `holds integers (${tensor.dtype}); parameters are floats.`);
  const broken = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw badFile(file, where, `holds ${tensor.data[broken]} at entry ${broken}; parameters must be finite as 32-bit floats.`);
}

/** Leading dotted names that all modules share, such as 'net.'; each keeps at least one name. */
function commonPrefix(paths: readonly string[]): string {
  const split = paths.map((path) => path.split('.'));
  let shared = 0;
  while (split.every((parts) => parts.length > shared + 1 && parts[shared] === split[0][shared])) shared++;
  return split[0]
    .slice(0, shared)
    .map((part) => `${part}.`)
    .join('');
}

/** By numbers; a normalisation after the linear layer of its number; one linear layer without a number ('out') last. */
function sortModules(modules: readonly Module[], file: string): Module[] {
  const isNorm = (module: Module): number => (module.weight.shape.length === 1 ? 1 : 0);
  const compare = (a: Module, b: Module): number => {
    if ((a.key.length === 0) !== (b.key.length === 0)) return a.key.length === 0 ? 1 : -1;
    for (let i = 0; i < Math.max(a.key.length, b.key.length); i++) {
      const difference = (a.key[i] ?? -1) - (b.key[i] ?? -1);
      if (difference !== 0) return difference;
    }
    return isNorm(a) - isNorm(b);
  };
  const sorted = [...modules].sort(compare);
  for (let i = 1; i < sorted.length; i++) {
    if (compare(sorted[i - 1], sorted[i]) === 0) {
      throw badFile(
        file,
        tensorText(sorted[i].weightName, sorted[i].weight),
        `stands in no clear order with ${sorted[i - 1].weightName} ${shapeText(sorted[i - 1].weight)}; number the modules, as nn.Sequential does.`,
      );
    }
  }
  return sorted;
}

/** Each normalisation to the linear layer before it; the last layer has none, the hidden ones all or none. */
function pairBlocks(modules: readonly Module[], file: string): Block[] {
  const blocks: { linear: Module; norm: Module | null }[] = [];
  const refuse = (module: Module, why: string): never => {
    throw badFile(file, tensorText(module.weightName, module.weight), why);
  };
  for (const module of modules) {
    const last = blocks[blocks.length - 1] as (typeof blocks)[number] | undefined;
    if (module.weight.shape.length === 2) blocks.push({ linear: module, norm: null });
    else if (!last) refuse(module, 'is a normalisation before the first linear layer, which is not supported.');
    else if (last.norm) refuse(module, `is a second normalisation after ${last.linear.weightName}; at most one is supported.`);
    else if (last.linear.weight.shape[0] !== module.weight.shape[0])
      refuse(
        module,
        `normalises ${module.weight.shape[0]} units, but ${last.linear.weightName} ${shapeText(last.linear.weight)} before it has ${last.linear.weight.shape[0]}.`,
      );
    else last.norm = module;
  }
  const final = blocks[blocks.length - 1];
  if (final.norm) refuse(final.norm, 'is a normalisation after the last linear layer, which is not supported.');
  const hidden = blocks.slice(0, -1);
  const bare = hidden.find(({ norm }) => norm === null);
  if (bare && hidden.some(({ norm }) => norm !== null))
    refuse(bare.linear, 'has no normalisation after it although other hidden layers have; all or none must.');
  return blocks;
}

function checkWidths(blocks: readonly Block[], file: string): void {
  if (blocks.length - 1 > MAX_HIDDEN_LAYERS)
    throw badFile(
      file,
      `tensor ${blocks[MAX_HIDDEN_LAYERS + 1].linear.weightName}`,
      `makes ${blocks.length - 1} hidden layers; at most ${MAX_HIDDEN_LAYERS} are supported.`,
    );
  for (const [l, { linear }] of blocks.entries()) {
    const where = tensorText(linear.weightName, linear.weight);
    const [outputs, inputs] = linear.weight.shape;
    if (outputs > MAX_WIDTH) throw badFile(file, where, `has ${outputs} units; at most ${MAX_WIDTH} are supported.`);
    if (l === 0) continue;
    const before = blocks[l - 1].linear;
    if (inputs !== before.weight.shape[0])
      throw badFile(
        file,
        where,
        `takes ${inputs} inputs, but ${before.weightName} ${shapeText(before.weight)} before it gives ${before.weight.shape[0]}.`,
      );
  }
}

/** Where the normalisation stands, and why that was concluded. */
function choosePlace(blocks: readonly Block[], chosen: Normalisation | null, file: string): { norm: Normalisation; reason: string; guessed?: true } {
  const hidden = blocks.slice(0, -1);
  const norms = hidden.flatMap(({ linear, norm }) => (norm ? [{ linear, norm }] : []));
  if (norms.length === 0) {
    if (chosen !== null && chosen !== 'none')
      throw badFile(file, 'header', `lists no layer normalisation, but one ${chosen} the activation was asked for.`);
    return { norm: 'none', reason: 'No layer normalisation.' };
  }
  const first = norms[0].norm;
  if (chosen === 'none') throw badFile(file, tensorText(first.weightName, first.weight), 'is a layer normalisation, but none was asked for.');
  const what = `Layer normalisation ${norms.length === 1 ? 'on the hidden layer' : `on all ${norms.length} hidden layers`}`;
  if (chosen !== null) return { norm: chosen, reason: `${what}, ${chosen} the activation, as chosen.` };
  if (!blocks.every(({ linear, norm }) => /^\d+$/.test(linear.path) && (!norm || /^\d+$/.test(norm.path)))) {
    return {
      norm: 'before',
      guessed: true,
      reason: `${what}; the names do not tell its place, so before the activation was taken, PyTorch's habit. Correct it if that is wrong.`,
    };
  }
  const places = norms.map(({ linear, norm }) => (norm.key[0] - linear.key[0] === 1 ? 'before' : 'after'));
  const odd = places.findIndex((place) => place !== places[0]);
  if (odd >= 0)
    throw badFile(
      file,
      tensorText(norms[odd].norm.weightName, norms[odd].norm.weight),
      `is a normalisation ${places[odd]} the activation by its number, but ${first.weightName} is one ${places[0]}. Choose the place.`,
    );
  return {
    norm: places[0],
    reason: `${what}, ${places[0]} the activation (module ${norms[0].linear.path} is linear, module ${first.path} the normalisation).`,
  };
}

/** Into our layout: weights from [out, in] to [in, out]. */
function gather(architecture: Architecture, blocks: readonly Block[]): Float32Array {
  const { layers, size } = parameterLayout(architecture);
  const parameters = new Float32Array(size);
  for (const [l, { inputs, outputs, weight, bias, gain, shift }] of layers.entries()) {
    const { linear, norm } = blocks[l];
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++) parameters[weight.start + i * outputs + o] = linear.weight.data[o * inputs + i];
    parameters.set(linear.bias.data, bias.start);
    if (!gain || !shift || !norm) continue;
    parameters.set(norm.weight.data, gain.start);
    parameters.set(norm.bias.data, shift.start);
  }
  return parameters;
}
