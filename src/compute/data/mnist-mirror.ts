/** Where the public mirror of MNIST lies: TensorFlow.js's sprite of 65,000 images and its labels. Sizes and limits in bytes. */
export const MNIST_MIRROR = {
  images: {
    url: 'https://storage.googleapis.com/learnjs-data/model-builder/mnist_images.png',
    file: 'mnist_images.png',
    bytes: 10_200_000,
    limit: 40_000_000,
  },
  labels: {
    url: 'https://storage.googleapis.com/learnjs-data/model-builder/mnist_labels_uint8',
    file: 'mnist_labels_uint8',
    bytes: 650_000,
    limit: 650_000,
  },
  /** The mirror's files never change; this stands for their version in the cache. */
  version: '1',
} as const;
