import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithShared, sharedPath } from '../../testing/shared.ts';
import { parseDatasetIndex } from './site-index.ts';

const made: string[] = [];
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ridgeline-data-'));
  made.push(path);
  return path;
}
afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })));

function run(...options: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/tools/data.mjs', ...options], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describeWithShared('src/tools/data.mjs', () => {
  const to = folder();
  let first: { status: number | null; output: string };
  beforeAll(() => {
    first = run('--from', sharedPath('data'), '--to', to);
  });

  it('takes MNIST and a partial CIFAR set from a folder and says their sizes', () => {
    expect(first.output).toMatch(/MNIST: 60,000 \+ 10,000 images\.\nCIFAR-10: 4,000 \+ 1,000 images \(a partial set/);
    expect(first.status).toBe(0);
    expect(run('--check', '--to', to).status).toBe(0);
  });

  it('writes an index that the page accepts, of files that are there', () => {
    const index = parseDatasetIndex(readFileSync(join(to, 'index.json'), 'utf8'));
    expect(index.mnist?.map(({ role, count, size }) => [role, count, size])).toEqual([
      ['train-images', 60_000, 47_040_016],
      ['train-labels', 60_000, 60_008],
      ['test-images', 10_000, 7_840_016],
      ['test-labels', 10_000, 10_008],
    ]);
    expect(index.cifar10?.map(({ role, count }) => [role, count])).toEqual([
      ['train', 4000],
      ['test', 1000],
    ]);
    for (const { path } of [...(index.mnist ?? []), ...(index.cifar10 ?? [])]) expect(existsSync(join(to, path))).toBe(true);
  });

  it('refuses a truncated file by name, leaves no part of it, and keeps what was right', () => {
    const from = folder();
    mkdirSync(join(from, 'cifar10'));
    cpSync(sharedPath('data', 'mnist'), join(from, 'mnist'), { recursive: true });
    const labels = join(from, 'mnist', 't10k-labels-idx1-ubyte.gz');
    const bytes = readFileSync(labels);
    rmSync(labels, { force: true });
    writeFileSync(labels, bytes.subarray(0, 2000));
    const target = folder();
    const result = run('--from', from, '--to', target);
    expect(result.status).toBe(1);
    expect(result.output).toMatch(/mnist: .*t10k-labels-idx1-ubyte\.gz: the gzip data are truncated or damaged/);
    expect(result.output).toMatch(/cifar10: .* holds neither cifar-10-binary\.tar\.gz nor/);
    expect(readdirSync(target)).toEqual(['index.json']);
    expect(parseDatasetIndex(readFileSync(join(target, 'index.json'), 'utf8'))).toMatchObject({ mnist: null, cifar10: null });
  });

  it('finds a file that was damaged later', () => {
    const target = folder();
    cpSync(join(to, 'cifar10'), join(target, 'cifar10'), { recursive: true });
    cpSync(join(to, 'index.json'), join(target, 'index.json'));
    const [name] = readdirSync(join(target, 'cifar10'));
    const copy = join(target, 'cifar10', 'data_batch_9.bin');
    writeFileSync(copy, readFileSync(join(target, 'cifar10', name)));
    truncateSync(copy, 5000);
    const result = run('--check', '--to', target);
    expect(result.status).toBe(1);
    expect(result.output).toMatch(/data_batch_9\.bin: the gzip data are truncated/);
    expect(result.output).toMatch(/index\.json does not describe the files beside it/);
  });

  it('tells wrong usage apart', () => {
    expect(run('--nonsense')).toMatchObject({ status: 2, output: expect.stringMatching(/--from DIR/) as string });
    expect(run('--only', 'imagenet').status).toBe(2);
    expect(run('--from', join(to, 'nowhere'), '--to', folder()).status).toBe(1);
  });
});
