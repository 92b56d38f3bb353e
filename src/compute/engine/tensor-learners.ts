/** Learners on tfjs's wasm backend, for training in the computing worker: loaded when that begins. */
import { DeviceExamples } from '../evaluate/tfjs/device-examples.ts';
import { startTfWasm } from '../evaluate/tfjs/wasm-backend.ts';
import { makeLearners } from '../training/make-learners.ts';
import type { TrainerSetup } from '../training/trainer.ts';

/** Rejects where tfjs's wasm does not start. */
export async function startTensorLearners(): Promise<TrainerSetup['makeLearners']> {
  if (!(await startTfWasm())) throw new Error('WebAssembly did not start.');
  const inputs = new DeviceExamples('flat');
  return (...rest) => makeLearners('wasm', inputs, ...rest);
}
