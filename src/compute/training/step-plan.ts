/** The plan of a network for the training kernels (kernels/step.ts): room for everything that steps or scores need, and where it lies. */
import type { Activation, Architecture, Normalisation } from '../../nn/architecture.ts';
import type { OptimizerName, Training } from '../../nn/training.ts';
import { ADAM_BETA2, keepsStep, RMSPROP_ALPHA } from './optimizer.ts';
import { FLOAT, padded, PANEL, panelLayout, type PanelLayer, type PanelLayout } from './panels.ts';

/** In the order of the kernels' numbers. */
const ACTIVATIONS: readonly Activation[] = ['relu', 'tanh', 'gelu', 'linear'];
const NORMALISATIONS: readonly Normalisation[] = ['none', 'before', 'after'];
const OPTIMIZERS: readonly OptimizerName[] = ['sgd', 'adam', 'rmsprop', 'adamw'];

/** What a plan is made for: steps of one training, or scores alone (`training` null). */
export interface PlanShape {
  readonly architecture: Architecture;
  readonly training: Training | null;
  /** The most examples at once. */
  readonly batchSize: number;
}

/** Byte offsets in the kernels' memory. */
export interface StepPlan {
  readonly plan: number;
  readonly layout: PanelLayout;
  readonly parameters: number;
  /** The optimiser's arrays, as optimizer.ts orders them. */
  readonly memory: readonly number[];
}

/** @param take gives zeroed bytes, aligned to 16 @param words writes 32-bit integers @param floats writes 32-bit floats */
export interface PlanRoom {
  take(bytes: number): number;
  words(at: number, values: readonly number[]): void;
  floats(at: number, values: readonly number[]): void;
}

export function makePlan({ architecture, training, batchSize }: PlanShape, room: PlanRoom): StepPlan {
  const layout = panelLayout(architecture);
  const rows = padded(batchSize, PANEL);
  const { layers, bytes } = layout;
  const parameters = room.take(bytes);
  const [gradient, memory0, memory1] = training === null ? [0, 0, 0] : [room.take(bytes), room.take(bytes), room.take(bytes)];
  const batch = room.take(panelBytes(layers[0].inputs, rows));
  const labels = room.take(rows * FLOAT);
  const table = placeLayers(architecture, layers, { rows, batch, training: training !== null }, room);
  const plan = room.take(PLAN_WORDS * FLOAT);
  const { optimizer, weightDecay, clipNorm } = training ?? { optimizer: 'sgd', weightDecay: 0, clipNorm: 0 };
  const words = [
    layers.length,
    table,
    layers[0].inputs,
    layers[layers.length - 1].outputs,
    ACTIVATIONS.indexOf(architecture.activation),
    NORMALISATIONS.indexOf(architecture.norm),
    architecture.output === 'logistic' ? 1 : 0,
    OPTIMIZERS.indexOf(optimizer),
    training !== null && keepsStep(training) ? 1 : 0,
    bytes,
    parameters,
    gradient,
    memory0,
    memory1,
    batch,
    labels,
  ];
  room.words(plan, words);
  // AdamW's decay is in its schedule, decoupled.
  room.floats(plan + words.length * FLOAT, [clipNorm, optimizer === 'adamw' ? 0 : weightDecay, optimizer === 'rmsprop' ? RMSPROP_ALPHA : ADAM_BETA2]);
  return { plan, layout, parameters, memory: [memory0, memory1] };
}

const PLAN_WORDS = 19;

function panelBytes(columns: number, rows: number): number {
  return padded(columns, PANEL) * rows * FLOAT;
}

interface LayerRoom {
  readonly rows: number;
  /** Where the examples of a step lie. */
  readonly batch: number;
  readonly training: boolean;
}

/** Room for what each layer gives and for its part of the way back; the table's offset. */
function placeLayers(architecture: Architecture, layers: readonly PanelLayer[], { rows, batch, training }: LayerRoom, room: PlanRoom): number {
  const { activation, norm } = architecture;
  const widest = Math.max(...layers.map(({ outputs }) => panelBytes(outputs, rows)));
  // A layer's delta is needed until that of the layer before is made.
  const deltas = training ? [room.take(widest), room.take(widest)] : [0, 0];
  let input = batch;
  const words = layers.flatMap((layer, l) => {
    const last = l === layers.length - 1;
    const { normalised, inputs, outputs, weight, bias, gain, shift } = layer;
    const linear = room.take(panelBytes(outputs, rows));
    const standard = normalised ? room.take(panelBytes(outputs, rows)) : 0;
    const inverse = normalised ? room.take(rows * FLOAT) : 0;
    const output = !last && (normalised || activation === 'gelu') ? room.take(panelBytes(outputs, rows)) : linear;
    // GELU's slope is made from what it is given, the others' from what they give.
    const slope = normalised && norm === 'before' && activation !== 'gelu' ? output : linear;
    const turned = training && l > 0 ? room.take(padded(inputs, PANEL) * padded(outputs, FLOAT) * FLOAT) : 0;
    const row = [inputs, outputs, weight, bias, gain, shift, input, linear, standard, inverse, output, slope, last ? linear : deltas[l % 2], turned];
    input = output;
    return row;
  });
  const table = room.take(words.length * FLOAT);
  room.words(table, words);
  return table;
}
