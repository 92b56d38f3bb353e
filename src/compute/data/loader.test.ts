import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../base/hash.ts';
import type { Progress } from '../../base/job.ts';
import { CIFAR_RECORD_BYTES } from '../../datasets/cifar-batch.ts';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import type { ImagesSpec } from '../../datasets/spec.ts';
import { AS_IT_LOOKS } from '../../io/csv-layout.ts';
import { writeSafetensors } from '../../io/safetensors.ts';
import { describeWithShared, readShared } from '../../testing/shared.ts';
import type { ByteCache } from './cache.ts';
import { createDatasetLoader } from './loader.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const packed = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));

function idx(magic: number, dimensions: number[], data: number[]): Uint8Array {
  const out = new Uint8Array(4 + 4 * dimensions.length + data.length);
  const view = new DataView(out.buffer);
  [magic, ...dimensions].forEach((value, i) => view.setUint32(4 * i, value));
  out.set(data, 4 + 4 * dimensions.length);
  return out;
}
const images = (count: number) => idx(2051, [count, 28, 28], Array.from({ length: count * 784 }, (_, i) => i % 256)); // prettier-ignore
const labels = (count: number, first = 0) =>
  idx(
    2049,
    [count],
    Array.from({ length: count }, (_, i) => (i + first) % 10),
  );
function batch(count: number, label: number): Uint8Array {
  const out = new Uint8Array(count * CIFAR_RECORD_BYTES).fill(7);
  for (let i = 0; i < count; i++) out[i * CIFAR_RECORD_BYTES] = label;
  return out;
}

/** A site: path → bytes; requests are recorded. */
function site(
  contents: Record<string, Uint8Array>,
  cache: ByteCache = { has: () => Promise.resolve(false), get: () => Promise.resolve(null), put: () => Promise.resolve(true) },
) {
  const requested: string[] = [];
  const files = new Map<string, NamedBytes>();
  const loader = createDatasetLoader({
    fetch: (url) => {
      requested.push(url);
      const bytes = contents[url.replace('https://site.test/sub/', '')] as Uint8Array | undefined;
      return Promise.resolve(bytes === undefined ? new Response('none', { status: 404, statusText: 'Not Found' }) : new Response(bytes.slice()));
    },
    baseUrl: 'https://site.test/sub/',
    cache,
    decodeSprite: () => Promise.resolve(new Uint8Array(65_000 * 784)),
    findFile: (sha256) => files.get(sha256),
    sharing: false,
  });
  const drop = (name: string, bytes: Uint8Array) => {
    const sha256 = sha256Hex(bytes);
    files.set(sha256, { name, bytes });
    return { name, sha256 };
  };
  return { loader, requested, drop };
}

const entry = (role: string, path: string, plain: Uint8Array, count: number) => ({
  role,
  path,
  bytes: 100,
  size: plain.length,
  count,
  md5: createHash('md5').update(plain).digest('hex'),
});
const index = (datasets: object) => text(JSON.stringify({ version: 1, datasets }));
const mnistSite = (patch: Record<string, Uint8Array> = {}) => ({
  'data/index.json': index({
    mnist: {
      files: [
        entry('train-images', 'mnist/a.gz', images(5), 5),
        entry('train-labels', 'mnist/b.gz', labels(5), 5),
        entry('test-images', 'mnist/c.gz', images(3), 3),
        entry('test-labels', 'mnist/d.gz', labels(3, 4), 3),
      ],
    },
    cifar10: {
      files: [
        entry('train', 'cifar10/1.bin.gz', batch(4, 1), 4),
        entry('train', 'cifar10/2.bin.gz', batch(4, 2), 4),
        entry('test', 'cifar10/t.bin', batch(2, 3), 2),
      ],
    },
  }),
  'data/mnist/a.gz': packed(images(5)),
  // Served with Content-Encoding: arrives inflated.
  'data/mnist/b.gz': labels(5),
  'data/mnist/c.gz': packed(images(3)),
  'data/mnist/d.gz': packed(labels(3, 4)),
  'data/cifar10/1.bin.gz': packed(batch(4, 1)),
  'data/cifar10/2.bin.gz': packed(batch(4, 2)),
  'data/cifar10/t.bin': batch(2, 3),
  ...patch,
});
const mnist = (patch: Partial<ImagesSpec> = {}): ImagesSpec => ({ ...defaultDatasetSpec('mnist'), trainSize: 4, testSize: 2, ...patch });
const cifar = (patch: Partial<ImagesSpec> = {}): ImagesSpec => ({ ...defaultDatasetSpec('cifar10'), trainSize: 3, testSize: 2, ...patch });

