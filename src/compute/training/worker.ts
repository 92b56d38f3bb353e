/** A training worker: trains spans in a thread of its own, on the training kernels, or on tensors where there are none. */
import { serveHelper } from '../rpc/helper.ts';
import { kernelLearning, type Learning } from './learning.ts';
import { serveTraining } from './port.ts';
import { StepKernels } from './step-kernels.ts';

async function startLearning(module: WebAssembly.Module | null): Promise<Learning> {
  if (module !== null) return kernelLearning(new StepKernels(module));
  const { startTensorLearning } = await import('./tensor-worker.ts');
  return startTensorLearning();
}

serveHelper(self, (post) => serveTraining(startLearning, post));
