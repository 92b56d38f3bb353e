/** The GPU benchmark without a browser: the WebGPU that the caller hands over (Dawn in Node) as tfjs's backend and the kernels' device. Driven by `npm run bench:gpu`. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { createEngine } from '../../../src/compute/engine/tf-engine.ts';
import { GpuEvaluator } from '../../../src/compute/evaluate/webgpu/evaluator.ts';
import { requireSelfTest } from '../../../src/compute/evaluate/self-test.ts';
import { tensorLearning } from '../../../src/compute/training/learning.ts';
import { startGpuTraining } from '../../../src/compute/training/webgpu/gpu-training.ts';
import { measurePeak } from './peak.ts';
import type { BenchRow } from './row.ts';
import { runRows } from './rows.ts';

/** tfjs's tiled program for every product, as in the app. */
const MATMUL_REDUCE_PROGRAM = 3;
const BACKEND = 'webgpu of the benchmark';
const LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
] as const;
/** A software adapter's rows unless others are asked for: the others take minutes there. */
const SOFTWARE_ROWS = [1];

export interface NodeBench {
  readonly device: string;
  readonly software: boolean;
  readonly peak: number;
  readonly rows: BenchRow[];
}

/** Null where there is no adapter. @param only numbers of rows; null: all that the device is good for */
export async function runNodeBench(gpu: GPU, only: readonly number[] | null): Promise<NodeBench | null> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return null;
  const { info } = adapter;
  const software = info.isFallbackAdapter || /swiftshader|llvmpipe/i.test(`${info.architecture} ${info.description}`);
  const name = info.description || info.device || info.vendor;
  const device = await adapter.requestDevice({ requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])) });
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', MATMUL_REDUCE_PROGRAM);
  // A backend of our own beside tfjs's, with the same kernels: the device stays ours.
  tf.copyRegisteredKernels('webgpu', BACKEND);
  tf.registerBackend(BACKEND, () => new WebGPUBackend(device, info));
  if (!(await tf.setBackend(BACKEND))) throw new Error('tfjs did not start on this device');
  const general = createEngine({ name: 'webgpu', device: name, software, simd: null, reason: null });
  const evaluator = new GpuEvaluator(device, general.evaluator, software);
  await requireSelfTest(evaluator);
  const training = await startGpuTraining(device, software, general.learning.makeLearners);
  const scores = new GpuEvaluator(device, general.evaluator, software);
  const learning = tensorLearning(scores, training.makeLearners);
  const peak = await measurePeak(device);
  const label = `WebGPU, ${name}${software ? ' (software)' : ''}`;
  const rows = await runRows(
    { engine: { ...general, evaluator, learning }, label, gpu: true, size: software ? 'small' : 'full', peak, startTensorWorker: null },
    only ?? (software ? SOFTWARE_ROWS : null),
  );
  training.release();
  scores.close();
  evaluator.close();
  return { device: name, software, peak, rows };
}
