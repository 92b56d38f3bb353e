/** A network in a bundle: its parameters in safetensors files, all else that is known of it as plain JSON. */
import { type Check, isPlainObject, listOf, numberIn, plainObject, record, sha256Text, text } from '../../base/check.ts';
import { canonicalJson } from '../../base/hash.ts';
import { RidgelineError } from '../../base/errors.ts';
import { plainJson } from '../../base/schema.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import type { Network } from '../../nn/network.ts';
import type { Checkpoint } from '../../nn/training.ts';
import { describeArchitecture, sameShape } from '../../nn/validate-architecture.ts';
import { RECORD_VERSION, type NetworkRecord } from '../networks/record.ts';
import { readNetworkRecord } from '../networks/stored-record.ts';

/** A file of the bundle with the SHA-256 of its bytes. */
export interface BundleFile {
  /** Its name in the archive. */
  readonly file: string;
  readonly sha256: string;
}

export interface BundleNetwork extends BundleFile {
  readonly checkpoints: readonly (BundleFile & { readonly epoch: number })[];
  /** The record without parameters, as JSON holds it. */
  readonly about: Readonly<Record<string, unknown>>;
}

const MOST_CHECKPOINTS = 200;
const MOST_NETWORKS = 64;

const checkFile = text(200);

export const checkBundleNetworks: Check<BundleNetwork[]> = listOf(
  record<BundleNetwork>({
    file: checkFile,
    sha256: sha256Text,
    checkpoints: listOf(
      record<BundleFile & { readonly epoch: number }>({ file: checkFile, sha256: sha256Text, epoch: numberIn(0, 1e6) }),
      0,
      MOST_CHECKPOINTS,
    ),
    about: plainObject,
  }),
  0,
  MOST_NETWORKS,
);

/** A safetensors file of these parameters, whose metadata say what they are and how they came about. */
export function networkFile({ network, name, seeds, recipe, origin }: NetworkRecord, parameters: Float32Array, epoch: number | null): Uint8Array {
  const { norm, output } = network.architecture;
  return writeNetwork(
    { architecture: network.architecture, parameters },
    {
      name,
      norm,
      output,
      architecture: canonicalJson(network.architecture),
      origin: canonicalJson(origin),
      ...(seeds === null ? {} : { seeds: canonicalJson(seeds) }),
      ...(recipe === null ? {} : { recipe: canonicalJson(recipe) }),
      ...(epoch === null ? {} : { epoch: String(epoch) }),
    },
  );
}

/** All of a record but parameters, as plain JSON. What a stopped training would go on from stays where it was stopped. */
export function aboutNetwork(record: NetworkRecord): Readonly<Record<string, unknown>> {
  const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !['network', 'checkpoints', 'version'].includes(key)));
  return plainJson({ ...rest, architecture: record.network.architecture, stopped: record.stopped && { epoch: record.stopped.epoch } }) as Record<
    string,
    unknown
  >;
}

/** The record of a network as its files and its JSON give it; rejects where they disagree, or where the JSON breaks a rule. */
export function recordFrom(about: Readonly<Record<string, unknown>>, network: Network, checkpoints: readonly Checkpoint[]): NetworkRecord {
  const { architecture, alignment, stopped, history, ...rest } = about;
  const read = readNetworkRecord({
    ...rest,
    version: RECORD_VERSION,
    network: { architecture, parameters: network.parameters },
    checkpoints,
    alignment: isPlainObject(alignment) ? alignmentFrom(alignment) : alignment,
    stopped: isPlainObject(stopped) ? { ...stopped, optimizer: null } : stopped,
    history: Array.isArray(history) ? history.map((point: unknown) => (isPlainObject(point) ? withNumbers(point) : point)) : history,
  });
  const own = read.network.architecture;
  if (!sameShape(own, network.architecture) || own.inputs !== network.architecture.inputs || own.classes !== network.architecture.classes)
    throw new RidgelineError(
      'shape-mismatch',
      `it is said to be ${describeArchitecture(own)}, but its file holds ${describeArchitecture(network.architecture)}.`,
    );
  return read;
}

/** Numbers that are not finite, which JSON has no word for, where null can mean nothing else. */
function withNumbers(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, entry === null ? NaN : entry]));
}

function alignmentFrom(value: Record<string, unknown>): Record<string, unknown> {
  const { permutations, signs, similarityBefore, similarityAfter } = value;
  return {
    ...value,
    permutations: layers(permutations, (list) => Int32Array.from(list)),
    signs: layers(signs, (list) => Int8Array.from(list)),
    similarityBefore: layers(similarityBefore, (list) => Float32Array.from(list)),
    similarityAfter: layers(similarityAfter, (list) => Float32Array.from(list)),
  };
}

/** Lists of numbers as typed arrays; whatever else stands there is left for the record's own check. */
function layers(value: unknown, make: (list: number[]) => unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((list: unknown) =>
    Array.isArray(list) && list.every((entry) => entry === null || typeof entry === 'number')
      ? make(list.map((entry) => (entry as number | null) ?? NaN))
      : list,
  );
}
