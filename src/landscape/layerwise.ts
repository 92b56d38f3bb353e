/**
 * Layer-wise barriers (methods.md §4; Adilova et al., Layer-wise linear mode connectivity, ICLR 2024): interpolate only the
 * layers of a set S, take the others from A or from B, and compare with the mean of the full endpoints. A layer is a linear map,
 * its bias and the normalisation that follows it.
 */
import { throwIfAborted, type StreamOptions } from '../base/job.ts';
import { cosine, distance } from '../linalg/vector.ts';
import { checkNumber } from '../nn/check.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { Network } from '../nn/network.ts';
import type { EvaluationExamples, Evaluator, Field } from './evaluator.ts';
import type { LayerBarriers, LayerProfile, LayerSchedule } from './results.ts';
import { segment } from './segment.ts';
import type { Slice } from './slice.ts';

export const LAYER_SCHEDULES: readonly LayerSchedule[] = ['single', 'fromInput', 'fromOutput'];

export interface LayersRequest {
  readonly a: Network;
  readonly b: Network;
  readonly examples: EvaluationExamples;
  readonly schedule: LayerSchedule;
  /** The columns: ½ alone, or values along the path. Always counted from A, into either side. */
  readonly alpha: readonly number[];
}

/** The layers that entry l of a schedule moves, of k: l; 1..l+1; or l+1..k. Indices from 0. */
export function scheduledLayers(schedule: LayerSchedule, l: number, k: number): number[] {
  const all = Array.from({ length: k }, (_, i) => i);
  switch (schedule) {
    case 'single':
      return [l];
    case 'fromInput':
      return all.slice(0, l + 1);
    case 'fromOutput':
      return all.slice(l);
  }
}

/** Names of a schedule's entries as a person counts: 'layer 2', 'layers 1–2', 'layers 2–4'. */
export function layerNames(schedule: LayerSchedule, k: number): string[] {
  return Array.from({ length: k }, (_, l) => {
    const layers = scheduledLayers(schedule, l, k);
    const first = layers[0] + 1;
    const last = layers[layers.length - 1] + 1;
    return first === last ? `layer ${first}` : `layers ${first}–${last}`;
  });
}

/**
 * Barriers of every entry of a schedule, both ways, at every α: L(θ^{·,S}(α)) − ½(L(θA) + L(θB)), negative where it is. Row 0 is the
 * full path, the same both ways. Partial results hold NaN in rows to come.
 */
export async function computeLayers(evaluator: Evaluator, request: LayersRequest, options: StreamOptions<LayerProfile> = {}): Promise<LayerProfile> {
  const { a, b, examples, schedule } = request;
  throwIfAborted(options.signal);
  if (request.alpha.length > 1001) checkNumber(request.alpha.length, 'alpha.length', { min: 1, max: 1001 });
  const alpha = Float64Array.from(request.alpha, (value, i) => checkNumber(value, `alpha[${i}]`, { min: -10, max: 10 }));
  const fromA = segment(a, b);
  // θB + (α − 1)·(θB − θA) is θ(α) too: one direction serves both sides.
  const fromB: Slice = { ...fromA, origin: b.parameters };
  const evaluate = (slice: Slice, coordinates: Float64Array): Promise<Field> => evaluator.evaluate(slice, coordinates, examples, options.signal ? { signal: options.signal } : {});

  const k = parameterLayout(a.architecture).layers.length;
  const full = await evaluate(fromA, Float64Array.of(0, ...alpha));
  const endB = await evaluate(fromB, Float64Array.of(0));
  const endpoints = { lossA: full.loss[0], lossB: endB.loss[0], accuracyA: full.accuracy[0], accuracyB: endB.accuracy[0] };
  const profile = emptyProfile(request, alpha, k, endpoints);
  const fullField = { loss: full.loss.slice(1), accuracy: full.accuracy.slice(1) };
  const total = 2 * k + 1;
  let done = 1;
  const report = (): void => {
    options.onProgress?.({ phase: 'layers', done, total });
    if (done < total) options.onPartial?.(copyProfile(profile));
  };
  setRow(profile, 'A', 0, fullField);
  setRow(profile, 'B', 0, fullField);
  report();
  const back = alpha.map((value) => value - 1);
  for (let l = 0; l < k; l++) {
    const layers = scheduledLayers(schedule, l, k);
    const all = layers.length === k;
    setRow(profile, 'A', l + 1, all ? fullField : await evaluate({ ...fromA, layers }, alpha));
    done++;
    report();
    setRow(profile, 'B', l + 1, all ? fullField : await evaluate({ ...fromB, layers }, back));
    done++;
    report();
  }
  return profile;
}

/** One column of a profile as the scripting interface gives it: barriers of the loss. */
export function toLayerBarriers(profile: LayerProfile, column = 0): LayerBarriers {
  const columns = profile.alpha.length;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(profile.layers, (_, l) => values[(l + 1) * columns + column]);
  return {
    schedule: profile.schedule,
    alpha: profile.alpha[column],
    layers: profile.layers,
    restA: pick(profile.lossIntoA),
    restB: pick(profile.lossIntoB),
    full: profile.lossIntoA[column],
  };
}

function emptyProfile({ a, b, schedule }: LayersRequest, alpha: Float64Array, k: number, endpoints: LayerProfile['endpoints']): LayerProfile {
  const { layers } = parameterLayout(a.architecture);
  const rows = (): Float64Array => new Float64Array((1 + k) * alpha.length).fill(NaN);
  return {
    schedule,
    layers: layerNames(schedule, k),
    alpha,
    lossIntoA: rows(),
    lossIntoB: rows(),
    errorIntoA: rows(),
    errorIntoB: rows(),
    distance: Float64Array.from(layers, ({ range }) => distance(a.parameters, b.parameters, range.start, range.end)),
    cosine: Float64Array.from(layers, ({ range }) => cosine(a.parameters, b.parameters, range.start, range.end)),
    endpoints,
  };
}

function setRow(profile: LayerProfile, side: 'A' | 'B', row: number, field: Field): void {
  const { lossA, lossB, accuracyA, accuracyB } = profile.endpoints;
  const loss = side === 'A' ? profile.lossIntoA : profile.lossIntoB;
  const error = side === 'A' ? profile.errorIntoA : profile.errorIntoB;
  for (let i = 0; i < profile.alpha.length; i++) {
    loss[row * profile.alpha.length + i] = field.loss[i] - 0.5 * (lossA + lossB);
    error[row * profile.alpha.length + i] = 0.5 * (accuracyA + accuracyB) - field.accuracy[i];
  }
}

function copyProfile(profile: LayerProfile): LayerProfile {
  return {
    ...profile,
    lossIntoA: profile.lossIntoA.slice(),
    lossIntoB: profile.lossIntoB.slice(),
    errorIntoA: profile.errorIntoA.slice(),
    errorIntoB: profile.errorIntoB.slice(),
  };
}
