/** Labelled examples as plain data. Rows of `x` are examples. */
export interface Examples {
  /** [count, inputs] row-major; never mutated once made. */
  readonly x: Float32Array;
  /** Class index of each example, [count]. */
  readonly y: Int32Array;
  readonly count: number;
  readonly inputs: number;
  readonly classes: number;
}

export type Split = 'train' | 'test';

/** How an example is drawn: as a point on a plane, an image, or not at all. */
export type ExampleShape =
  | { readonly kind: 'point' }
  | {
      readonly kind: 'image';
      readonly height: number;
      readonly width: number;
      readonly channels: 1 | 3;
      readonly order: 'channels-last' | 'channels-first';
    }
  | { readonly kind: 'table' };

/** What a dataset is, apart from its examples. */
interface DatasetFacts {
  /** As shown: 'two moons', 'MNIST (mirror), 55,000 + 10,000'. */
  readonly name: string;
  readonly inputs: number;
  readonly classes: number;
  readonly classNames: readonly string[];
  readonly shape: ExampleShape;
  /** Input value = (pixel / 255 − mean) / deviation, to draw images again; null for raw values. */
  readonly scaling: { readonly mean: number; readonly deviation: number } | null;
  /** Sentences a person should know: 'a partial set: 4,000 + 1,000 images', 'no test examples: all serve as both'. */
  readonly notes: readonly string[];
}

export interface Dataset extends DatasetFacts {
  readonly train: Examples;
  readonly test: Examples;
}

/** Everything about a dataset but its examples. */
export interface DatasetSummary extends DatasetFacts {
  readonly trainSize: number;
  readonly testSize: number;
}
