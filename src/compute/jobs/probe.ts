/**
 * The network under the pointer: its scores, confusion matrix, examples with their predictions and, on points of the plane,
 * its decision regions. Splits of more than 10,000 examples are probed on their first 10,000.
 */
import type { JobOptions } from '../../base/job.ts';
import type { Dataset, Examples } from '../../datasets/dataset.ts';
import type { Evaluator } from '../../landscape/evaluator.ts';
import type { Slice } from '../../landscape/slice.ts';
import { outputWidth } from '../../nn/architecture.ts';
import { exampleLoss, predictedClass, predictedProbability } from '../evaluate/cross-entropy.ts';
import type { ProbeRequest, ProbeResult } from '../protocol.ts';
import { identityOf } from '../evaluate/lease-cache.ts';

const MOST_EXAMPLES = 10_000;
const MOST_POINTS = 2000;
const WINDOW_MARGIN = 0.15;
export const MAX_PROBE_RESOLUTION = 400;

/** Where the probe stands, as a slice and coordinates. */
export interface ProbePoint {
  readonly slice: Slice;
  readonly coordinates: Float64Array;
}

/** The arrays of the result belong to the caller. Rejects with the signal's reason, between its evaluations at the latest. */
export async function probeNetwork(
  evaluator: Evaluator,
  dataset: Dataset,
  { slice, coordinates }: ProbePoint,
  request: ProbeRequest,
  options: JobOptions = {},
): Promise<ProbeResult> {
  const examples = probedExamples(dataset[request.split]);
  const points = dataset.inputs === 2 && dataset.shape.kind === 'point';
  const logits = await evaluator.logits(slice, coordinates, examples, options);
  const regions = points ? await decisionRegions(evaluator, dataset, { slice, coordinates }, request.resolution, options) : null;
  options.signal?.throwIfAborted();
  const outputs = outputWidth(slice.architecture);
  const told = tell(logits, outputs, examples, dataset.classes);
  const most = Math.min(points ? MOST_POINTS : request.examples, examples.count);
  return {
    place: request.place,
    split: request.split,
    score: told.score,
    confusion: told.confusion,
    regions,
    strip: stripOf(examples, logits, outputs, told.predicted, most),
  };
}

interface Told {
  readonly score: { readonly loss: number; readonly accuracy: number };
  readonly confusion: Int32Array;
  readonly predicted: Int32Array;
}

function tell(logits: Float32Array, outputs: number, { y, count }: Examples, classes: number): Told {
  const confusion = new Int32Array(classes * classes);
  const predicted = new Int32Array(count);
  let loss = 0;
  let right = 0;
  for (let n = 0; n < count; n++) {
    loss += exampleLoss(logits, n * outputs, outputs, y[n]);
    predicted[n] = predictedClass(logits, n * outputs, outputs);
    if (predicted[n] === y[n]) right++;
    if (predicted[n] < classes) confusion[y[n] * classes + predicted[n]]++;
  }
  const finite = Number.isFinite(loss);
  return { score: { loss: finite ? loss / count : NaN, accuracy: finite ? right / count : NaN }, confusion, predicted };
}

/** Mistakes first, then the others, each in the data's order; `mistakes` counts those in the strip. */
function stripOf(examples: Examples, logits: Float32Array, outputs: number, predicted: Int32Array, most: number): ProbeResult['strip'] {
  const index = new Int32Array(most);
  let filled = 0;
  let mistakes = 0;
  for (const wanted of [false, true]) {
    for (let n = 0; n < examples.count && filled < most; n++) if ((predicted[n] === examples.y[n]) === wanted) index[filled++] = n;
    if (!wanted) mistakes = filled;
  }
  const { inputs } = examples;
  const x = new Float32Array(most * inputs);
  index.forEach((n, i) => x.set(examples.x.subarray(n * inputs, (n + 1) * inputs), i * inputs));
  return {
    index,
    x,
    label: index.map((n) => examples.y[n]),
    predicted: index.map((n) => predicted[n]),
    probability: Float32Array.from(index, (n) => predictedProbability(logits, n * outputs, outputs)),
    mistakes,
  };
}

async function decisionRegions(
  evaluator: Evaluator,
  dataset: Dataset,
  { slice, coordinates }: ProbePoint,
  resolution: number,
  options: JobOptions,
): Promise<NonNullable<ProbeResult['regions']>> {
  const window = probeWindow(dataset);
  const size = Math.min(MAX_PROBE_RESOLUTION, Math.max(2, Math.round(resolution)));
  const grid = gridOf(dataset, window, size);
  const logits = await evaluator.logits(slice, coordinates, grid, options);
  const outputs = outputWidth(slice.architecture);
  const cells = size * size;
  return {
    ...window,
    resolution: size,
    predicted: Uint16Array.from({ length: cells }, (_, i) => predictedClass(logits, i * outputs, outputs)),
    probability: Float32Array.from({ length: cells }, (_, i) => predictedProbability(logits, i * outputs, outputs)),
  };
}

interface ProbeWindow {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The bounding box of all examples with a margin, made square. */
export function probeWindow({ train, test }: Dataset): ProbeWindow {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (const { x } of [train, test]) {
    for (let i = 0; i < x.length; i++) {
      low[i % 2] = Math.min(low[i % 2], x[i]);
      high[i % 2] = Math.max(high[i % 2], x[i]);
    }
  }
  const half = Math.max(high[0] - low[0], high[1] - low[1], 1e-6) * (0.5 + WINDOW_MARGIN);
  const side = (k: number): [number, number] => [(low[k] + high[k]) / 2 - half, (low[k] + high[k]) / 2 + half];
  return { x: side(0), y: side(1) };
}

/** One kept object each, so that evaluators find what they made of it last time. */
const grids = new Map<string, Examples>();
const parts = new WeakMap<Examples, Examples>();
const MOST_GRIDS = 4;

/** Cell centres, row by row, y upwards. */
function gridOf(dataset: Dataset, { x, y }: ProbeWindow, size: number): Examples {
  const key = `${identityOf(dataset)}|${size}`;
  const known = grids.get(key);
  if (known !== undefined) return known;
  const values = new Float32Array(2 * size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      values[2 * (i * size + j)] = x[0] + ((j + 0.5) / size) * (x[1] - x[0]);
      values[2 * (i * size + j) + 1] = y[0] + ((i + 0.5) / size) * (y[1] - y[0]);
    }
  }
  const grid: Examples = { x: values, y: new Int32Array(size * size), count: size * size, inputs: 2, classes: dataset.classes };
  grids.set(key, grid);
  for (const oldest of grids.keys()) if (grids.size > MOST_GRIDS) grids.delete(oldest);
  return grid;
}

function probedExamples(examples: Examples): Examples {
  if (examples.count <= MOST_EXAMPLES) return examples;
  const known = parts.get(examples);
  if (known !== undefined) return known;
  const part = { ...examples, x: examples.x.slice(0, MOST_EXAMPLES * examples.inputs), y: examples.y.slice(0, MOST_EXAMPLES), count: MOST_EXAMPLES };
  parts.set(examples, part);
  return part;
}
