import type { Page } from '@playwright/test';
import { start } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

interface Refusal {
  name: string;
  code: unknown;
  argument: unknown;
  message: string;
  received: unknown;
}

/** How a call is refused. */
async function refusal(page: Page, name: string, ...args: unknown[]): Promise<Refusal> {
  return page.evaluate(
    async ([method, parameters]) => {
      const api = (window as unknown as { ridgeline: Record<string, (...a: unknown[]) => Promise<unknown>> }).ridgeline;
      try {
        await api[method](...parameters);
        return { name: 'not refused', code: null, argument: null, message: '', received: null };
      } catch (error) {
        const { name: kind, message, code, argument, received } = error as Error & { code?: unknown; argument?: unknown; received?: unknown };
        return { name: error instanceof Error ? kind : 'no Error', code, argument, message, received };
      }
    },
    [name, args] as const,
  );
}

test('window.ridgeline: every call gives what scripting.md says', async ({ page }) => {
  await start(page);
  await ready(page);
  expect(await page.evaluate(() => (window as unknown as { ridgeline: { version: unknown } }).ridgeline.version)).toMatch(/^\d+\.\d+\.\d+/);
  expect(await call(page, 'backend')).toEqual({
    name: 'wasm',
    device: expect.any(String),
    software: expect.any(Boolean),
    simd: expect.stringMatching(/^(fma|plain)$/),
  });
  expect(await call(page, 'loadDataset', { id: 'moons', trainSize: 100, testSize: 60, seed: 7, noise: 0.2 })).toEqual({
    id: 'moons',
    inputs: 2,
    classes: 2,
    trainSize: 100,
    testSize: 60,
  });

  const trained = await call<{ id: string; name: string }[]>(page, 'train', {
    architecture: { hidden: [6, 5] },
    training: { epochs: 2 },
    seeds: [1, { init: 2, order: 9 }, 3],
  });
  expect(trained).toHaveLength(3);
  expect(trained[1]).toEqual({
    id: expect.any(String),
    name: expect.any(String),
    architecture: { hidden: [6, 5], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch', inputs: 2, classes: 2 },
    train: { loss: expect.any(Number), accuracy: expect.any(Number) },
    test: { loss: expect.any(Number), accuracy: expect.any(Number) },
    seed: { init: 2, order: 9 },
    origin: { kind: 'trained' },
    stopped: null,
  });
  const [a, b, c] = trained.map(({ id }) => id);

  const score = await call<{ loss: number; accuracy: number }>(page, 'evaluate', { network: a, split: 'train' });
  expect(Object.keys(score).sort()).toEqual(['accuracy', 'loss']);

  const aligned = await call<
    Record<string, unknown> & {
      network: { id: string; origin: unknown };
      permutations: number[][];
      functionChange: number;
      distanceBefore: number;
      distanceAfter: number;
    }
  >(page, 'align', { reference: a, network: b });
  expect(Object.keys(aligned).sort()).toEqual(['distanceAfter', 'distanceBefore', 'functionChange', 'network', 'permutations', 'signs', 'sweeps']);
  expect(aligned.network.origin).toEqual({ kind: 'aligned', source: b, reference: a, method: 'weight' });
  expect(aligned.permutations.map((layer) => [...layer].sort((x, y) => x - y))).toEqual([
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4],
  ]);
  expect(aligned.distanceAfter).toBeLessThanOrEqual(aligned.distanceBefore);
  expect(aligned.functionChange).toBeLessThan(1e-4);

  const curve = await call<{ alpha: number[]; loss: number[]; accuracy: number[]; barrier: object; at: object }>(page, 'curve', { a, b });
  expect(curve.alpha).toHaveLength(25);
  expect([curve.alpha[0], curve.alpha[12], curve.alpha[24]]).toEqual([0, 0.5, 1]);
  expect([Object.keys(curve.barrier).sort(), Object.keys(curve.at).sort()]).toEqual([
    ['lerp', 'max', 'mean'],
    ['lerp', 'max', 'mean'],
  ]);
  const wide = await call<{ alpha: number[] }>(page, 'curve', { a, b, points: 5, range: [-0.5, 1.5] });
  expect(wide.alpha).toEqual([-0.5, 0, 0.5, 1, 1.5]);

  const plane = await call<{ x: number[]; y: number[]; loss: number[][]; accuracy: number[][]; points: Record<string, unknown>; unit: number }>(
    page,
    'plane',
    { a, b, c, resolution: 7 },
  );
  expect([plane.x.length, plane.y.length, plane.loss.length, plane.loss[0].length, plane.accuracy[6].length]).toEqual([7, 7, 7, 7, 7]);
  expect(Object.keys(plane.points).sort()).toEqual(['a', 'b', 'c']);
  expect(plane.unit).toBeCloseTo(aligned.distanceBefore, 4);

  const layers = await call<{ layers: string[]; restA: number[]; restB: number[]; full: number }>(page, 'layers', { a, b, schedule: 'fromOutput' });
  expect([layers.layers.length, layers.restA.length, layers.restB.length]).toEqual([3, 3, 3]);
  expect(layers.restA[0]).toBeCloseTo(layers.full, 6);

  await call(page, 'rename', a, 'first');
  await call(page, 'remove', c);
  const rest = await call<{ id: string; name: string }[]>(page, 'networks');
  expect(rest.find(({ id }) => id === a)?.name).toBe('first');
  expect(rest.some(({ id }) => id === c)).toBe(false);

  const again = await page.evaluate(async (id) => {
    const api = (
      window as unknown as {
        ridgeline: {
          exportNetwork(id: string): Promise<Blob>;
          importNetwork(
            blob: Blob,
            options: unknown,
          ): Promise<{ architecture: { hidden: number[] }; test: { loss: number }; origin: { kind: string; sha256: string } }>;
        };
      }
    ).ridgeline;
    const blob = await api.exportNetwork(id);
    return { isBlob: blob instanceof Blob, network: await api.importNetwork(blob, { name: 'back' }) };
  }, a);
  expect(again.isBlob).toBe(true);
  expect(again.network.architecture.hidden).toEqual([6, 5]);
  expect(again.network.origin).toMatchObject({ kind: 'imported', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(again.network.test.loss).toBeCloseTo((await call<{ loss: number }>(page, 'evaluate', { network: a })).loss, 6);

  await call(page, 'setView', { curve: { log: true } });
  expect(await call<string>(page, 'permalink')).toMatch(/^http:.*#v=1&data=moons.*curve\.log=yes/);
  const actions = await call<{ name: string; title: string; enabled: boolean }[]>(page, 'actions');
  expect(actions.map(({ name }) => name)).toEqual(expect.arrayContaining(['train', 'align', 'undo', 'share', 'loadData', 'enlarge']));
  await call(page, 'run', 'enlarge', { figure: 'plane' });
  await expect(page.getByRole('button', { name: 'Back to all figures' })).toBeVisible();
  expect(await call(page, 'cancel')).toBeUndefined();
});

test('errors name code, argument and what was received; unknown keys list the valid ones', async ({ page }) => {
  await start(page);
  await ready(page);
  const unknownKey = await refusal(page, 'curve', { a: 'x', b: 'y', resolution: 3 });
  expect(unknownKey).toMatchObject({ code: 'unknown-key', argument: 'resolution' });
  for (const key of ['points', 'range', 'split']) expect(unknownKey.message).toContain(key);
  expect(await refusal(page, 'loadDataset', { id: 'imagenet' })).toMatchObject({
    code: 'invalid-argument',
    argument: 'id',
    received: 'imagenet',
    message: expect.stringContaining('cifar10'),
  });
  expect(await refusal(page, 'loadDataset', { id: 'moons', arms: 3 })).toMatchObject({ code: 'unknown-key', argument: 'arms' });
  expect(await refusal(page, 'train', { training: { learningRate: -1 } })).toMatchObject({ argument: 'training.learningRate', received: -1 });
  expect(await refusal(page, 'train', { architecture: { hidden: [2048, 2048, 2048, 2048, 2048, 2048, 2048] } })).toMatchObject({
    code: 'too-large',
    message: expect.stringMatching(/20.?000.?000|20 million/),
  });
  expect(await refusal(page, 'evaluate', { network: 'nobody' })).toMatchObject({ code: 'not-found', argument: 'network', received: 'nobody' });
  expect(await refusal(page, 'permalink', { results: true })).toMatchObject({ code: 'unsupported', argument: 'results' });
  expect(await refusal(page, 'run', 'fly')).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('train') });
  expect(await refusal(page, 'setView', { curve: { log: 'perhaps' } })).toMatchObject({ argument: 'curve.log', received: 'perhaps' });
  const linear = await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [] }, training: { epochs: 1 }, seeds: [1, 2] });
  expect((await refusal(page, 'align', { reference: linear[0].id, network: linear[1].id })).message).toMatch(/hidden/);
  await call(page, 'loadDataset', { id: 'spirals', arms: 3 });
  const unfit = await refusal(page, 'evaluate', { network: linear[0].id });
  expect(unfit).toMatchObject({ code: 'shape-mismatch', argument: 'network' });
  expect(unfit.message).toMatch(/2 classes.*3 classes/);
});

