import type { Page, Worker } from '@playwright/test';
import { hashOf, messages } from './screen.ts';
import { call, excess, expect, ready, test } from './support.ts';

/** In the computing worker: the device destroys itself after so many submissions; -1: never. */
interface Sabotage {
  submissionsLeft: number;
  destroyed: number;
}

/** Lets the test destroy WebGPU devices that the computing worker makes from now on. */
async function sabotage(page: Page): Promise<Worker> {
  const worker = page.workers().find((each) => /\/compute-worker-[^/]*\.js$/.test(new URL(each.url()).pathname));
  if (worker === undefined) throw new Error('The page has no computing worker.');
  await worker.evaluate(() => {
    const state: Sabotage = { submissionsLeft: -1, destroyed: 0 };
    Object.assign(self, { sabotage: state });
    const requestDevice = Reflect.get<GPUAdapter, 'requestDevice'>(GPUAdapter.prototype, 'requestDevice');
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      const submit = device.queue.submit.bind(device.queue);
      device.queue.submit = (commands) => {
        submit(commands);
        if (state.submissionsLeft >= 0 && state.submissionsLeft-- === 0) {
          state.destroyed++;
          device.destroy();
        }
      };
      return device;
    };
  });
  return worker;
}

test('a device that is destroyed in the middle of a plane comes back, and the plane with it; the second time wasm takes over', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  await ready(page);
  const worker = await sabotage(page);
  const loseDevice = (submissions: number): Promise<void> =>
    worker.evaluate((left) => void ((self as unknown as { sabotage: Sabotage }).sabotage.submissionsLeft = left), submissions);
  const destroyed = (): Promise<number> => worker.evaluate(() => (self as unknown as { sabotage: Sabotage }).sabotage.destroyed);
  await call(page, 'loadDataset', { id: 'moons', trainSize: 64, testSize: 64 });
  const [a, b, c] = (await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [4] }, training: { epochs: 1 }, seeds: [1, 2, 3] })).map(
    ({ id }) => id,
  );
  const plane = (): Promise<{ loss: number[][] }> => call(page, 'plane', { a, b, c, resolution: 17 });
  const expected = (await plane()).loss.flat();
  await call(page, 'run', 'setBackend', { preference: 'webgpu' });
  expect(await call(page, 'backend')).toMatchObject({ name: 'webgpu' });
  expect(excess((await plane()).loss.flat(), expected, 1e-4, 1e-5)).toBeLessThanOrEqual(0);

  const networks = await call<unknown[]>(page, 'networks');
  await loseDevice(2);
  expect(excess((await plane()).loss.flat(), expected, 1e-4, 1e-5)).toBeLessThanOrEqual(0);
  expect(await destroyed()).toBe(1);
  await expect(messages(page)).toContainText('The GPU was lost');
  await expect(messages(page)).toContainText('It was started again; what ran began again by itself, and no network is lost.');
  expect(await call(page, 'backend')).toMatchObject({ name: 'webgpu' });

  await loseDevice(2);
  expect((await plane()).loss.flat()).toEqual(expected);
  expect(await destroyed()).toBe(2);
  await expect(messages(page)).toContainText('Ridgeline computes with WebAssembly now');
  expect(await call(page, 'backend')).toMatchObject({ name: 'wasm' });
  expect(await call(page, 'networks')).toEqual(networks);
});
