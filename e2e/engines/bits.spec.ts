import { hashOf } from '../screen.ts';
import { call, ready } from '../support.ts';
import type { Driver } from './driver.ts';
import { expect, test } from './support.ts';

interface Summary {
  id: string;
}

/** Numbers to the last bit, as text. */
function bits(numbers: readonly number[]): string[] {
  return numbers.map((value) => Buffer.from(new Float64Array([value]).buffer).toString('hex'));
}

/** What training, matching and evaluating on wasm give for given seeds: every number that a curve and a plane are drawn from. */
async function numbers(driver: Driver, address: string): Promise<Record<string, string[]>> {
  await driver.goto(address);
  await ready(driver);
  expect(await call(driver, 'backend')).toMatchObject({ name: 'wasm', simd: 'plain' });
  await call(driver, 'loadDataset', { id: 'spirals', trainSize: 100, testSize: 50, seed: 7, noise: 0.1 });
  const [a, b, c] = await call<Summary[]>(driver, 'train', {
    architecture: { hidden: [12, 8], activation: 'tanh', norm: 'before' },
    training: { epochs: 3, batchSize: 32 },
    seeds: [1, 2, 3],
  });
  const { network } = await call<{ network: Summary }>(driver, 'align', { reference: a.id, network: b.id, seed: 1, restarts: 1 });
  const naive = await call<{ loss: number[] }>(driver, 'curve', { a: a.id, b: b.id });
  const aligned = await call<{ loss: number[] }>(driver, 'curve', { a: a.id, b: network.id });
  const plane = await call<{ loss: number[][] }>(driver, 'plane', { a: a.id, b: b.id, c: c.id, resolution: 7 });
  return { naive: bits(naive.loss), aligned: bits(aligned.loss), plane: bits(plane.loss.flat()) };
}

/** The plain build: whether an engine has the fused one is its own affair. */
test('wasm gives the bits that it gives in Chromium', async ({ browse, site }) => {
  const address = site(`?backend=wasm&simd=plain${hashOf(['v=1', 'data=moons'])}`);
  const here = await numbers(await browse(), address);
  expect(new Set(here['naive']).size).toBeGreaterThan(10);
  expect(here).toEqual(await numbers(await browse('chromium'), address));
});
