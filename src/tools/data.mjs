/**
 * `npm run data`: MNIST and CIFAR-10 into public/data, checked, with an index of what is there (read by src/compute/data/site-index.ts,
 * which must change with this). Exit code 0: all well; 1: something is missing or wrong; 2: wrong usage.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';

const USAGE = `npm run data -- [options]
  (none)        download MNIST and CIFAR-10 to public/data
  --from DIR    take them from a folder instead: DIR/mnist/*.gz, DIR/cifar10/*.bin.gz or DIR/cifar10/cifar-10-binary.tar.gz
  --to DIR      where to put them (public/data)
  --only NAME   mnist or cifar10
  --check       download nothing; verify what is there against its index`;

const MNIST_HOSTS = ['https://ossci-datasets.s3.amazonaws.com/mnist/', 'https://storage.googleapis.com/cvdf-datasets/mnist/'];
/** MD5 of the unpacked files. */
const MNIST_FILES = [
  { role: 'train-images', name: 'train-images-idx3-ubyte', md5: '6bbc9ace898e44ae57da46a324031adb', count: 60_000 },
  { role: 'train-labels', name: 'train-labels-idx1-ubyte', md5: 'a25bea736e30d166cdddb491f175f624', count: 60_000 },
  { role: 'test-images', name: 't10k-images-idx3-ubyte', md5: '2646ac647ad5339dbf082846283269ea', count: 10_000 },
  { role: 'test-labels', name: 't10k-labels-idx1-ubyte', md5: '27ae3e4e09519cfbb04c329615203637', count: 10_000 },
];
const CIFAR_HOSTS = ['https://www.cs.toronto.edu/~kriz/'];
const CIFAR_ARCHIVE = { name: 'cifar-10-binary.tar.gz', md5: 'c32a1d4ab5d03f1284b67883e8d87530' };
const CIFAR_RECORD = 3073;
const CIFAR_BATCH = /^(data|test)_batch[\w-]*\.bin(\.gz)?$/;
const INDEX_VERSION = 1;
const MAX_UNPACKED = 512 * 1024 * 1024;

/** A message for the person, without a stack. */
class DataError extends Error {}

const md5 = (bytes) => createHash('md5').update(bytes).digest('hex');
const count = (number) => number.toLocaleString('en-US');

function unpack(bytes, name) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw new DataError(`${name}: the gzip data are truncated or damaged (${error.message}).`);
  }
}

/** Beside its place first, then renamed: there is never a half-written file. */
function writeWhole(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, bytes);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
}

async function download(hosts, name) {
  const failures = [];
  for (const host of hosts) {
    const url = `${host}${name}`;
    try {
      console.log(`  fetching ${url}`);
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    } catch (error) {
      failures.push(`${url}: ${error.cause?.message ?? error.message}`);
    }
  }
  throw new DataError(`could not be downloaded.\n    ${failures.join('\n    ')}\n    Download it yourself and use --from DIR.`);
}

/** The packed bytes and the unpacked ones, after their MD5 was checked. */
function checkedMnist(file, bytes, from) {
  const plain = unpack(bytes, from);
  const found = md5(plain);
  if (found !== file.md5)
    throw new DataError(`${from}: MD5 of the unpacked file is ${found}, but ${file.md5} is right. The file is damaged or another one.`);
  return { packed: plain === bytes ? gzipSync(plain) : bytes, plain };
}

async function putMnist(from, to) {
  const found = [];
  for (const file of MNIST_FILES) {
    const name = `${file.name}.gz`;
    const path = from === null ? null : [name, file.name].map((entry) => join(from, 'mnist', entry)).find(existsSync);
    if (path === undefined) throw new DataError(`${join(from, 'mnist', name)} is missing.`);
    const bytes = path === null ? await download(MNIST_HOSTS, name) : readFileSync(path);
    found.push({ path: join(to, 'mnist', name), packed: checkedMnist(file, bytes, path ?? name).packed });
  }
  for (const { path, packed } of found) writeWhole(path, packed);
}