describe('load from the origin', () => {
  it('reads packed and already inflated files, with progress by bytes, and keeps the dataset', async () => {
    const { loader, requested } = site(mnistSite());
    const reports: Progress[] = [];
    const dataset = await loader.load(mnist(), { onProgress: (progress) => reports.push(progress) });
    expect([...dataset.train.y, ...dataset.test.y]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(reports.some(({ phase }) => phase === 'reading train images')).toBe(true);
    expect(reports.every(({ done, total }) => done <= total)).toBe(true);
    expect(requested.map((url) => url.replace('https://site.test/sub/data/', ''))).toEqual([
      'index.json',
      'mnist/a.gz',
      'mnist/b.gz',
      'mnist/c.gz',
      'mnist/d.gz',
    ]);
    expect(await loader.load(mnist())).toBe(dataset);
    expect(requested).toHaveLength(5);
  });

  it('asks for no more CIFAR batches than it needs, and still says the size of the set', async () => {
    const { loader, requested } = site(mnistSite());
    const dataset = await loader.load(cifar());
    expect(requested.some((url) => url.includes('2.bin'))).toBe(false);
    expect(dataset.notes).toEqual(['A partial set: 8 + 2 images.']);
    expect([...(await loader.load(cifar({ trainSize: 6 }))).train.y]).toEqual([1, 1, 1, 1, 2, 2]);
  });

  it('refuses bytes that are not those that the index names', async () => {
    const other = images(5);
    other[100] ^= 1;
    const { loader } = site(mnistSite({ 'data/mnist/a.gz': packed(other) }));
    await expect(loader.load(mnist())).rejects.toMatchObject({
      code: 'bad-file',
      message: /^data\/mnist\/a\.gz: its bytes are not those .* \(another MD5\)/,
    });
  });

  it('asks for nothing that the index does not list', async () => {
    const { loader, requested } = site({ 'data/index.json': index({}) });
    await expect(loader.load(mnist())).rejects.toMatchObject({
      code: 'not-found',
      message: /MNIST is not on this site: run "npm run data", use the public mirror/,
    });
    await expect(loader.load(cifar())).rejects.toThrow(/CIFAR-10 is not on this site/);
    expect(new Set(requested)).toEqual(new Set(['https://site.test/sub/data/index.json']));
  });

  it('tells a page in place of a file, a truncated file, a missing file and a bad index', async () => {
    const load = (patch: Record<string, Uint8Array>) => site(mnistSite(patch)).loader.load(mnist());
    await expect(load({ 'data/mnist/a.gz': text('<!doctype html>') })).rejects.toThrow(/data\/mnist\/a\.gz: the server sent a web page/);
    await expect(load({ 'data/mnist/a.gz': packed(images(5)).subarray(0, 60) })).rejects.toThrow(/data\/mnist\/a\.gz.*truncated/);
    await expect(load({ 'data/index.json': text('<html>') })).rejects.toThrow(/data\/index\.json: is not JSON/);
    await expect(load({ 'data/index.json': index({ mnist: { files: [entry('train-images', '../secret', images(1), 1)] } }) })).rejects.toThrow(
      /"path" must be a folder and a file name/,
    );
    await expect(site({}).loader.load(mnist())).rejects.toMatchObject({
      code: 'fetch-failed',
      message: /index\.json could not be fetched: the server answered 404/,
    });
  });

  it('takes from the browser what it kept, by checksum, and says when it could not keep it', async () => {
    const store = new Map<string, Uint8Array>();
    const cache: ByteCache = {
      has: (url, version) => Promise.resolve(store.has(url + version)),
      get: (url, version) => Promise.resolve(store.get(url + version) ?? null),
      put: (url, version, bytes) => Promise.resolve(store.set(url + version, bytes).size > 0),
    };
    await site(mnistSite(), cache).loader.load(mnist());
    const second = site(mnistSite(), cache);
    expect((await second.loader.load(mnist())).train.count).toBe(4);
    expect(second.requested).toEqual(['https://site.test/sub/data/index.json']);
    const full = site(mnistSite(), { has: () => Promise.resolve(false), get: () => Promise.resolve(null), put: () => Promise.resolve(false) });
    expect((await full.loader.load(mnist())).notes.at(-1)).toMatch(/Not kept in this browser/);
  });

  it('rejects with the reason of an abort', async () => {
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    const job = site(mnistSite()).loader.load(mnist(), { signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(job).rejects.toBe(reason);
  });
});

describe('load from the mirror', () => {
  const base = 'https://storage.googleapis.com/learnjs-data/model-builder/';
  const oneHot = Uint8Array.from({ length: 650_000 }, (_, i) => (i % 10 === 3 ? 1 : 0));

  it('asks the mirror only where source says so, and names it', async () => {
    const { loader, requested } = site({ [`${base}mnist_images.png`]: text('png'), [`${base}mnist_labels_uint8`]: oneHot });
    const dataset = await loader.load(mnist({ source: 'mirror' }));
    expect(dataset.name).toBe('MNIST (mirror), 55,000 + 10,000');
    expect([...dataset.train.y]).toEqual([3, 3, 3, 3]);
    expect(requested).toEqual([`${base}mnist_labels_uint8`, `${base}mnist_images.png`]);
  });
});

describe('inspectFiles', () => {
  const inspect = (files: Record<string, Uint8Array>, labelColumn: string | null = null) => {
    const { loader, drop } = site({});
    return loader.inspectFiles(Object.entries(files).map(([name, bytes]) => drop(name, bytes)), { ...AS_IT_LOOKS, labelColumn }); // prettier-ignore
  };

  it('pairs four IDX files by name, packed or not, whatever their order', async () => {
    const { loader, drop, requested } = site({});
    const files = [
      drop('t10k-labels', labels(3, 4)),
      drop('train-images.gz', packed(images(5))),
      drop('t10k-images', images(3)),
      drop('train-labels', labels(5)),
    ];
    const { spec, summary } = await loader.inspectFiles(files, AS_IT_LOOKS);
    expect(spec).toMatchObject({ id: 'mnist', source: 'files', trainSize: 5, testSize: 3, files });
    expect(summary).toMatchObject({ name: 'MNIST', trainSize: 5, testSize: 3 });
    expect([...(await loader.load(spec)).test.y]).toEqual([4, 5, 6]);
    expect([...(await loader.load({ ...spec, trainSize: 2 } as ImagesSpec)).train.y]).toEqual([0, 1]);
    expect(requested).toEqual([]);
  });

  it('takes two IDX files as both splits', async () => {
    const { summary } = await inspect({ a: images(4), b: labels(4) });
    expect(summary).toMatchObject({ trainSize: 4, testSize: 4, notes: [expect.stringMatching(/^No test images/)] });
  });

  it('sorts CIFAR batches by number, the test batch apart', async () => {
    const { spec, summary } = await inspect({
      'test_batch.bin': batch(2, 9),
      'data_batch_10.bin.gz': packed(batch(3, 2)),
      'data_batch_2.bin': batch(3, 1),
    });
    expect(spec).toMatchObject({ id: 'cifar10', trainSize: 6, testSize: 2 });
    expect(summary.notes).toEqual(['A partial set: 6 + 2 images.']);
  });

  it('reads a CSV with its columns and a chosen label column', async () => {
    const csv = text('kind,a,b\nu,1,2\nv,3,4\n');
    expect(await inspect({ 'own.csv': csv }, 'kind')).toMatchObject({
      spec: { id: 'file', labelColumn: 'kind', scaling: 'raw' },
      columns: ['kind', 'a', 'b'],
      summary: { inputs: 2, classNames: ['u', 'v'], shape: { kind: 'point' } },
    });
    await expect(inspect({ 'own.csv': csv })).rejects.toThrow(/own\.csv, row 2, column 1 \("kind"\): "u" is not a finite number/);
  });

  it('reads safetensors with a test part', async () => {
    const x = { name: 'x', shape: [3, 2, 2], data: Float32Array.from({ length: 12 }, (_, i) => i) };
    const y = { name: 'y', shape: [3], data: Int32Array.of(0, 2, 1) };
    const test = [{ ...x, name: 'x_test', shape: [1, 4], data: new Float32Array(4) }, { name: 'y_test', shape: [1], data: Int32Array.of(3) }]; // prettier-ignore
    expect((await inspect({ 'own.safetensors': writeSafetensors([x, y, ...test]) })).summary).toMatchObject({
      inputs: 4,
      classes: 4,
      trainSize: 3,
      testSize: 1,
    });
    const nan = { ...x, data: Float32Array.from({ length: 12 }, (_, i) => (i === 5 ? NaN : i)) };
    await expect(inspect({ 'own.safetensors': writeSafetensors([nan, y]) })).rejects.toThrow(
      /own\.safetensors, tensor "x", row 1, column 1 \(from 0\): NaN is not a finite/,
    );
    await expect(inspect({ f: writeSafetensors([x]) })).rejects.toThrow(/f: has no tensor "y".*It holds: x/);
    await expect(inspect({ f: writeSafetensors([x, { ...y, shape: [1, 3] }]) })).rejects.toThrow(/tensor "y": has shape \[1, 3\]; \[3\]/);
    await expect(inspect({ f: writeSafetensors([x, { ...y, data: Int32Array.of(0, -1, 1) }]) })).rejects.toThrow(/row 1 \(from 0\): the label -1/);
    await expect(inspect({ f: writeSafetensors([x, { ...y, data: Int32Array.of(1, 1, 1) }]) })).rejects.toThrow(/of one class/);
  });

  const refused: [string, Record<string, Uint8Array>, RegExp][] = [
    ['an empty file', { 'a.csv': new Uint8Array(0) }, /a\.csv: is empty/],
    ['a zip', { 'a.zip': Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0) }, /a\.zip: is a zip archive/],
    ['a truncated gz', { 'train-images-idx3-ubyte.gz': packed(images(3)).subarray(0, 40) }, /train-images-idx3-ubyte\.gz, .*truncated/],
    [
      'a wrong magic number',
      { 'train-images-idx3-ubyte': idx(2052, [1, 28, 28], [0]) },
      /train-images-idx3-ubyte, byte 0: the magic number is 2052, but a file of images has 2051/,
    ],
    ['a cut batch', { 'data_batch_1.bin': batch(2, 1).subarray(0, 4000) }, /data_batch_1\.bin, byte 3073: .*truncated/],
    ['noise', { 'x.dat': Uint8Array.of(0, 255, 254, 253, 1) }, /x\.dat, byte 0: is no format that is read here \(it starts with 00 ff fe fd\)/],
    ['images without labels', { a: images(2) }, /received 1 of images and 0 of labels \(a\)/],
    ['labels of another count', { a: images(2), b: labels(3) }, /b, byte 4: 3 labels for the 2 images of a/],
    ['a mixture', { a: images(2), 'b.csv': text('1,2\n3,4') }, /do not make one dataset: a \(IDX images\), b\.csv \(CSV\)/],
    ['nothing', {}, /No file was given/],
  ];
  it.each(refused)('refuses %s', async (_what, files, message) => {
    await expect(inspect(files)).rejects.toThrow(message);
  });

  it('says which file is not in this browser', async () => {
    const { loader } = site({});
    const spec = { id: 'file', file: { name: 'lost.csv', sha256: 'b'.repeat(64) }, ...AS_IT_LOOKS, scaling: 'raw' } as const;
    await expect(loader.load(spec)).rejects.toMatchObject({ code: 'not-found', message: /lost\.csv/ });
  });
});

describeWithShared('dropped real files', () => {
  it('reads the partial CIFAR set and the reference evaluation data', async () => {
    const { loader, drop } = site({});
    const train = drop('data_batch_1_first4000.bin.gz', readShared('data', 'cifar10', 'data_batch_1_first4000.bin.gz'));
    const test = drop('test_batch_first1000.bin.gz', readShared('data', 'cifar10', 'test_batch_first1000.bin.gz'));
    const { summary } = await loader.inspectFiles([train, test], AS_IT_LOOKS);
    expect(summary).toMatchObject({ trainSize: 4000, testSize: 1000, inputs: 3072, notes: ['A partial set: 4,000 + 1,000 images.'] });
    const moons = await loader.inspectFiles([drop('eval.safetensors', readShared('reference', 'moons-relu-32', 'eval.safetensors'))], AS_IT_LOOKS);
    expect(moons.summary).toMatchObject({ inputs: 2, classes: 2, trainSize: 1000, testSize: 1000, shape: { kind: 'point' } });
  });

  it('reads the official archive layout', async () => {
    const { loader, drop } = site({});
    const { execFileSync } = await import('node:child_process');
    const { mkdtempSync, mkdirSync, rmSync, writeFileSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const root = mkdtempSync(`${tmpdir()}/ridgeline-tar-`);
    mkdirSync(`${root}/cifar-10-batches-bin`);
    const bytes = new Uint8Array(gunzipSync(readShared('data', 'cifar10', 'test_batch_first1000.bin.gz')));
    for (const name of ['data_batch_1.bin', 'test_batch.bin']) writeFileSync(`${root}/cifar-10-batches-bin/${name}`, bytes);
    const archive = new Uint8Array(execFileSync('tar', ['-cz', '-C', root, 'cifar-10-batches-bin'], { maxBuffer: 1e8 }));
    rmSync(root, { recursive: true });
    const { spec } = await loader.inspectFiles([drop('cifar-10-binary.tar.gz', archive)], AS_IT_LOOKS);
    expect(spec).toMatchObject({ id: 'cifar10', trainSize: 1000, testSize: 1000 });
  });
});
