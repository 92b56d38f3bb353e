import { call, expect, ready, test } from './support.ts';

const recipe = { architecture: { hidden: [64, 64] }, training: { epochs: 150, batchSize: 32 } };

test('networks trained side by side in workers are those trained alone, bit for bit; a cancelled run ends soon', async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await page.goto('?backend=wasm');
  await ready(page);
  const trainers = (): number => workers.filter((url) => url.includes('training-worker')).length;
  await call(page, 'loadDataset', { id: 'moons', trainSize: 1000, testSize: 500, noise: 0.1, seed: 7 });
  const beside = await call<{ id: string }[]>(page, 'train', { ...recipe, seeds: [1, 2, 3] });
  const started = trainers();
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(started).toBe(cores > 1 ? Math.min(cores, 3) : 0);
  const [alone] = await call<{ id: string }[]>(page, 'train', { ...recipe, seeds: [2] });
  const bytes = (id: string): Promise<string> =>
    page.evaluate(async (network) => {
      const api = (window as unknown as { ridgeline: { exportNetwork(name: string): Promise<Blob> } }).ridgeline;
      return Array.from(new Uint8Array(await (await api.exportNetwork(network)).arrayBuffer()).slice(-4 * 4482)).join(' ');
    }, id);
  expect(await bytes(beside[1].id)).toBe(await bytes(alone.id));
  expect(await bytes(beside[0].id)).not.toBe(await bytes(alone.id));

  const long = { ...recipe, training: { ...recipe.training, epochs: 5000 }, seeds: [4, 5] };
  const waited = await page.evaluate(async (request) => {
    const api = (window as unknown as { ridgeline: { train(request: unknown, options: unknown): Promise<unknown> } }).ridgeline;
    const controller = new AbortController();
    const job = api.train(request, { signal: controller.signal }).then(
      () => 'trained',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const asked = performance.now();
    controller.abort();
    return { outcome: await job, milliseconds: performance.now() - asked };
  }, long);
  expect(waited.outcome).toBe('AbortError');
  expect(waited.milliseconds).toBeLessThan(1000);
  await call(page, 'train', { ...recipe, seeds: [6, 7] });
  expect(trainers()).toBe(started);
});
