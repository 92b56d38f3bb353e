/** How to get a dataset: plain JSON, in links and experiments. A pure function of it (and of the named files' bytes) gives the examples. */
export type PixelScaling = 'unit' | { readonly mean: number; readonly deviation: number };

export interface GeneratedSpec {
  readonly id: 'moons' | 'circles' | 'spirals' | 'glyphs';
  readonly trainSize: number;
  readonly testSize: number;
  readonly noise: number;
  readonly seed: number;
  /** Spirals only: 2 or more; ignored by the others. */
  readonly arms: number;
  /** Glyphs only: what their pixels, in [0, 1], become. */
  readonly scaling?: PixelScaling;
}

/** A file that a person dropped, named by its bytes. */
export interface FileReference {
  readonly name: string;
  readonly sha256: string;
}

export interface ImagesSpec {
  readonly id: 'mnist' | 'cifar10';
  /** 'origin': this site's data/ folder; 'mirror': the public sprite (mnist only, another order); 'files': dropped by the person. */
  readonly source: 'origin' | 'mirror' | 'files';
  /** The first n in the files' order. */
  readonly trainSize: number;
  readonly testSize: number;
  readonly scaling: PixelScaling;
  /** cifar10 only. PyTorch's flatten(1) is channels first. */
  readonly channels: 'last' | 'first';
  /** For source 'files'. */
  readonly files: readonly FileReference[];
}

export interface FileSpec {
  readonly id: 'file';
  readonly file: FileReference;
  /** CSV only: the label's column by name or 1-based number as text; null = a column named label, class, target or y, else the last. */
  readonly labelColumn: string | null;
  /** CSV only: whether row 1 is a header; 'auto': as it looks. */
  readonly header: 'auto' | 'yes' | 'no';
  /** CSV only: how decimals are written. */
  readonly decimal: 'auto' | 'point' | 'comma';
  /** CSV only: whether the first column is read or left out; 'auto': left out where it only numbers the rows. */
  readonly firstColumn: 'auto' | 'in' | 'out';
  /** Applied to every column as (x − mean) / deviation; 'raw' leaves values alone. */
  readonly scaling: 'raw' | { readonly mean: number; readonly deviation: number };
}

export type DatasetSpec = GeneratedSpec | ImagesSpec | FileSpec;
export type DatasetId = DatasetSpec['id'];
