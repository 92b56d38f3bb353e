/** An engine on TensorFlow.js's operations. Its module is loaded where tfjs computes: on GPUs, in plain JavaScript, and where the kernels fail. */
import * as tf from '@tensorflow/tfjs-core';
import type { Engine, MemoryMode } from './engine.ts';
import { selfTest } from '../evaluate/self-test.ts';
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';
import { tfMatrixProduct } from '../evaluate/tfjs/matrix-product.ts';
import { productStyle, type TileShape } from '../evaluate/tfjs/tile-shape.ts';
import { tensorLearning } from '../training/learning.ts';
import { makeLearners } from '../training/make-learners.ts';
import type { BackendInfo, BackendName } from '../backend-names.ts';

/** An engine on tfjs's current backend, which `info` describes. */
export function createEngine(info: BackendInfo, memoryMode: MemoryMode = 'usual'): Engine {
  const evaluator = new TfEvaluator(productStyle(info.name), memoryMode === 'usual' ? {} : { shape: smaller });
  return {
    info,
    evaluator,
    scorer: evaluator,
    product: tfMatrixProduct,
    learning: tensorLearning(evaluator, (...request) => makeLearners(info.name, evaluator.inputs, ...request)),
    pool: null,
    watch: null,
    held: () => {
      const { numTensors, numBytes } = tf.memory();
      return Promise.resolve({ tensors: numTensors, bytes: numBytes });
    },
    release: () => evaluator.release(),
  };
}

/** A sixteenth of the working memory. */
function smaller(shape: TileShape): TileShape {
  return { ...shape, rows: Math.max(1, Math.ceil(shape.rows / 4)), points: Math.max(1, Math.ceil(shape.points / 4)) };
}

/** Lets tfjs's current backend compute the small evaluation: null where it gets it right. */
export async function testTf(name: BackendName): Promise<string | null> {
  const evaluator = new TfEvaluator(productStyle(name));
  try {
    return await selfTest(evaluator);
  } finally {
    evaluator.release();
  }
}

/** Milliseconds of a small forward pass on tfjs's current backend, the better of two after a first. */
export async function measureTf(name: BackendName): Promise<number> {
  const networks = productStyle(name) === 'batched' ? 8 : 1;
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    for (let repeat = 0; repeat < 8 / networks; repeat++) {
      const result = tf.tidy(() => {
        const hidden = tf.relu(tf.matMul(tf.ones([networks, 256, 256]), tf.fill([networks, 256, 128], 0.01)));
        return tf.matMul(hidden, tf.fill([networks, 128, 10], 0.01));
      });
      await result.data();
      result.dispose();
    }
    if (round > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}