/** How many images a batch holds, after checking its length and labels. */
function checkBatch(bytes, name) {
  const images = bytes.length / CIFAR_RECORD;
  if (images === 0 || !Number.isInteger(images)) {
    throw new DataError(
      `${name}: ${bytes.length} bytes are no whole number of ${CIFAR_RECORD}-byte records; the file is truncated or no CIFAR-10 binary batch.`,
    );
  }
  for (let i = 0; i < images; i++) {
    const label = bytes[i * CIFAR_RECORD];
    if (label > 9) throw new DataError(`${name}, record ${i + 1}: label ${label} is not one of 0 to 9.`);
  }
  return images;
}

/** The binary batches of the official archive, which is small enough and of a known MD5, so its headers can be trusted. */
function batchesOfArchive(bytes, name) {
  const found = md5(bytes);
  if (found !== CIFAR_ARCHIVE.md5) throw new DataError(`${name}: its MD5 is ${found}, but ${CIFAR_ARCHIVE.md5} is right. Download it again.`);
  const tar = unpack(bytes, name);
  const batches = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const entry = tar
      .toString('latin1', at, at + 100)
      .replace(/\0.*$/s, '')
      .split('/')
      .at(-1);
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (CIFAR_BATCH.test(entry)) batches.push({ name: `${entry}.gz`, packed: gzipSync(tar.subarray(at + 512, at + 512 + size)) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return batches;
}

function batchesOfFolder(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => CIFAR_BATCH.test(name)) : [];
  if (names.length === 0) throw new DataError(`${folder} holds neither ${CIFAR_ARCHIVE.name} nor data_batch*.bin.gz and test_batch*.bin.gz.`);
  return names.map((name) => {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    const plain = unpack(bytes, path);
    checkBatch(plain, path);
    return plain === bytes ? { name: `${name}.gz`, packed: gzipSync(plain) } : { name, packed: bytes };
  });
}

async function putCifar(from, to) {
  const archive = from === null ? null : [join(from, 'cifar10'), from].map((folder) => join(folder, CIFAR_ARCHIVE.name)).find(existsSync);
  let batches;
  if (archive === undefined) batches = batchesOfFolder(join(from, 'cifar10'));
  else
    batches = batchesOfArchive(
      archive === null ? await download(CIFAR_HOSTS, CIFAR_ARCHIVE.name) : readFileSync(archive),
      archive ?? CIFAR_ARCHIVE.name,
    );
  for (const kind of ['data_batch', 'test_batch']) {
    if (!batches.some(({ name }) => name.startsWith(kind)))
      throw new DataError(`no ${kind}*.bin among the CIFAR-10 files; train and test batches are both needed.`);
  }
  const folder = join(to, 'cifar10');
  for (const { name, packed } of batches) writeWhole(join(folder, name), packed);
  for (const old of readdirSync(folder)) {
    if (CIFAR_BATCH.test(old) && !batches.some(({ name }) => name === old)) rmSync(join(folder, old));
  }
}

function mnistEntry(to) {
  const paths = MNIST_FILES.map((file) => join(to, 'mnist', `${file.name}.gz`));
  if (!paths.some(existsSync)) return undefined;
  return {
    files: MNIST_FILES.map((file, i) => {
      if (!existsSync(paths[i])) throw new DataError(`${paths[i]} is missing.`);
      const packed = readFileSync(paths[i]);
      const { plain } = checkedMnist(file, packed, paths[i]);
      return { role: file.role, path: `mnist/${file.name}.gz`, bytes: packed.length, size: plain.length, count: file.count, md5: file.md5 };
    }),
  };
}

function cifarEntry(to) {
  const folder = join(to, 'cifar10');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => CIFAR_BATCH.test(name)) : [];
  if (names.length === 0) return undefined;
  const files = names.map((name) => {
    const packed = readFileSync(join(folder, name));
    const plain = unpack(packed, join(folder, name));
    const images = checkBatch(plain, join(folder, name));
    return {
      role: name.startsWith('test') ? 'test' : 'train',
      path: `cifar10/${name}`,
      bytes: packed.length,
      size: plain.length,
      count: images,
      md5: md5(plain),
    };
  });
  for (const role of ['train', 'test']) {
    if (!files.some((file) => file.role === role)) throw new DataError(`${folder} has no ${role} batch; both are needed.`);
  }
  const order = (a, b) => b.role.localeCompare(a.role) || a.path.localeCompare(b.path, 'en', { numeric: true });
  return { files: files.sort(order) };
}

