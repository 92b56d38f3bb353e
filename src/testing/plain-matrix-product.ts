import { transposeMultiply } from '../linalg/multiply.ts';
import type { MatrixProduct } from '../landscape/evaluator.ts';

/** Products in plain TypeScript, summed in float64: the yardstick of tests. */
export const plainMatrixProduct: MatrixProduct = {
  transposeTimes: (a, b, n, p, q) => Promise.resolve(new Float32Array(transposeMultiply(a, b, n, p, q))),
};
