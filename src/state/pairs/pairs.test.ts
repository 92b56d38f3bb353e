import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet, until, type FakePage } from '../../testing/fake-page.ts';
import { DATASET_DEFAULTS, DEFAULT_DATA } from '../defaults.ts';
import type { PairChoice } from '../figures/lab-view.ts';
import { trainPairs } from './training.ts';
import { findPairs, isFirstPair, pairMembers, pairRecipes, type MadeNetwork } from './pairs.ts';

const base = DATASET_DEFAULTS.moons;
const kinds = ['order', 'epochs', 'init', 'halves', 'classes'] as const;
const choiceOf = (kind: PairChoice['kind'], count = 2, seed = 3): PairChoice => ({ kind, count, seed, ...(kind === 'epochs' ? { epochs: 5 } : {}) });

describe('the pairs of a choice', () => {
  it('differ in what the kind says', () => {
    const members = Object.fromEntries(kinds.map((kind) => [kind, pairMembers(choiceOf(kind))]));
    expect(members['order'].map(({ seeds }) => seeds)).toEqual([
      { init: 3, order: 5 },
      { init: 3, order: 6 },
      { init: 4, order: 7 },
      { init: 4, order: 8 },
    ]);
    expect(members['init'].map(({ seeds }) => seeds)).toEqual([5, 6, 7, 8].map((n) => ({ init: n, order: n })));
    expect(members['halves'].map(({ seeds }) => seeds)).toEqual(members['order'].map(({ seeds }) => seeds));
    expect(members['halves'].map(({ share }) => share)).toEqual([
      { by: 'random', part: 0, seed: 3 },
      { by: 'random', part: 1, seed: 3 },
      { by: 'random', part: 0, seed: 4 },
      { by: 'random', part: 1, seed: 4 },
    ]);
    expect(members['classes'].map(({ share }) => share)).toEqual([0, 1, 0, 1].map((part) => ({ by: 'class', part, seed: 0 })));
    expect([...members['order'], ...members['epochs'], ...members['init']].every(({ share }) => share === null)).toBe(true);
  });

  it.each(kinds)('share no network, so that an interval over them takes them as independent (%s)', (kind) => {
    const members = pairMembers(choiceOf(kind, 8, 1));
    expect(new Set(members.map((member) => JSON.stringify(member))).size).toBe(16);
    expect(new Set(members.map(({ seeds }) => seeds.order)).size).toBe(16);
  });

  it('that share first epochs: A goes on as it began, B leaves it after them; none is the same start alone', () => {
    expect(pairMembers(choiceOf('epochs')).map(({ seeds }) => seeds)).toEqual([
      { init: 3, order: 5 },
      { init: 3, order: 6, first: { order: 5, epochs: 5 } },
      { init: 4, order: 7 },
      { init: 4, order: 8, first: { order: 7, epochs: 5 } },
    ]);
    expect(pairMembers({ ...choiceOf('epochs'), epochs: 0 })).toStrictEqual(pairMembers(choiceOf('order')));
  });

  it('are found by recipe and data, whatever else is there', () => {
    const recipes = pairRecipes(base, choiceOf('halves'));
    const made = (id: string, recipe: MadeNetwork['recipe'], data: MadeNetwork['data'] = DEFAULT_DATA): MadeNetwork => ({ id, recipe, data });
    const [[a0, b0], [a1, b1]] = recipes;
    const networks = [
      made('imported', null, null),
      made('whole', { ...a0, share: null }),
      made('other rate', { ...b0, training: { ...b0.training, learningRate: 1 } }),
      made('a0', a0),
      made('b0', b0),
      made('again', b0),
      made('elsewhere', a1, { ...DEFAULT_DATA, noise: 0.3 } as typeof DEFAULT_DATA),
      made('b1', b1),
    ];
    expect(findPairs(networks, recipes, DEFAULT_DATA)).toEqual([
      { a: 'a0', b: 'b0' },
      { a: null, b: 'b1' },
    ]);
  });

  it('tell whether two networks are the first of them', () => {
    for (const kind of kinds) {
      const [[a, b], [later]] = pairRecipes(base, choiceOf(kind));
      expect(isFirstPair(a, b, choiceOf(kind))).toBe(true);
      expect(isFirstPair(b, a, choiceOf(kind))).toBe(false);
      expect(isFirstPair(a, { ...b, training: { ...b.training, epochs: 3 } }, choiceOf(kind))).toBe(false);
      expect(isFirstPair(later, b, choiceOf(kind))).toBe(false);
      expect(isFirstPair(a, null, choiceOf(kind))).toBe(false);
      for (const other of kinds) expect(isFirstPair(a, b, choiceOf(other)), `${kind} as ${other}`).toBe(kind === other);
    }
  });
});

