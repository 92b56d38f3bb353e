/** A slice made ready on the device: hoisted parts of every block of examples, and the tensors of the layers after. */
import * as tf from '@tensorflow/tfjs-core';
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import type { TensorRange } from '../../../nn/layout.ts';
import type { DeviceExamples } from './device-examples.ts';
import { activate, layerNorm } from './dense-ops.ts';
import { hoist, upload, type SlicePlan } from './slice-plan.ts';
import type { ProductStyle, TileShape } from './tile-shape.ts';

/** Bytes of all hoisted parts of a slice. */
export function hoistedBytes(plan: SlicePlan, count: number): number {
  return 4 * plan.vectors.length * count * plan.layers[plan.first].outputs;
}

export class PreparedSlice {
  readonly plan: SlicePlan;
  readonly shape: TileShape;
  readonly style: ProductStyle;
  readonly examples: EvaluationExamples;
  readonly blocks: number;
  /** False where the hoisted parts exceed the room: then one block is held at a time. */
  readonly resident: boolean;
  readonly #inputs: DeviceExamples;
  readonly #hoisted = new Map<number, tf.Tensor2D>();
  readonly #tensors = new Map<string, tf.Tensor>();

  /** @param room bytes that hoisted parts may hold */
  constructor(plan: SlicePlan, shape: TileShape, style: ProductStyle, examples: EvaluationExamples, inputs: DeviceExamples, room: number) {
    this.plan = plan;
    this.shape = shape;
    this.style = style;
    this.examples = examples;
    this.blocks = Math.ceil(examples.count / shape.rows);
    this.resident = hoistedBytes(plan, examples.count) <= room;
    this.#inputs = inputs;
  }

  /** Examples of a block: first and number. */
  rows(block: number): { start: number; rows: number } {
    const start = block * this.shape.rows;
    return { start, rows: Math.min(this.shape.rows, this.examples.count - start) };
  }

  /** The block's hoisted parts [K+1, rows·width], owned by this object. */
  hoisted(block: number): tf.Tensor2D {
    const found = this.#hoisted.get(block);
    if (found !== undefined) return found;
    if (!this.resident) this.#dropHoisted();
    const { start, rows } = this.rows(block);
    const parts = tf.tidy(() => hoist(this.plan, this.#prefix(this.#inputs.block(this.examples, start, rows)) as tf.Tensor2D));
    this.#hoisted.set(block, tf.keep(parts));
    return parts;
  }

  /** A tensor of a layer that stays at the origin, made once, owned by this object. */
  fixed(range: TensorRange, shape: number[]): tf.Tensor {
    return this.#keep(`fixed:${range.start}`, () => upload(this.plan.slice.origin, range, shape));
  }

  /** The parts [K+1, length] of a range of parameters: origin and directions, owned by this object. */
  parts(range: TensorRange): tf.Tensor2D {
    const length = range.end - range.start;
    const { vectors } = this.plan;
    return this.#keep(`parts:${range.start}`, () => tf.stack(vectors.map((vector) => upload(vector, range, [length])))) as tf.Tensor2D;
  }

  /** The last layer's weights of origin and directions side by side, [inputs, (K+1)·outputs], and biases [(K+1)·outputs]. */
  linearLast(): { weight: tf.Tensor2D; bias: tf.Tensor1D } {
    const layer = this.plan.layers[this.plan.layers.length - 1];
    const { vectors } = this.plan;
    const weight = this.#keep('linear:weight', () =>
      tf.concat(
        vectors.map((vector) => upload(vector, layer.weight, [layer.inputs, layer.outputs])),
        1,
      ),
    );
    const bias = this.#keep('linear:bias', () => tf.concat(vectors.map((vector) => upload(vector, layer.bias, [layer.outputs]))));
    return { weight: weight as tf.Tensor2D, bias: bias as tf.Tensor1D };
  }

  dispose(): void {
    this.#dropHoisted();
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  /** Output of the layers before the hoisted one. */
  #prefix(input: tf.Tensor2D): tf.Tensor {
    const { plan } = this;
    const { activation, norm } = plan.slice.architecture;
    let h: tf.Tensor = input;
    for (const layer of plan.layers.slice(0, plan.first)) {
      const b = this.fixed(layer.weight, [layer.inputs, layer.outputs]) as tf.Tensor2D;
      const z = tf.fused.matMul({ a: h, b, bias: this.fixed(layer.bias, [layer.outputs]) });
      const normalise = (t: tf.Tensor): tf.Tensor =>
        layer.gain === null || layer.shift === null
          ? t
          : layerNorm(t, this.fixed(layer.gain, [layer.outputs]), this.fixed(layer.shift, [layer.outputs]));
      h = norm === 'before' ? activate(normalise(z), activation) : normalise(activate(z, activation));
    }
    return h;
  }

  #keep(key: string, make: () => tf.Tensor): tf.Tensor {
    const found = this.#tensors.get(key);
    if (found !== undefined) return found;
    const made = tf.keep(tf.tidy(make));
    this.#tensors.set(key, made);
    return made;
  }

  #dropHoisted(): void {
    for (const tensor of this.#hoisted.values()) tensor.dispose();
    this.#hoisted.clear();
  }
}