test('calls queue in order, and a signal ends a call that waits or runs', async ({ page }) => {
  await start(page);
  await ready(page);
  const order = await page.evaluate(async () => {
    const api = (window as unknown as { ridgeline: Record<string, (...a: unknown[]) => Promise<unknown>> }).ridgeline;
    const done: string[] = [];
    const note =
      (name: string) =>
      (value: unknown): unknown => {
        done.push(name);
        return value;
      };
    const controller = new AbortController();
    const aborted = new AbortController();
    aborted.abort(new DOMException('Before it began.', 'AbortError'));
    const progress: number[] = [];
    const why = (error: Error): string => `${error.name}: ${error.message}`;
    const calls = [
      api.loadDataset({ id: 'circles', trainSize: 40, testSize: 20 }).then(note('data')),
      api
        .train(
          { architecture: { hidden: [4] }, training: { epochs: 3 }, seeds: [1] },
          { onProgress: ({ done: step }: { done: number }) => progress.push(step) },
        )
        .then(note('train')),
      api.networks().then(note('networks')),
      api
        .train(
          { training: { epochs: 10_000 }, seeds: [5] },
          { signal: controller.signal, onProgress: () => controller.abort(new DOMException('Stop.', 'AbortError')) },
        )
        .catch(why),
      api.train({ seeds: [6] }, { signal: aborted.signal }).catch(why),
      api.backend().then(note('backend')),
    ];
    const [data, , networks, running, waiting] = (await Promise.all(calls)) as [{ id: string }, unknown, unknown[], string, string];
    return { done, data: data.id, networks: networks.length, running, waiting, progressed: progress.length };
  });
  expect(order).toMatchObject({
    done: ['data', 'train', 'networks', 'backend'],
    data: 'circles',
    networks: 1,
    running: 'AbortError: Stop.',
    waiting: 'AbortError: Before it began.',
  });
  expect(order.progressed).toBeGreaterThan(0);
});
