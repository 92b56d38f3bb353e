/** The forward pass of one tile: some points of a slice on one block of examples. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerLayout, TensorRange } from '../../../nn/layout.ts';
import { activate, layerNorm } from './dense-ops.ts';
import type { PreparedSlice } from './prepared-slice.ts';
import { parametersAt, type SlicePlan } from './slice-plan.ts';

export interface TileOutput {
  /** [points, rows, parts·outputs]; with more than one part the logits are part 0 + Σ cₖ·part k. */
  readonly logits: tf.Tensor;
  readonly parts: number;
  /** Output of every hidden layer from the hoisted one on, [points, rows, width]; empty unless asked for. */
  readonly hidden: tf.Tensor[];
}

interface Tile {
  readonly prepared: PreparedSlice;
  readonly points: number;
  readonly rows: number;
  /** [points, directions] row-major. */
  readonly coordinates: Float64Array;
  readonly linearLast: boolean;
  /** [points, K+1]: 1 and the coordinates. */
  readonly mixture: tf.Tensor2D;
}

/**
 * Logits of `points` networks on a block. The caller disposes every tensor of the result.
 * @param coordinates [points, directions] row-major
 * @param options.linearLast the last layer in parts (flat style; without it a flat tile whose later layers move has one point)
 */
export function forwardTile(
  prepared: PreparedSlice,
  block: number,
  coordinates: Float64Array,
  points: number,
  { linearLast = false, keepHidden = false } = {},
): TileOutput {
  const parts = prepared.hoisted(block);
  const { rows } = prepared.rows(block);
  return tf.tidy(() => {
    const tile: Tile = { prepared, points, rows, coordinates, linearLast, mixture: mixtureOf(coordinates, points, prepared.plan) };
    const { plan } = prepared;
    const last = plan.layers.length - 1;
    const hidden: tf.Tensor[] = [];
    const early = fusedRelu(tile, plan.first);
    let h: tf.Tensor = tf.reshape(tf.fused.matMul({ a: tile.mixture, b: parts, activation: early ? 'relu' : 'linear' }), [
      points,
      rows,
      plan.layers[plan.first].outputs,
    ]);
    if (plan.first < last && !early) h = finish(tile, plan.first, h);
    for (let l = plan.first + 1; l <= last; l++) {
      if (keepHidden) hidden.push(h);
      const z = prepared.style === 'flat' ? flatProduct(tile, l, h) : batchedProduct(tile, l, h);
      h = l < last && !fusedRelu(tile, l) ? finish(tile, l, z) : z;
    }
    return { logits: h, parts: linearLast && plan.first < last && plan.moving[last] ? plan.vectors.length : 1, hidden };
  });
}

function mixtureOf(coordinates: Float64Array, points: number, { directions, vectors }: SlicePlan): tf.Tensor2D {
  const width = vectors.length;
  const rows = new Float32Array(points * width).fill(1);
  for (let p = 0; p < points; p++) for (let k = 1; k < width; k++) rows[p * width + k] = coordinates[p * directions + k - 1];
  return tf.tensor2d(rows, [points, width]);
}

/** Whether the layer's activation is done inside its product. */
function fusedRelu({ prepared }: Tile, l: number): boolean {
  const { activation, norm } = prepared.plan.slice.architecture;
  return l < prepared.plan.layers.length - 1 && norm === 'none' && activation === 'relu';
}

/** Normalisation and activation of hidden layer l. */
function finish(tile: Tile, l: number, z: tf.Tensor): tf.Tensor {
  const { activation, norm } = tile.prepared.plan.slice.architecture;
  const { gain, shift } = tile.prepared.plan.layers[l];
  const normalise = (t: tf.Tensor): tf.Tensor => (gain === null || shift === null ? t : layerNorm(t, rowsAt(tile, l, gain), rowsAt(tile, l, shift)));
  return norm === 'before' ? activate(normalise(z), activation) : normalise(activate(z, activation));
}

/** One row of parameters (a bias, a gain) for each point, [points or 1, 1, length]. */
function rowsAt({ prepared, points, coordinates }: Tile, l: number, range: TensorRange): tf.Tensor {
  const { plan } = prepared;
  const length = range.end - range.start;
  if (!plan.moving[l]) return prepared.fixed(range, [1, 1, length]);
  const values = new Float32Array(points * length);
  for (let p = 0; p < points; p++) parametersAt(plan.slice, range, true, coordinates, p * plan.directions, values, p * length);
  return tf.tensor3d(values, [points, 1, length]);
}

/** Plain 2-D products: a weight that all points share, the last layer by linearity, or a single point. */
function flatProduct(tile: Tile, l: number, h: tf.Tensor): tf.Tensor {
  const { prepared, points, rows, coordinates, linearLast } = tile;
  const { plan } = prepared;
  const layer = plan.layers[l];
  const a = tf.reshape<tf.Rank.R2>(h, [points * rows, layer.inputs]);
  const activation = fusedRelu(tile, l) ? 'relu' : 'linear';
  if (!plan.moving[l]) return sharedProduct(tile, layer, a, activation);
  if (linearLast && l === plan.layers.length - 1) {
    const { weight, bias } = prepared.linearLast();
    return tf.reshape(tf.fused.matMul({ a, b: weight, bias }), [points, rows, plan.vectors.length * layer.outputs]);
  }
  const b = tf.tensor2d(parametersAt(plan.slice, layer.weight, true, coordinates, 0), [layer.inputs, layer.outputs]);
  const bias = tf.tensor1d(parametersAt(plan.slice, layer.bias, true, coordinates, 0));
  return tf.reshape(tf.fused.matMul({ a, b, bias, activation }), [1, rows, layer.outputs]);
}

/** One product for all points; weights that move are mixed on the device. */
function batchedProduct(tile: Tile, l: number, h: tf.Tensor): tf.Tensor {
  const { prepared, points, rows, mixture } = tile;
  const layer = prepared.plan.layers[l];
  if (!prepared.plan.moving[l])
    return sharedProduct(tile, layer, tf.reshape<tf.Rank.R2>(h, [points * rows, layer.inputs]), fusedRelu(tile, l) ? 'relu' : 'linear');
  const weight = tf.reshape(tf.matMul(mixture, prepared.parts(layer.weight)), [points, layer.inputs, layer.outputs]);
  const z = tf.add(tf.matMul(h, weight), rowsAt(tile, l, layer.bias));
  return fusedRelu(tile, l) ? tf.relu(z) : z;
}

function sharedProduct({ prepared, points, rows }: Tile, layer: LayerLayout, a: tf.Tensor2D, activation: 'relu' | 'linear'): tf.Tensor {
  const b = prepared.fixed(layer.weight, [layer.inputs, layer.outputs]) as tf.Tensor2D;
  return tf.reshape(tf.fused.matMul({ a, b, bias: prepared.fixed(layer.bias, [layer.outputs]), activation }), [points, rows, layer.outputs]);
}
