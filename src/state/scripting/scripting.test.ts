import { describe, expect, it, onTestFinished } from 'vitest';
import { parameterLayout } from '../../nn/layout.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import { fakePage, quiet, until, type FakePage } from '../../testing/fake-page.ts';
import { createScripting, type Ridgeline } from './scripting.ts';

async function scripted(hash = ''): Promise<FakePage & { ridgeline: Ridgeline }> {
  const page = fakePage({ hash });
  onTestFinished(() => page.app.close());
  const ridgeline = createScripting(page.app, '1.2.3');
  await page.app.start();
  return { ...page, ridgeline };
}

const BLANK = '#v=1&data=moons&len=14';

describe('window.ridgeline', () => {
  it('has exactly the calls of scripting.md', async () => {
    const { ridgeline } = await scripted(BLANK);
    expect(Object.keys(ridgeline)).toEqual([
      'version',
      'backend',
      'loadDataset',
      'importDataset',
      'train',
      'networks',
      'rename',
      'remove',
      'importNetwork',
      'exportNetwork',
      'evaluate',
      'align',
      'curve',
      'plane',
      'layers',
      'decomposition',
      'robustness',
      'subspaces',
      'diagonalToy',
      'averages',
      'scenes',
      'addScene',
      'showScene',
      'removeScene',
      'present',
      'permalink',
      'recompute',
      'bundle',
      'openBundle',
      'page',
      'setView',
      'actions',
      'run',
      'cancel',
    ]);
    expect(ridgeline.version).toBe('1.2.3');
    expect(await ridgeline.backend()).toEqual({ name: 'wasm', device: '2 cores', software: true, simd: null });
  });

  it('trains, aligns and measures in the settled shapes', async () => {
    const { ridgeline, app } = await scripted(BLANK);
    expect(await ridgeline.loadDataset({ id: 'moons', trainSize: 64, testSize: 32, seed: 7, noise: 0.2 })).toEqual({
      id: 'moons',
      inputs: 2,
      classes: 2,
      trainSize: 64,
      testSize: 32,
    });
    const networks = await ridgeline.train({ architecture: { hidden: [4] }, training: { epochs: 2 }, seeds: [1, { init: 2, order: 9 }, 3] });
    expect(networks[1]).toMatchObject({
      name: 'seed 2/9',
      seed: { init: 2, order: 9 },
      origin: { kind: 'trained' },
      test: { accuracy: 0.9 },
      architecture: { hidden: [4], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch', inputs: 2, classes: 2 },
    });
    const [a, b, c] = networks.map(({ id }) => id);
    expect(app.getState().roles).toEqual({ A: a, B: b, C: c });
    const aligned = await ridgeline.align({ reference: a, network: b, method: 'weight', seed: 5 });
    expect(aligned).toMatchObject({
      permutations: [[3, 2, 1, 0]],
      signs: null,
      distanceBefore: 2,
      distanceAfter: 1,
      sweeps: 2,
      functionChange: 0,
      network: { origin: { kind: 'aligned', source: b, reference: a, method: 'weight' } },
    });
    const curve = await ridgeline.curve({ a, b });
    expect([curve.alpha.length, curve.barrier.lerp, curve.at.lerp]).toEqual([25, 0.25, 0.5]);
    expect(Object.keys(curve)).toEqual(['alpha', 'loss', 'accuracy', 'barrier', 'at', 'se']);
    const plane = await ridgeline.plane({ a, b, c, resolution: 5 });
    expect([plane.loss.length, plane.loss[0].length, plane.x.length, plane.unit]).toEqual([5, 5, 5, 1]);
    expect(Object.keys(plane)).toEqual(['x', 'y', 'loss', 'accuracy', 'points', 'unit']);
    const layers = await ridgeline.layers({ a, b, schedule: 'fromInput' });
    expect([Object.keys(layers), layers.layers.length, layers.restA.length, layers.restB.length]).toEqual([
      ['layers', 'restA', 'restB', 'full', 'seA', 'seB', 'seFull'],
      9,
      9,
      9,
    ]);
    expect(layers.restA[8]).toBe(layers.full);
    expect(await ridgeline.evaluate({ network: a, split: 'train' })).toEqual({ loss: expect.closeTo(0.01) as number, accuracy: 0.9 });
  });

  it('rejects with code, argument and what was received', async () => {
    const { ridgeline } = await scripted(BLANK);
    await expect(ridgeline.loadDataset({ id: 'moons', colour: 1 })).rejects.toMatchObject({
      code: 'unknown-key',
      argument: 'colour',
      message: expect.stringContaining('id, trainSize, testSize, noise, seed') as string,
    });
    await expect(ridgeline.train({ training: { learningRate: -1 } })).rejects.toMatchObject({
      code: 'invalid-argument',
      argument: 'training.learningRate',
      received: -1,
    });
    await expect(ridgeline.train({ arch: 1 })).rejects.toMatchObject({ code: 'unknown-key', argument: 'arch' });
    await expect(ridgeline.curve({ a: 'x', b: 'y' })).rejects.toMatchObject({ code: 'not-found', argument: 'a', received: 'x' });
    await expect(ridgeline.curve({ a: 'x' })).rejects.toMatchObject({ code: 'invalid-argument', argument: 'b' });
    await expect(ridgeline.permalink({ results: true })).rejects.toMatchObject({ code: 'unsupported' });
    await expect(ridgeline.recompute()).rejects.toMatchObject({ code: 'unsupported' });
    await expect(ridgeline.evaluate({ network: 'x' }, { signal: 3 })).rejects.toMatchObject({ argument: 'options.signal' });
  });

  it('refuses networks that do not fit the data or each other, naming both shapes', async () => {
    const { ridgeline } = await scripted(BLANK);
    const [moons] = await ridgeline.train({ seeds: [1] });
    const [linear] = await ridgeline.train({ architecture: { hidden: [] }, seeds: [1] });
    await expect(ridgeline.curve({ a: moons.id, b: linear.id })).rejects.toMatchObject({ code: 'shape-mismatch' });
    await expect(ridgeline.align({ reference: linear.id, network: linear.id })).rejects.toThrow('no hidden neurons');
    await ridgeline.loadDataset({ id: 'glyphs' });
    await expect(ridgeline.evaluate({ network: moons.id })).rejects.toMatchObject({
      code: 'shape-mismatch',
      message: expect.stringMatching(/2 inputs, 2 classes.*784 inputs, 10 classes/) as string,
    });
    expect((await ridgeline.networks())[0].test).toBeNull();
  });

  it('takes calls in order, and cancel at once', async () => {
    const { ridgeline, client, app } = await scripted(BLANK);
    const order: string[] = [];
    await Promise.all([
      ridgeline.loadDataset({ id: 'circles' }).then(() => order.push('data')),
      ridgeline.train({ seeds: [1] }).then(() => order.push('train')),
      ridgeline.networks().then((networks) => order.push(`networks ${networks.length}`)),
    ]);
    expect(order).toEqual(['data', 'train', 'networks 1']);
    client.hold('train');
    const training = ridgeline.train({ seeds: [4] });
    const waiting = ridgeline.evaluate({ network: 'x' });
    await until(() => app.getState().training.status === 'running');
    await ridgeline.cancel();
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect((await ridgeline.networks()).length).toBe(1);
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborted = ridgeline.train({ seeds: [5] }, { signal: controller.signal });
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
  });

  it('ends the demonstration, which overwrites nothing afterwards', async () => {
    const page = await scripted();
    page.client.hold('train');
    await until(() => page.client.count('train') === 1);
    const loaded = page.ridgeline.loadDataset({ id: 'circles' });
    await loaded;
    page.client.release('train');
    await quiet(page);
    expect(page.app.getState()).toMatchObject({ demonstration: false, networks: [], roles: { A: null }, experiment: { data: { id: 'circles' } } });
  });

  it('exports what it imports', async () => {
    const { ridgeline } = await scripted(BLANK);
    const architecture = { hidden: [3], activation: 'tanh', norm: 'none', output: 'softmax', init: 'pytorch', inputs: 2, classes: 2 } as const;
    const parameters = Float32Array.from({ length: parameterLayout(architecture).size }, (_, i) => i / 8);
    const bytes = new Uint8Array(writeNetwork({ architecture, parameters }));
    const summary = await ridgeline.importNetwork(new Blob([bytes]), { name: 'mine', activation: 'tanh' });
    expect(summary).toMatchObject({
      name: 'mine',
      architecture: { hidden: [3], activation: 'tanh', inputs: 2, classes: 2 },
      seed: null,
      origin: { kind: 'imported', file: 'mine' },
    });
    expect(summary.test).not.toBeNull();
    expect(new Uint8Array(await (await ridgeline.exportNetwork(summary.id)).arrayBuffer())).toEqual(bytes);
    await expect(ridgeline.importNetwork(new Blob(['nonsense']), { name: 'bad' })).rejects.toMatchObject({ code: 'bad-file' });
    await ridgeline.rename(summary.id, 'yours');
    expect((await ridgeline.networks())[0].name).toBe('yours');
    await ridgeline.remove(summary.id);
    expect(await ridgeline.networks()).toEqual([]);
    await expect(ridgeline.remove(summary.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('imports data, changes the view, and gives the link and the actions', async () => {
    const { ridgeline, app } = await scripted(BLANK);
    expect(await ridgeline.importDataset(new Blob(['x,y,label\n']), { name: 'mine.csv', labelColumn: 3 })).toEqual({
      id: 'file',
      inputs: 2,
      classes: 2,
      trainSize: 100,
      testSize: 100,
    });
    await ridgeline.setView({ layers: { schedule: 'fromOutput' } });
    expect(app.getState().view.layers.schedule).toBe('fromOutput');
    await expect(ridgeline.setView({ layer: {} })).rejects.toMatchObject({ code: 'unknown-key' });
    expect(await ridgeline.permalink()).toMatch(
      /^https:\/\/example\.test\/ridgeline\/#v=1&data=file&file=mine\.csv:[0-9a-f]{64}&.*layers\.schedule=fromOutput/,
    );
    const names = (await ridgeline.actions()).map(({ name }) => name);
    expect(names).toContain('train');
    await ridgeline.run('setTheme', { theme: 'dark' });
    expect(app.getState().view.theme).toBe('dark');
    await expect(ridgeline.run('setTheme', { theme: 'pink' })).rejects.toMatchObject({ argument: 'theme' });
  });
});
