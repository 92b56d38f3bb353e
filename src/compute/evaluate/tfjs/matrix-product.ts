import * as tf from '@tensorflow/tfjs-core';
import type { MatrixProduct } from '../../../landscape/evaluator.ts';
import { readBack } from './tile-scores.ts';

/** Aᵀ·B by tfjs: an explicit transposition, then the plain 2-D product that every backend runs fast. */
export const tfMatrixProduct: MatrixProduct = {
  transposeTimes(a, b, n, p, q) {
    const product = tf.tidy(() => tf.matMul(tf.transpose(tf.tensor2d(a, [n, p])), tf.tensor2d(b, [n, q])));
    return readBack(product);
  },
};
