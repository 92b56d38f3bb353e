/** Pixels of an example of image data, back in the file's own brightness. */
import type { DatasetSummary } from '../../datasets/dataset.ts';

type ImageShape = Extract<DatasetSummary['shape'], { kind: 'image' }>;

/** @param x one example's inputs, [height · width · channels] in the shape's order. */
export function examplePixels(x: Float32Array, shape: ImageShape, scaling: DatasetSummary['scaling']): ImageData {
  const { height, width, channels } = shape;
  const image = new ImageData(width, height);
  const area = height * width;
  for (let p = 0; p < area; p++) {
    for (let k = 0; k < 3; k++) {
      const channel = channels === 1 ? 0 : k;
      const value = x[shape.order === 'channels-last' ? p * channels + channel : channel * area + p];
      image.data[4 * p + k] = 255 * (scaling === null ? value : value * scaling.deviation + scaling.mean);
    }
    image.data[4 * p + 3] = 255;
  }
  return image;
}
