import * as tf from '@tensorflow/tfjs-core';
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import { identityOf, LeaseCache, type Lease } from '../lease-cache.ts';
import type { ProductStyle } from './tile-shape.ts';

/** Inputs on the device, by the identity of the examples. On wasm and cpu an upload is a copy in memory, so nothing is kept there. */
export class DeviceExamples {
  readonly #style: ProductStyle;
  readonly #kept = new LeaseCache<tf.Tensor2D>(512 * 1024 * 1024, (tensor) => tensor.dispose());

  constructor(style: ProductStyle) {
    this.#style = style;
  }

  /** Rows start..start+rows as a tensor [rows, inputs] that the caller disposes. */
  block(examples: EvaluationExamples, start: number, rows: number): tf.Tensor2D {
    const { x, inputs, count } = examples;
    if (this.#style === 'flat') return tf.tensor2d(x.subarray(start * inputs, (start + rows) * inputs), [rows, inputs]);
    const whole = this.acquire(examples);
    try {
      return rows === count ? tf.clone(whole.value) : tf.slice(whole.value, [start, 0], [rows, inputs]);
    } finally {
      whole.release();
    }
  }

  /** All inputs [count, inputs], on lease. */
  acquire(examples: EvaluationExamples): Lease<tf.Tensor2D> {
    const { x, inputs, count } = examples;
    return this.#kept.acquire(String(identityOf(examples)), x.byteLength, () => tf.keep(tf.tensor2d(x, [count, inputs])));
  }

  release(): void {
    this.#kept.clear();
  }
}
