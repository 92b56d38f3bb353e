/** Datasets by spec, from wherever they come, kept in one store; and what dropped files are. Runs in the worker. */
import { RidgelineError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import { throwIfAborted } from '../../base/job.ts';
import { defaultDatasetSpec, validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { Dataset, DatasetSummary } from '../../datasets/dataset.ts';
import { generateDataset } from '../../datasets/generate.ts';
import { cifar10Dataset, mnistDataset } from '../../datasets/images.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import type { DatasetSpec, FileReference, FileSpec, ImagesSpec } from '../../datasets/spec.ts';
import { summarizeDataset } from '../../datasets/summary.ts';
import { AS_IT_LOOKS, type CsvChoice } from '../../io/csv-layout.ts';
import { previewCsv, type CsvPreview } from '../../io/csv-preview.ts';
import { recogniseFiles } from './files.ts';
import type { DroppedData } from './files.ts';
import { fileDataset } from './file-dataset.ts';
import { loadFromMirror, loadFromOrigin } from './images.ts';
import { keepData, keptData, type KeptData, type KeptId } from './kept-data.ts';
import type { ImageSource } from './keeper.ts';
import { inSharedMemory } from './shared-memory.ts';
import { DatasetStore, type DatasetSource } from './store.ts';

export interface DatasetLoaderOptions extends ImageSource {
  /** The bytes of a dropped file by its SHA-256, if the worker holds them. */
  readonly findFile: (sha256: string) => NamedBytes | undefined;
  /** Datasets are kept in memory that workers share: the training workers then hold no copies. */
  readonly sharing: boolean;
}

export interface Inspection {
  /** Loads what was dropped; sizes filled in. */
  readonly spec: DatasetSpec;
  readonly summary: DatasetSummary;
  /** A CSV's columns in order; empty for other formats. */
  readonly columns: readonly string[];
}

export interface DatasetLoader extends DatasetSource {
  /**
   * The dataset of a spec; the same object again while it is among the last two.
   *
   * @throws RidgelineError naming what is wrong with the spec, the file or the source; the signal's reason.
   */
  load(spec: DatasetSpec, options?: JobOptions): Promise<Dataset>;
  /**
   * What dropped files are, from their bytes. `choice` is for a CSV.
   *
   * @throws As `load`.
   */
  inspectFiles(files: readonly FileReference[], choice: CsvChoice, options?: JobOptions): Promise<Inspection>;
  /**
   * The first rows of a CSV and what would be understood; null where the file is none, and so leaves nothing open.
   *
   * @throws As `load`.
   */
  previewFile(file: FileReference, choice: CsvChoice, options?: JobOptions): Promise<CsvPreview | null>;
  /** Which data sets there are to be fetched, and which of them lie whole in this browser. */
  kept(options?: JobOptions): Promise<KeptData[]>;
  /**
   * Fetches a data set into this browser, so that it can be loaded without network.
   *
   * @throws RidgelineError where it cannot be fetched or kept; the signal's reason.
   */
  keep(id: KeptId, options?: JobOptions): Promise<void>;
}

export function createDatasetLoader(source: DatasetLoaderOptions): DatasetLoader {
  const placed = (dataset: Dataset): Dataset => (source.sharing ? inSharedMemory(dataset) : dataset);
  const kept = new DatasetStore({ load: async (spec, options = {}) => placed(await loadFresh(source, spec, options)) });
  return {
    load: async (given, options) => kept.load(validateDatasetSpec(given), options),
    async inspectFiles(files, choice, options = {}) {
      const dropped = await recogniseFiles(findAll(source, files), options);
      const { spec, dataset, columns } = fromDropped(dropped, files, choice);
      kept.put(spec, placed(dataset));
      return { spec, summary: summarizeDataset(dataset), columns };
    },
    async previewFile(file, choice, options = {}) {
      const dropped = await recogniseFiles(findAll(source, [file]), options);
      return dropped.kind === 'csv' ? previewCsv(dropped.file.bytes, file.name, choice) : null;
    },
    kept: (options = {}) => keptData(source, options),
    keep: (id, options = {}) => keepData(source, id, options),
  };
}

async function loadFresh(source: DatasetLoaderOptions, spec: DatasetSpec, options: JobOptions): Promise<Dataset> {
  throwIfAborted(options.signal);
  if (spec.id === 'file') {
    const dropped = await recogniseFiles(findAll(source, [spec.file]), options);
    if (dropped.kind === 'csv' || dropped.kind === 'safetensors') return fileDataset(dropped.kind, dropped.file, spec).dataset;
    throw wrongKind(spec.file.name, dropped.kind, 'a CSV or safetensors file');
  }
  if (!('source' in spec)) return generateDataset(spec);
  if (spec.source === 'origin') return loadFromOrigin(source, spec, options);
  if (spec.source === 'mirror') return loadFromMirror(source, spec, options);
  const dropped = await recogniseFiles(findAll(source, spec.files), options);
  if (dropped.kind !== spec.id)
    throw wrongKind(spec.files.map(({ name }) => name).join(', '), dropped.kind, spec.id === 'mnist' ? 'MNIST files' : 'CIFAR-10 batches');
  return imagesDataset(dropped, spec);
}

function fromDropped(
  dropped: DroppedData,
  files: readonly FileReference[],
  choice: CsvChoice,
): { spec: DatasetSpec; dataset: Dataset; columns: readonly string[] } {
  const references = files.map(({ name, sha256 }) => ({ name, sha256 }));
  if (dropped.kind === 'csv' || dropped.kind === 'safetensors') {
    const [file] = references;
    const { labelColumn, header, decimal, firstColumn } = dropped.kind === 'csv' ? choice : AS_IT_LOOKS;
    const spec: FileSpec = { id: 'file', file, labelColumn, header, decimal, firstColumn, scaling: 'raw' };
    return { spec, ...fileDataset(dropped.kind, dropped.file, spec) };
  }
  const base = defaultDatasetSpec(dropped.kind);
  const trainSize = Math.min(base.trainSize, dropped.trainCount);
  const testSize = Math.min(base.testSize, dropped.testCount);
  const spec: ImagesSpec = { ...base, source: 'files', files: references, trainSize, testSize };
  return { spec, dataset: imagesDataset(dropped, spec), columns: [] };
}

function imagesDataset(dropped: Extract<DroppedData, { kind: 'mnist' | 'cifar10' }>, spec: ImagesSpec): Dataset {
  return dropped.kind === 'mnist' ? mnistDataset(dropped.files, spec) : cifar10Dataset(dropped.train, dropped.test, spec);
}

function findAll(source: DatasetLoaderOptions, files: readonly FileReference[]): NamedBytes[] {
  return files.map(({ name, sha256 }) => {
    const found = source.findFile(sha256);
    if (found !== undefined) return { name, bytes: found.bytes };
    throw new RidgelineError('not-found', `The file ${name} (SHA-256 ${sha256.slice(0, 12)}…) is not in this browser: drop it on the page.`, {
      argument: 'dataset.files',
      received: name,
    });
  });
}

function wrongKind(name: string, kind: DroppedData['kind'], expected: string): RidgelineError {
  return new RidgelineError('bad-file', `${name}: holds ${kind}, but ${expected} was expected.`, { argument: 'dataset.files', received: kind });
}
