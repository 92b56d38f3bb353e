/**
 * data/index.json: what `npm run data` put on this site. The page asks for nothing that it does not list. Written by
 * src/tools/data.mjs, which must change with this.
 */
import { badFile } from '../../base/bad-file.ts';

export const DATASET_INDEX_VERSION = 1;
export const MNIST_ROLES = ['train-images', 'train-labels', 'test-images', 'test-labels'] as const;
export const CIFAR_ROLES = ['train', 'test'] as const;
export type MnistRole = (typeof MNIST_ROLES)[number];
export type CifarRole = (typeof CIFAR_ROLES)[number];

export interface IndexedFile<Role extends string> {
  readonly role: Role;
  /** Relative to data/, two plain segments: 'mnist/train-images-idx3-ubyte.gz'. */
  readonly path: string;
  /** As it lies on the server. */
  readonly bytes: number;
  /** Unpacked. */
  readonly size: number;
  /** Images or labels in it. */
  readonly count: number;
  /** MD5 of the unpacked bytes. */
  readonly md5: string;
}

export interface DatasetIndex {
  readonly version: typeof DATASET_INDEX_VERSION;
  /** One file a role. */
  readonly mnist: readonly IndexedFile<MnistRole>[] | null;
  /** Train batches in order, then test. */
  readonly cifar10: readonly IndexedFile<CifarRole>[] | null;
}

const FILE = 'data/index.json';
const MAX_FILES = 32;
const MAX_BYTES = 1e9;

/**
 * The index from its JSON text.
 *
 * @throws RidgelineError 'bad-file' naming the entry and the rule.
 */
export function parseDatasetIndex(text: string): DatasetIndex {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badFile(FILE, '', 'is not JSON. Run "npm run data" again.');
  }
  if (!isRecord(value) || !isRecord(value['datasets'])) throw badFile(FILE, '', 'must be an object with "version" and "datasets".');
  if (value['version'] !== DATASET_INDEX_VERSION) {
    throw badFile(FILE, 'version', `must be ${DATASET_INDEX_VERSION}. Run "npm run data" again.`, value['version']);
  }
  const mnist = filesOf(value['datasets']['mnist'], 'mnist', MNIST_ROLES);
  const cifar10 = filesOf(value['datasets']['cifar10'], 'cifar10', CIFAR_ROLES);
  for (const role of MNIST_ROLES) {
    if (mnist !== null && mnist.filter((file) => file.role === role).length !== 1)
      throw badFile(FILE, 'mnist', `must list one file of role "${role}".`);
  }
  for (const role of CIFAR_ROLES) {
    if (cifar10 !== null && !cifar10.some((file) => file.role === role)) throw badFile(FILE, 'cifar10', `must list a file of role "${role}".`);
  }
  return { version: DATASET_INDEX_VERSION, mnist, cifar10 };
}

function filesOf<Role extends string>(value: unknown, dataset: string, roles: readonly Role[]): IndexedFile<Role>[] | null {
  if (value === undefined) return null;
  const files = isRecord(value) ? value['files'] : undefined;
  if (!Array.isArray(files) || files.length === 0 || files.length > MAX_FILES)
    throw badFile(FILE, dataset, `"files" must list 1 to ${MAX_FILES} files.`);
  return files.map((entry: unknown, i): IndexedFile<Role> => {
    const place = `${dataset}, file ${i + 1}`;
    if (!isRecord(entry)) throw badFile(FILE, place, 'must be an object.');
    const role = roles.find((candidate) => candidate === entry['role']);
    if (role === undefined) throw badFile(FILE, place, `"role" must be one of ${roles.join(', ')}.`, entry['role']);
    const { path, md5 } = entry;
    if (typeof path !== 'string' || !/^[\w-]{1,40}\/[\w-][\w.-]{0,80}$/.test(path))
      throw badFile(FILE, place, '"path" must be a folder and a file name.', path);
    if (typeof md5 !== 'string' || !/^[0-9a-f]{32}$/.test(md5)) throw badFile(FILE, place, '"md5" must be 32 lower-case hexadecimal digits.', md5);
    const size = (key: 'bytes' | 'size' | 'count'): number => {
      const number = entry[key];
      if (typeof number === 'number' && Number.isSafeInteger(number) && number > 0 && number <= MAX_BYTES) return number;
      throw badFile(FILE, place, `"${key}" must be a whole number from 1 to ${MAX_BYTES}.`, number);
    };
    return { role, path, bytes: size('bytes'), size: size('size'), count: size('count'), md5 };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
