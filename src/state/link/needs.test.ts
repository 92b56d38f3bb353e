import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256Hex } from '../../base/hash.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import { initialise } from '../../nn/initialise.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import { parseLink } from './link.ts';

const SHAPE = { activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch', inputs: 2, classes: 2 } as const;

function networkFile(name: string, seed: number, hidden: readonly number[] = [3]): File {
  return new File([new Uint8Array(writeNetwork(initialise({ ...SHAPE, hidden }, seed)))], name);
}

const csv = (text: string): File => new File([`x,y,label\n${text}\n`], 'mine.csv');
const hashOf = async (file: File): Promise<string> => sha256Hex(new Uint8Array(await file.arrayBuffer()));

async function opened(hash: string): Promise<FakePage> {
  const page = fakePage({ hash });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

async function drop(page: FakePage, ...files: File[]): Promise<void> {
  await page.app.run('openFiles', { files });
  await quiet(page);
}

const told = ({ app }: FakePage): string =>
  app
    .getState()
    .notices.map(({ text }) => text)
    .join('\n');

describe('a link to the laboratory that trains its pairs', () => {
  it('counts the first with the others, so that the time told is that of all', async () => {
    const asked = 'v=1&data=moons&place=layers&pairs=order:3:1&A=1&B=1/2';
    const page = fakePage({ hash: `#${asked}&len=${asked.length + 1}` });
    onTestFinished(() => page.app.close());
    const parts: unknown[] = [];
    page.app.subscribe(() => {
      const part = page.app.getState().training.result?.part;
      if (part !== undefined && part !== parts.at(-1)) parts.push(part);
    });
    await page.app.start();
    await quiet(page);
    expect(page.app.getState().networks.filter(({ origin }) => origin.kind === 'trained')).toHaveLength(6);
    expect(parts).toEqual([1, 2, 3].map((at) => ({ at, of: 3 })));
  });
});

describe('a network that a link names', () => {
  for (const { what, hidden } of [
    { what: 'the same shape', hidden: [3] },
    { what: 'another shape', hidden: [5, 4] },
  ]) {
    it(`is not replaced by another file of its name and ${what}, and can come later`, async () => {
      const right = networkFile('a.safetensors', 1);
      const wrong = networkFile('a.safetensors', 2, hidden);
      const [expected, received] = [await hashOf(right), await hashOf(wrong)];
      const page = await opened(`#v=1&data=moons&A=file:a.safetensors:${expected}:tanh:none`);
      await drop(page, wrong);
      const state = page.app.getState();
      expect(state.roles).toEqual({ A: null, B: null, C: null });
      expect(state.networks).toHaveLength(1);
      expect(state.pending?.files).toEqual(['a.safetensors']);
      expect(told(page)).toContain(`expects a.safetensors (SHA-256 ${expected.slice(0, 12)}…), read as tanh, for A`);
      expect(told(page)).toContain(`Received: a.safetensors (SHA-256 ${received.slice(0, 12)}…)`);
      expect(parseLink(page.location.hash()).state.roles.A?.recipe).toMatchObject({ sha256: expected });
      await drop(page, new File([right], 'renamed.safetensors'));
      const { roles, networks, pending } = page.app.getState();
      expect(networks.find(({ id }) => id === roles.A)?.origin).toMatchObject({ sha256: expected });
      expect(networks.find(({ id }) => id === roles.A)?.architecture.activation).toBe('tanh');
      expect(roles.B).toBeNull();
      expect(pending).toBeNull();
    });
  }
});

describe('data that a link names', () => {
  it('are not replaced by another file of their name, and can come later', async () => {
    const [right, wrong] = [csv('1,2,0\n3,4,1'), csv('9,9,1\n8,8,0')];
    const [expected, received] = [await hashOf(right), await hashOf(wrong)];
    const page = await opened(`#v=1&data=file&file=mine.csv:${expected}&label=label&A=1`);
    await drop(page, wrong);
    expect(page.app.getState().pending?.files).toEqual(['mine.csv']);
    expect(page.app.session.current).toBeNull();
    expect(told(page)).toContain(`mine.csv (SHA-256 ${expected.slice(0, 12)}…) as its data. Received: mine.csv (SHA-256 ${received.slice(0, 12)}…)`);
    expect(parseLink(page.location.hash()).state.experiment.data).toMatchObject({ id: 'file', file: { sha256: expected } });
    await drop(page, right);
    const { experiment, pending, networks } = page.app.getState();
    expect(experiment.data).toMatchObject({ id: 'file', labelColumn: 'label', file: { name: 'mine.csv', sha256: expected } });
    expect(networks.map(({ name }) => name)).toEqual(['seed 1']);
    expect(pending).toBeNull();
  });

  it.each([
    ['data first', [2, 0, 1]],
    ['networks first', [0, 1, 2]],
    ['all at once, in another order', null],
  ])('are told with the networks’ files at once, and taken in any order (%s)', async (_, order) => {
    const files = [networkFile('a.safetensors', 1), networkFile('b.safetensors', 2), csv('1,2,0\n3,4,1')];
    const [a, b, data] = await Promise.all(files.map(hashOf));
    const page = await opened(
      `#v=1&data=file&file=mine.csv:${data}&label=label&A=file:a.safetensors:${a}:relu:none&B=file:b.safetensors:${b}:relu:none`,
    );
    const needs = (): unknown => page.app.getState().pending?.needs.map(({ name, what, here }) => [name, what, here]);
    expect(needs()).toEqual([
      ['mine.csv', 'data', false],
      ['a.safetensors', 'A', false],
      ['b.safetensors', 'B', false],
    ]);
    expect(page.app.getState().pending?.files).toEqual(['mine.csv', 'a.safetensors', 'b.safetensors']);
    if (order === null) await drop(page, files[1], files[2], files[0]);
    else {
      await drop(page, files[order[0]]);
      const come = ['a.safetensors', 'b.safetensors', 'mine.csv'][order[0]];
      expect(
        page.app
          .getState()
          .pending?.needs.filter(({ here }) => here)
          .map(({ name }) => name),
      ).toEqual([come]);
      await drop(page, files[order[1]]);
      expect(page.app.getState().pending?.files).toHaveLength(1);
      await drop(page, files[order[2]]);
    }
    const { pending, roles, networks, figures } = page.app.getState();
    expect(pending).toBeNull();
    const nameOf = (id: string | null): string | undefined => networks.find((entry) => entry.id === id)?.name;
    expect([nameOf(roles.A), nameOf(roles.B)]).toEqual(['a', 'b']);
    expect(figures.curve.status).toBe('done');
    expect(told(page)).not.toMatch(/That is (not what the link names|another file)/);
  });

  it('are given up where the person chooses other data', async () => {
    const page = await opened(`#v=1&data=file&file=mine.csv:${'a'.repeat(64)}&A=1`);
    await page.app.run('loadData', { id: 'circles', trainSize: 64, testSize: 64, noise: 0.1, seed: 3, arms: 3 });
    await quiet(page);
    expect(page.app.getState().pending).toBeNull();
    expect(parseLink(page.location.hash()).state).toMatchObject({ experiment: { data: { id: 'circles' } }, roles: { A: null } });
  });
});
