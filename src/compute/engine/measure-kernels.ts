/** How fast the kernels are, beside measureTf (tf-engine.ts): the same forward pass. */
import type { Evaluator } from '../../landscape/evaluator.ts';
import { segment } from '../../landscape/segment.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';

const SHAPE: Architecture = { inputs: 256, classes: 10, hidden: [128], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
const EXAMPLES = 256;
const NETWORKS = 8;

/** Milliseconds of a small forward pass of eight networks, the better of two after a first. */
export async function measureKernels(evaluator: Evaluator): Promise<number> {
  const { inputs, classes } = SHAPE;
  const examples = { x: new Float32Array(EXAMPLES * inputs).fill(1), y: new Int32Array(EXAMPLES), count: EXAMPLES, inputs, classes };
  const line = segment(initialise(SHAPE, 1), initialise(SHAPE, 2));
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await evaluator.evaluate(
      line,
      Float64Array.from({ length: NETWORKS }, (_, i) => (round + i) / NETWORKS),
      examples,
    );
    if (round > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}
