import { hashOf } from '../screen.ts';
import { checkReference } from '../reference-case.ts';
import { call, excess, expected, needsShared, ready, sharedFile } from '../support.ts';
import { allFigures, choose, fill, found, look, open, press, sees } from './screen.ts';
import { expect, test } from './support.ts';

const EMPTY = `?backend=wasm${hashOf(['v=1', 'data=moons'])}`;

test('a first visit fills all figures, and a reload brings them back', async ({ driver, site }) => {
  await driver.goto(site('?backend=wasm'));
  const first = await allFigures(driver);
  const naive = Number(/a barrier of ([\d.]+)/.exec(first.sentence)?.[1]);
  expect(naive, first.sentence).toBeGreaterThan(0.05);
  expect(first.path).toMatch(/above the chord: naive [\d.]+( ± [\d.e−-]+)?,? aligned [\d.e−-]+/);
  expect(first.figures).toContain('Decision regions of the probe with the examples');
  expect(first.networks).toHaveLength(5);
  expect(first.status).toMatch(/WebAssembly, .+512 train, 512 test/);
  const address = await driver.evaluate(() => location.href, null);
  expect(address).toMatch(/#v=1&data=moons&A=1&B=2&C=3&.*len=\d+$/);

  await driver.reload();
  const second = await allFigures(driver);
  expect(second.sentence).toBe(first.sentence);
  expect(second.networks).toEqual(first.networks);
  expect(await driver.evaluate(() => location.href, null)).toBe(address);
});

test('train and align, and the link brings a stranger to the same view', async ({ browse, site }) => {
  const driver = await browse();
  await driver.goto(site(EMPTY));
  await open(driver, 'Network');
  await fill(driver, 'Widths', '12');
  await open(driver, 'Training');
  await fill(driver, 'Epochs', '20');
  await press(driver, 'button', '^Train 3 networks$');
  await allFigures(driver);
  await press(driver, 'radio', '^accuracy$');
  await press(driver, 'radio', '^train$');
  const told = await sees(driver, { sentence: expect.stringMatching('train loss'), busy: false });
  const link = await call<string>(driver, 'permalink');
  expect(link).toMatch(/hidden=12.*curve\.metric=accuracy/);

  const stranger = await browse();
  await stranger.goto(link);
  const seen = await allFigures(stranger);
  expect(seen.sentence).toBe(told.sentence);
  expect(seen.networks).toEqual(told.networks);
  expect(seen.messages).toBe('');
  await found(stranger, 'button', '^Network 12 ReLU');
});

test('reference networks through the file chooser agree with PyTorch and float64 NumPy', async ({ driver, site }) => {
  needsShared();
  const name = 'moons-relu-32';
  const want = expected(name);
  await driver.goto(site(EMPTY));
  await open(driver, 'Data');
  await (await found(driver, 'file chooser', '^Open a file')).upload([sharedFile('reference', name, 'eval.safetensors')]);
  await sees(driver, { status: expect.stringMatching('eval.safetensors') });
  await (
    await found(driver, 'file chooser', '^Import$')
  ).upload(['a', 'b', 'c'].map((letter) => sharedFile('reference', name, `${letter}.safetensors`)));
  await press(driver, 'button', '^Import as read$');
  const imported = await sees(driver, { networks: { length: 3 }, sentence: expect.stringMatching(/a barrier of [\d.]+/) });
  // The screen refines the maximum between the 25 points of the reference, so it may lie a little higher.
  const raised = Number(/a barrier of ([\d.]+)/.exec(imported.sentence)?.[1]) - want.naive.barrier.lerp;
  expect(raised).toBeGreaterThan(-5e-4);
  expect(raised).toBeLessThan(1.5e-3);
  await press(driver, 'button', '^Align B and C onto A$');
  const aligned = await allFigures(driver);
  expect(aligned.networks).toHaveLength(5);
  const [a, , , matched] = await call<{ id: string }[]>(driver, 'networks');
  const curve = await call<{ loss: number[] }>(driver, 'curve', { a: a.id, b: matched.id });
  expect(excess(curve.loss, want.aligned.loss, 1e-4, 1e-5)).toBeLessThanOrEqual(0);

  await checkReference(driver, name, { distanceFactor: 1 + 1e-6, plane: true });
});

test('train three networks on MNIST', async ({ driver, site }) => {
  needsShared();
  await driver.goto(site(EMPTY));
  await ready(driver);
  await open(driver, 'Data');
  await choose(driver, 'Data', 'MNIST');
  await sees(driver, { status: expect.stringMatching(/MNIST · [\d,]+ train/) });
  await fill(driver, 'Train', '2000');
  await fill(driver, 'Test', '500');
  await sees(driver, { status: expect.stringMatching('2,000 train, 500 test') });
  await open(driver, 'Network');
  await fill(driver, 'Widths', '32');
  await open(driver, 'Training');
  await fill(driver, 'Epochs', '5');
  await press(driver, 'button', '^Train 3 networks$');
  await allFigures(driver);
  const { networks } = await look(driver);
  expect(networks).toHaveLength(5);
  for (const row of networks.slice(0, 3)) expect(Number(/([\d.]+) %/.exec(row)?.[1]), row).toBeGreaterThan(70);
});
