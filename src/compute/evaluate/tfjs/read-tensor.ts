import * as tf from '@tensorflow/tfjs-core';
import { readInTime } from '../device-time.ts';

/** A tensor's values; 'backend-failed' where the device never gives them. The tensor stays the caller's. */
export function readTensor(tensor: tf.Tensor): Promise<Float32Array> {
  const { device } = tf.backend() as { readonly device?: GPUDevice };
  return readInTime(tensor.data<'float32'>(), device);
}
