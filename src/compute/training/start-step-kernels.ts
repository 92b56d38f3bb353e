/** The training kernels in the best build that computes rightly. */
import type { SimdBuild } from '../backend-names.ts';
import { kernelLearning } from './learning.ts';
import { learningSelfTest } from './self-test.ts';
import { StepKernels } from './step-kernels.ts';

/** `module` null: no build is to be had, and networks train on tensors. `reason`: why it is not the best build; null where it is. */
export interface StepKernelsLoaded {
  readonly module: WebAssembly.Module | null;
  readonly reason: string | null;
}

/** @param builds what to try, best first @param load rejects where a build does not come */
export async function startStepKernels(
  builds: readonly SimdBuild[],
  load: (build: SimdBuild) => Promise<WebAssembly.Module>,
): Promise<StepKernelsLoaded> {
  const reasons: string[] = [];
  for (const build of builds) {
    try {
      const module = await load(build);
      const disagreement = await learningSelfTest(kernelLearning(new StepKernels(module)));
      if (disagreement !== null) throw new Error(`they failed their self-test: ${disagreement}`);
      return { module, reason: reasons.join(' ') || null };
    } catch (error) {
      reasons.push(
        build === 'fma' ? `The training kernels with fused multiply-add did not start (${messageOf(error)}).` : trainingKernelsFailed(error),
      );
    }
  }
  return { module: null, reason: reasons.join(' ') };
}

/** For the person, where networks train on tensors instead. */
export function trainingKernelsFailed(error: unknown): string {
  return `The training kernels did not start (${messageOf(error)}); training takes longer.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
