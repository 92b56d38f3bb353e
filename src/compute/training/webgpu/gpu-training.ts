/** Training on the WGSL kernels of one WebGPU device. */
import type { MakeLearners } from '../learning.ts';
import { CUTS, TrainingDevice } from './device.ts';
import { GpuLearner } from './gpu-learner.ts';
import { trainingSelfTest } from './self-test.ts';
import { gpuStackSize } from './stack-size.ts';

export interface GpuTraining {
  readonly makeLearners: MakeLearners;
  /** Frees what is kept on the device between trainings. */
  release(): void;
}

/**
 * The kernels, tested. Rejects where they fail or disagree with float64.
 * @param otherwise makes the learners where a network or the examples do not fit into the device's buffers
 */
export async function startGpuTraining(device: GPUDevice, software: boolean, otherwise: MakeLearners): Promise<GpuTraining> {
  const own = new TrainingDevice(device, CUTS[software ? 'software' : 'hardware']);
  try {
    const wrong = await trainingSelfTest(own);
    if (wrong !== null) throw new Error(`they failed their self-test: ${wrong}`);
  } catch (error) {
    own.release();
    throw error;
  }
  return {
    makeLearners(architecture, training, examples, starts, from) {
      const size = gpuStackSize(own, architecture, training, examples);
      if (size === null) return otherwise(architecture, training, examples, starts, from);
      const setup = { architecture, training, examples };
      const stacks = Array.from({ length: Math.ceil(starts.length / size) }, (_, n) => [n * size, (n + 1) * size] as const);
      return stacks.map((ends) => new GpuLearner(own, setup, starts.slice(...ends), from?.slice(...ends) ?? null));
    },
    release: () => own.release(),
  };
}
