/** One reference case through window.ridgeline: import, evaluate, align, curve, plane, layers, against the numbers in float64. */
import { expect } from '@playwright/test';
import { base64, call, excess, expected, importBlob, ready, type Expected, type ReferenceLayerwise, type Scripted } from './support.ts';

const RELATIVE = 1e-4;
const ABSOLUTE = 1e-5;
const ONE_EXAMPLE = 1.0001e-3;

interface Summary {
  id: string;
}
interface Curve {
  alpha: number[];
  loss: number[];
  accuracy: number[];
  barrier: { lerp: number; mean: number; max: number };
}
interface Plane {
  x: number[];
  y: number[];
  loss: number[][];
  accuracy: number[][];
  unit: number;
}
interface Layers {
  restA: number[];
  restB: number[];
  full: number;
}

export interface CaseOptions {
  /** Matching distance may be this many times the reference's. */
  distanceFactor: number;
  /** The plane's 121 points are compared (slow on a software GPU for wide networks). */
  plane: boolean;
}

/** The data that a case is evaluated on: its own file, or the first 1,000 test images. */
export async function loadData(page: Scripted, name: string, dataset: string): Promise<void> {
  if (dataset === 'moons') {
    await importBlob(page, 'importDataset', base64('reference', name, 'eval.safetensors'), { name: 'eval.safetensors' });
  } else {
    await call(page, 'loadDataset', { id: dataset === 'mnist' ? 'mnist' : 'cifar10', trainSize: 1000, testSize: 1000 });
  }
}

async function importThree(page: Scripted, name: string, want: Expected): Promise<string[]> {
  const ids: string[] = [];
  for (const letter of ['a', 'b', 'c']) {
    const summary = await importBlob<Summary>(page, 'importNetwork', base64('reference', name, `${letter}.safetensors`), {
      name: `${name} ${letter}`,
      activation: want.architecture.activation,
    });
    ids.push(summary.id);
  }
  return ids;
}

export function close(actual: readonly number[], wanted: readonly number[], what: string): void {
  expect(excess(actual, wanted, RELATIVE, ABSOLUTE), `${what} beyond relative ${RELATIVE} + absolute ${ABSOLUTE}`).toBeLessThanOrEqual(0);
}

async function checkLayers(page: Scripted, a: string, b: string, want: ReferenceLayerwise, what: string): Promise<void> {
  for (const [schedule, key] of [
    ['single', 'single'],
    ['fromInput', 'cumulativeFromInput'],
    ['fromOutput', 'cumulativeFromOutput'],
  ] as const) {
    const got = await call<Layers>(page, 'layers', { a, b, schedule });
    close(got.restA, want[key].restA, `${what} ${schedule} into A`);
    close(got.restB, want[key].restB, `${what} ${schedule} into B`);
    close([got.full], [want.full], `${what} full`);
  }
}

async function checkPath(page: Scripted, a: string, b: string, want: Expected['naive'] | Expected['aligned'], what: string): Promise<void> {
  const curve = await call<Curve>(page, 'curve', { a, b });
  close(curve.loss, want.loss, `${what} loss`);
  expect(excess(curve.accuracy, want.accuracy, 0, ONE_EXAMPLE), `${what} accuracy beyond one example`).toBeLessThanOrEqual(0);
  for (const definition of ['lerp', 'mean', 'max'] as const)
    close([curve.barrier[definition]], [want.barrier[definition]], `${what} barrier ${definition}`);
  await checkLayers(page, a, b, want.layerwise, what);
}

async function checkPlane(page: Scripted, [a, b, c]: readonly string[], want: Expected['naive']): Promise<void> {
  const plane = await call<Plane>(page, 'plane', { a, b, c, resolution: want.plane.x.length });
  close([plane.unit], [want.plane.unit], 'unit');
  close(plane.x, want.plane.x, 'plane x');
  close(plane.y, want.plane.y, 'plane y');
  close(plane.loss.flat(), want.plane.loss.flat(), 'plane loss');
  expect(excess(plane.accuracy.flat(), want.plane.accuracy.flat(), 0, ONE_EXAMPLE), 'plane accuracy').toBeLessThanOrEqual(0);
}

export async function checkReference(page: Scripted, name: string, options: CaseOptions): Promise<void> {
  const want = expected(name);
  await ready(page);
  await loadData(page, name, want.dataset);
  const ids = await importThree(page, name, want);
  for (const [i, id] of ids.entries()) {
    const score = await call<{ loss: number; accuracy: number }>(page, 'evaluate', { network: id, split: 'test' });
    close([score.loss], [want.endpoints[i].loss], 'endpoint loss');
    expect(excess([score.accuracy], [want.endpoints[i].accuracy], 0, ONE_EXAMPLE)).toBeLessThanOrEqual(0);
  }
  await checkPath(page, ids[0], ids[1], want.naive, 'naive');
  if (options.plane) await checkPlane(page, ids, want.naive);
  const aligned = await call<{ network: Summary; distanceBefore: number; distanceAfter: number; functionChange: number }>(page, 'align', {
    reference: ids[0],
    network: ids[1],
    method: 'weight',
    seed: 1,
    restarts: 10,
    signs: false,
  });
  close([aligned.distanceBefore], [want.distance.AB], 'distance before');
  expect(aligned.distanceAfter).toBeLessThanOrEqual(want.aligned.distance.AB * options.distanceFactor);
  expect(aligned.functionChange).toBeLessThan(1e-3);
  // One hidden layer has one optimum, so the aligned path must agree too.
  if (options.distanceFactor < 1.001) await checkPath(page, ids[0], aligned.network.id, want.aligned, 'aligned');
}
