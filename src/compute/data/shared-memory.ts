import type { Dataset, Examples } from '../../datasets/dataset.ts';

/** Whether workers of this page can read one memory. */
export function canShareMemory(): boolean {
  return 'SharedArrayBuffer' in globalThis && globalThis.crossOriginIsolated;
}

/** The dataset in memory that other workers see without a copy of their own. */
export function inSharedMemory(dataset: Dataset): Dataset {
  return { ...dataset, train: sharedExamples(dataset.train), test: sharedExamples(dataset.test) };
}

function sharedExamples(examples: Examples): Examples {
  const x = new Float32Array(new SharedArrayBuffer(examples.x.byteLength));
  const y = new Int32Array(new SharedArrayBuffer(examples.y.byteLength));
  x.set(examples.x);
  y.set(examples.y);
  return { ...examples, x, y };
}
