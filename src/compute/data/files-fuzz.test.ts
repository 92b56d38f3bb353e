/** Images whose bytes were changed: a data set of what they hold or a named error, and never more bytes than were given or allowed. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../../base/errors.ts';
import { CIFAR_RECORD_BYTES } from '../../datasets/cifar-batch.ts';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { cifar10Dataset, mnistDataset } from '../../datasets/images.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import { ByteBudget } from '../../io/byte-budget.ts';
import { recogniseFiles } from './files.ts';

const COUNT = 4;
const BUDGET = 16_000;

function idx(magic: number, dimensions: readonly number[], value: (at: number) => number): Uint8Array {
  const size = dimensions.reduce((product, side) => product * side, 1);
  const bytes = new Uint8Array(4 + 4 * dimensions.length + size);
  [magic, ...dimensions].forEach((word, i) => new DataView(bytes.buffer).setUint32(4 * i, word));
  for (let i = 0; i < size; i++) bytes[4 + 4 * dimensions.length + i] = value(i);
  return bytes;
}

const IMAGES = idx(2051, [COUNT, 28, 28], (i) => (i * 7) % 256);
const LABELS = idx(2049, [COUNT], (i) => i);
const BATCH = Uint8Array.from({ length: COUNT * CIFAR_RECORD_BYTES }, (_, i) =>
  i % CIFAR_RECORD_BYTES === 0 ? (i / CIFAR_RECORD_BYTES) % 10 : i % 256,
);

interface Damage {
  readonly changes: readonly (readonly [at: number, value: number])[];
  readonly length: number;
  readonly packed: 'no' | 'before' | 'after';
}

/** Most changes fall into the first bytes, where the headers are; the length often stays. */
const damage: fc.Arbitrary<Damage> = fc.record({
  changes: fc.array(fc.tuple(fc.oneof(fc.nat(20), fc.nat(20_000)), fc.nat(255)), { maxLength: 5 }),
  length: fc.oneof(fc.constant(Infinity), fc.nat(13_000)),
  packed: fc.constantFrom('no', 'before', 'after'),
});

/** Packed before the damage, so that the gzip data are damaged too, or after it. */
function damaged(whole: Uint8Array, { changes, length, packed }: Damage): Uint8Array {
  const bytes = packed === 'before' ? new Uint8Array(gzipSync(whole)) : whole.slice();
  for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
  const cut = bytes.slice(0, Math.min(length, bytes.length));
  return packed === 'after' ? new Uint8Array(gzipSync(cut)) : cut;
}

async function load(files: readonly NamedBytes[], budget: ByteBudget): Promise<Dataset | null> {
  const dropped = await recogniseFiles(files, {}, budget);
  const sizes = { trainSize: 2, testSize: 2, source: 'files' } as const;
  if (dropped.kind === 'mnist') return mnistDataset(dropped.files, { ...defaultDatasetSpec('mnist'), ...sizes });
  if (dropped.kind === 'cifar10') return cifar10Dataset(dropped.train, dropped.test, { ...defaultDatasetSpec('cifar10'), ...sizes });
  return null;
}

async function check(files: readonly NamedBytes[]): Promise<'read' | 'other' | 'refused'> {
  const budget = new ByteBudget(BUDGET);
  try {
    const dataset = await load(files, budget);
    if (dataset === null) return 'other';
    expect(dataset.train.count).toBeLessThanOrEqual(2);
    expect(dataset.train.x).toHaveLength(dataset.train.count * dataset.inputs);
    expect(dataset.train.x.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(dataset.train.y.every((label) => label >= 0 && label < 10)).toBe(true);
    return 'read';
  } catch (error) {
    if (!(error instanceof RidgelineError)) throw error;
    expect(error.message.length).toBeLessThan(1000);
    return 'refused';
  } finally {
    expect(budget.left).toBeGreaterThanOrEqual(0);
  }
}

describe('changed bytes', () => {
  it.each<[string, (damages: readonly [Damage, Damage]) => NamedBytes[]]>([
    [
      'of an IDX pair',
      ([images, labels]) => [
        { name: 'train-images', bytes: damaged(IMAGES, images) },
        { name: 'train-labels', bytes: damaged(LABELS, labels) },
      ],
    ],
    ['of CIFAR-10 batches', ([first]) => [{ name: 'data_batch_1.bin', bytes: damaged(BATCH, first) }]],
  ])('%s', async (_what, filesOf) => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.tuple(damage, damage), async (damages) => {
        outcomes.add(await check(filesOf(damages)));
      }),
      { numRuns: 1500, seed: 5 },
    );
    expect([...outcomes]).toEqual(expect.arrayContaining(['read', 'refused']));
  });

  it('of a header do not make the reader hold what it promises', async () => {
    const promising = IMAGES.slice();
    for (const at of [4, 5, 6, 7]) promising[at] = 255;
    const before = process.memoryUsage().arrayBuffers;
    await expect(
      load(
        [
          { name: 'train-images', bytes: promising },
          { name: 'train-labels', bytes: LABELS },
        ],
        new ByteBudget(BUDGET),
      ),
    ).rejects.toThrow(/its header promises 4294967295 images of 28 x 28, 3367254359296 bytes|4,294,967,295/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });
});