const sum = (entry, role) => entry.files.filter((file) => file.role === role).reduce((total, file) => total + file.count, 0);

function describe(index) {
  const { mnist, cifar10 } = index.datasets;
  if (mnist !== undefined) console.log(`MNIST: ${count(sum(mnist, 'train-images'))} + ${count(sum(mnist, 'test-images'))} images.`);
  if (cifar10 === undefined) return;
  const [train, test] = [sum(cifar10, 'train'), sum(cifar10, 'test')];
  console.log(
    `CIFAR-10: ${count(train)} + ${count(test)} images${train === 50_000 && test === 10_000 ? '' : ' (a partial set; the whole has 50,000 + 10,000)'}.`,
  );
}

/** Reads and checks everything under `to`. What is broken is left out and told. */
function surveyed(to, failures) {
  const datasets = {};
  for (const [id, survey] of [
    ['mnist', mnistEntry],
    ['cifar10', cifarEntry],
  ]) {
    attemptSync(id, failures, () => {
      const entry = survey(to);
      if (entry !== undefined) datasets[id] = entry;
    });
  }
  return { version: INDEX_VERSION, datasets };
}

function attemptSync(what, failures, action) {
  try {
    action();
  } catch (error) {
    if (!(error instanceof DataError) && error.code === undefined) throw error;
    failures.push(`${what}: ${error.message}`);
  }
}

function check(to) {
  const failures = [];
  const path = join(to, 'index.json');
  const index = surveyed(to, failures);
  const text = `${JSON.stringify(index, null, 2)}\n`;
  if (!existsSync(path)) failures.push(`${path} is missing; run "npm run data".`);
  else if (readFileSync(path, 'utf8') !== text) failures.push(`${path} does not describe the files beside it; run "npm run data" again.`);
  describe(index);
  return failures;
}

async function put(from, to, only) {
  if (from !== null && !existsSync(from)) return [`${from} does not exist.`];
  const failures = [];
  for (const [id, action] of [
    ['mnist', putMnist],
    ['cifar10', putCifar],
  ]) {
    if (only !== undefined && only !== id) continue;
    console.log(`${id}: ${from === null ? 'downloading' : `from ${from}`}`);
    try {
      await action(from, to);
    } catch (error) {
      if (!(error instanceof DataError) && error.code === undefined) throw error;
      failures.push(`${id}: ${error.message}`);
    }
  }
  const index = surveyed(to, failures);
  writeWhole(join(to, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  describe(index);
  return failures;
}

function options() {
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({ options: { from: text, to: text, only: text, check: { type: 'boolean' }, help: { type: 'boolean' } } });
    if (values.only !== undefined && !['mnist', 'cifar10'].includes(values.only)) throw new Error(`--only ${values.only}: mnist or cifar10.`);
    if (values.check && (values.from !== undefined || values.only !== undefined)) throw new Error('--check goes with --to alone.');
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const given = options();
if (given.help) console.log(USAGE);
else {
  const to = resolve(given.to ?? 'public/data');
  const failures = given.check ? check(to) : await put(given.from === undefined ? null : resolve(given.from), to, given.only);
  for (const failure of failures) console.error(`Error: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}