async function opened(hash = '#v=1&data=moons&len=14'): Promise<FakePage> {
  const page = fakePage({ hash });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

describe('training pairs', () => {
  it('trains pair by pair what is missing, and the first pair becomes A and B', async () => {
    const page = await opened();
    const { app, client } = page;
    await app.run('train');
    await quiet(page);
    expect(app.getState().roles.C).not.toBeNull();
    const found = await trainPairs(app.session, choiceOf('halves', 2, 1));
    await quiet(page);
    const { networks, roles, aligned, view } = app.getState();
    expect(view.lab.pairs).toEqual(choiceOf('halves', 2, 1));
    expect(roles).toEqual({ A: found[0].a, B: found[0].b, C: null });
    expect(aligned).toEqual({ B: null, C: null });
    const names = found.map(({ a, b }) => [a, b].map((id) => networks.find((entry) => entry.id === id)?.name));
    expect(names).toEqual([
      ['half 1 of 2, seed 1', 'half 2 of 2, seed 1/2'],
      ['half 1 of 2, seed 2/3', 'half 2 of 2, seed 2/4'],
    ]);
    const asked = client.asked.filter(({ name }) => name === 'train').map(({ request }) => (request as { shares: unknown[] }).shares.length);
    expect(asked).toEqual([3, 2, 2]);
    await trainPairs(app.session, choiceOf('halves', 3, 1));
    await quiet(page);
    expect(client.count('train')).toBe(4);
    const link = app.link();
    expect(link).toContain('A=1&A.share=random:1:1&B=1/2&B.share=random:2:1');
    const elsewhere = await opened(link.slice(link.indexOf('#')));
    await quiet(elsewhere);
    const shares = elsewhere.client.asked.filter(({ name }) => name === 'train').map(({ request }) => (request as { shares: unknown[] }).shares);
    expect(shares).toEqual([
      [
        { by: 'random', part: 0, seed: 1 },
        { by: 'random', part: 1, seed: 1 },
      ],
    ]);
    expect(elsewhere.app.getState().networks.map(({ name }) => name)).toEqual(['half 1 of 2, seed 1', 'half 2 of 2, seed 1/2']);
    expect(elsewhere.app.link()).toBe(link);
    const lab = await opened(link.slice(link.indexOf('#')).replace('pairs=', 'place=layers&pairs='));
    await until(() => lab.app.getState().networks.length === 6);
    expect(lab.app.getState().networks.at(-1)?.name).toBe('half 2 of 2, seed 3/6');
  });

  it('trains all together where they make one stack', async () => {
    const page = await opened();
    page.client.changeBackend({ name: 'webgpu', device: 'a GPU', software: false, simd: null, reason: null });
    const found = await trainPairs(page.app.session, choiceOf('order', 3));
    expect(page.client.count('train')).toBe(1);
    expect(found.every(({ a, b }) => a !== null && b !== null)).toBe(true);
  });

  it('keeps what was trained where it is cancelled, and goes on from there', async () => {
    const page = await opened();
    const { app, client } = page;
    const controller = new AbortController();
    const stop = app.subscribe(() => {
      if (app.getState().networks.length === 2) client.hold('train');
    });
    const job = trainPairs(app.session, choiceOf('order', 3), { signal: controller.signal });
    await until(() => client.count('train') === 2);
    stop();
    controller.abort(new DOMException('enough', 'AbortError'));
    await expect(job).rejects.toThrow('enough');
    const { networks, roles } = app.getState();
    expect(networks).toHaveLength(2);
    expect([roles.A, roles.B]).toEqual(networks.map(({ id }) => id));
    client.release('train');
    const found = await trainPairs(app.session, choiceOf('order', 3));
    expect(found[0]).toEqual({ a: roles.A, b: roles.B });
    expect(app.getState().networks).toHaveLength(6);
  });
});
