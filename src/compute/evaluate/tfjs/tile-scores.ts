/** From a tile's logits to sums of losses and of right answers. */
import * as tf from '@tensorflow/tfjs-core';
import { addExamples, type Sums } from '../cross-entropy.ts';
import type { PreparedSlice } from './prepared-slice.ts';
import type { TileOutput } from './tile-forward.ts';
import { readTensor } from './read-tensor.ts';

/** A tile whose examples are to be added to the sums of points first..first+points. */
export interface ScoredTile {
  readonly output: TileOutput;
  readonly block: number;
  readonly first: number;
  readonly points: number;
  /** [points (padded), directions] row-major. */
  readonly coordinates: Float64Array;
}

/**
 * Reads the tile back once and adds its examples in their order, in float64. On a GPU per-example losses are read, elsewhere
 * the logits. Disposes the tile's tensors.
 */
export async function addTile(prepared: PreparedSlice, tile: ScoredTile, sums: Sums): Promise<void> {
  if (prepared.style === 'flat') {
    await addLogits(prepared, tile, sums);
    return;
  }
  const { start, rows } = prepared.rows(tile.block);
  const labels = prepared.examples.y.subarray(start, start + rows);
  const scores = tf.tidy(() => scoresOnDevice(tile.output.logits, labels));
  const padded = tile.output.logits.shape[0];
  tile.output.logits.dispose();
  const values = await readBack(scores);
  const plane = padded * rows;
  for (let p = 0; p < tile.points; p++) {
    for (let i = p * rows; i < (p + 1) * rows; i++) {
      sums.loss[tile.first + p] += Number.isFinite(values[2 * plane + i]) && Number.isFinite(values[i]) ? values[i] : NaN;
      sums.correct[tile.first + p] += values[plane + i];
    }
  }
}

/** Waits for a tensor's values and disposes it, also when reading fails. */
export async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await readTensor(tensor);
  } finally {
    tensor.dispose();
  }
}

async function addLogits(prepared: PreparedSlice, tile: ScoredTile, sums: Sums): Promise<void> {
  const { plan, examples } = prepared;
  const { start, rows } = prepared.rows(tile.block);
  const { parts } = tile.output;
  const outputs = plan.layers[plan.layers.length - 1].outputs;
  const values = await readBack(tile.output.logits);
  const mixed = new Float64Array(parts > 1 ? rows * outputs : 0);
  for (let p = 0; p < tile.points; p++) {
    const at = p * rows * parts * outputs;
    if (parts === 1) {
      addExamples(sums, tile.first + p, values, at, outputs, examples.y, start, rows);
      continue;
    }
    for (let n = 0; n < rows; n++) {
      for (let o = 0; o < outputs; o++) {
        let z = values[at + n * parts * outputs + o];
        for (let k = 1; k < parts; k++) z += tile.coordinates[p * (parts - 1) + k - 1] * values[at + (n * parts + k) * outputs + o];
        mixed[n * outputs + o] = z;
      }
    }
    addExamples(sums, tile.first + p, mixed, 0, outputs, examples.y, start, rows);
  }
}

/** [3, points, rows]: loss, right (1 or 0), and the sum of the logits, which is finite only where all of them are. */
function scoresOnDevice(logits: tf.Tensor, labels: Int32Array): tf.Tensor {
  const outputs = logits.shape[2] ?? 1;
  const total = tf.sum(logits, 2);
  if (outputs === 1) {
    const z = tf.squeeze(logits, [2]);
    const y = tf.reshape(tf.tensor1d(Float32Array.from(labels)), [1, labels.length]);
    const loss = tf.add(tf.sub(tf.relu(z), tf.mul(z, y)), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
    const right = tf.cast(tf.equal(tf.cast(tf.greater(z, 0), 'float32'), y), 'float32');
    return tf.stack([loss, right, total]);
  }
  const y = tf.tensor1d(labels, 'int32');
  const largest = tf.max(logits, 2, true);
  const spread = tf.add(tf.log(tf.sum(tf.exp(tf.sub(logits, largest)), 2)), tf.squeeze(largest, [2]));
  const picked = tf.sum(tf.mul(logits, tf.expandDims(tf.cast(tf.oneHot(y, outputs), 'float32'), 0)), 2);
  const right = tf.cast(tf.equal(tf.argMax(logits, 2), tf.expandDims(y, 0)), 'float32');
  return tf.stack([tf.sub(spread, picked), right, total]);
}
