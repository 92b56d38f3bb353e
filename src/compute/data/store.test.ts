import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import type { GeneratedSpec } from '../../datasets/spec.ts';
import { DatasetStore } from './store.ts';

const spec = (seed: number): GeneratedSpec => ({ id: 'moons', trainSize: 8, testSize: 8, noise: 0, seed, arms: 2 });

/** A store whose datasets are made when `finish` is called, and the seeds it asked for. */
function setUp() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const store = new DatasetStore({
    load: (given, { signal } = {}) => {
      asked.push((given as GeneratedSpec).seed);
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
        waiting.push(() => resolve({ name: JSON.stringify(given) } as Dataset));
      });
    },
  });
  const finish = (): void => waiting.splice(0).forEach((done) => done());
  const load = (seed: number): Promise<Dataset> => {
    const loading = store.load(spec(seed));
    finish();
    return loading;
  };
  return { store, asked, finish, load };
}

describe('DatasetStore', () => {
  it('makes a dataset once for all that ask, and keeps the two used last', async () => {
    const { store, asked, finish, load } = setUp();
    const both = [store.load(spec(1)), store.load(spec(1))];
    finish();
    const [one, again] = await Promise.all(both);
    expect(again).toBe(one);
    await load(2);
    expect(await load(1)).toBe(one);
    await load(3);
    expect(await load(1)).toBe(one);
    expect(asked).toEqual([1, 2, 3]);
    await load(2);
    expect(asked).toEqual([1, 2, 3, 2]);
  });

  it('keeps what was made otherwise', async () => {
    const { store, asked, load } = setUp();
    const dataset = { name: 'given' } as Dataset;
    store.put(spec(1), dataset);
    expect(await load(1)).toBe(dataset);
    expect(asked).toEqual([]);
  });

  it('loads again for the rest where the one who started it was cancelled, and keeps nothing that failed', async () => {
    const { store, asked, finish, load } = setUp();
    const controller = new AbortController();
    const first = store.load(spec(1), { signal: controller.signal });
    const second = store.load(spec(1));
    controller.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve));
    finish();
    expect((await second).name).toContain('"seed":1');
    expect(asked).toEqual([1, 1]);
    await load(1);
    expect(asked).toEqual([1, 1]);
  });
});
