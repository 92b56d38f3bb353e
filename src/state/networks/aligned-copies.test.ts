/** What a matching depends on: which copies are found again, and which are made anew. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { DEFAULT_ALIGNMENT } from '../defaults.ts';
import { looksAtData, matchingRequest } from './aligned-copies.ts';

async function trained(hidden: readonly number[]): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15' });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  await page.app.run('setExperiment', {
    architecture: { hidden: [...hidden] },
    training: { epochs: 2 },
    seeds: [1, 2].map((n) => ({ init: n, order: n })),
  });
  await page.app.run('train');
  await quiet(page);
  return page;
}

/** How often the worker matched for `align` on two moons, on circles, and on two moons again. */
async function matchings(page: FakePage): Promise<number[]> {
  const counts: number[] = [];
  const { data } = page.app.getState().experiment;
  for (const spec of [data, { ...data, id: 'circles' } as typeof data, data]) {
    await page.app.run('loadData', spec);
    await page.app.run('align');
    await quiet(page);
    counts.push(page.client.count('align'));
  }
  return counts;
}

describe('an aligned copy', () => {
  it('that was matched by way of activations is one of its data', async () => {
    expect(await matchings(await trained([8, 8]))).toEqual([1, 2, 2]);
  });

  it('of weights alone, or of one hidden layer, is one whatever the data', async () => {
    const page = await trained([8, 8]);
    await page.app.run('setView', { alignment: { activations: false } });
    // Once as the choice was, once by weights alone.
    expect(await matchings(page)).toEqual([2, 2, 2]);
    expect(await matchings(await trained([8]))).toEqual([1, 1, 1]);
  });
});

describe('a matching', () => {
  const shape = { activation: 'relu', norm: 'after', hidden: [4, 4], inputs: 2, classes: 2, output: 'softmax', init: 'pytorch' } as const;
  const signs = (choice: Partial<typeof DEFAULT_ALIGNMENT>, patch: Partial<Architecture>): boolean =>
    matchingRequest({ ...DEFAULT_ALIGNMENT, ...choice }, { ...shape, ...patch }).signs;

  it('takes the signs that the network allows and the choice wants', () => {
    expect([signs({}, {}), signs({ flips: true }, {}), signs({ flips: true }, { norm: 'before' })]).toEqual([false, true, false]);
    expect([signs({}, { activation: 'tanh' }), signs({ signs: false, flips: true }, { activation: 'tanh' })]).toEqual([true, false]);
  });

  it('looks at data where activations are asked for and decide something', () => {
    const looks = (choice: Partial<typeof DEFAULT_ALIGNMENT>, hidden: number[]): boolean =>
      looksAtData({ ...DEFAULT_ALIGNMENT, ...choice }, { hidden });
    expect([looks({}, [4]), looks({}, [4, 4]), looks({ activations: false }, [4, 4]), looks({ method: 'activation' }, [4])]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(looks({ method: 'random' }, [4, 4])).toBe(false);
  });
});
