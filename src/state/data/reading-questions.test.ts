/** What a person is asked about dropped files, and what a script is not. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../io/safetensors.ts';
import { writeNetwork } from '../../io/state-dict.ts';
import { initialise } from '../../nn/initialise.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import { shownChoice, type TableQuestion } from './reading-question.ts';

const csv = (name: string, text: string): File => new File([text], name);
/** As PyTorch writes it: without a word on the activation. */
const networkFile = (name: string, seed: number): File => {
  const shape = { hidden: [3], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch', inputs: 2, classes: 2 } as const;
  const { tensors } = readSafetensors(writeNetwork(initialise(shape, seed)), name);
  return new File(
    [new Uint8Array(writeSafetensors([...tensors].map(([path, { shape: sizes, data }]) => ({ name: path, shape: sizes, data }))))],
    name,
  );
};

async function opened(): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=14' });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

/** Drops as a person does; the page has asked then, or is done. */
async function drop(page: FakePage, ...files: File[]): Promise<void> {
  void page.app.perform('openFiles', { files });
  await quiet(page);
}

const question = ({ app }: FakePage) => app.getState().question;

describe('files that do not say how they are read', () => {
  it('are opened as a person corrected them: all networks of a drop at once', async () => {
    const page = await opened();
    const { app } = page;
    await drop(page, networkFile('a.safetensors', 1), networkFile('b.safetensors', 2));
    expect(question(page)).toMatchObject({
      table: null,
      networks: { activation: 'relu', norm: null, understood: [{ files: ['a.safetensors', 'b.safetensors'] }] },
    });
    expect(question(page)?.networks?.understood[0].tensors).toEqual(['0.bias [3]', '0.weight [3, 2]', '2.bias [2]', '2.weight [2, 3]']);
    expect(app.getState().networks).toEqual([]);
    await app.run('correctReading', { networks: { activation: 'tanh' } });
    await app.run('answerReading', { accept: true });
    await quiet(page);
    expect(app.getState().networks.map(({ architecture, recipe }) => [architecture.activation, recipe])).toEqual(
      ['a', 'b'].map((letter) => ['tanh', expect.objectContaining({ name: `${letter}.safetensors`, activation: 'tanh' }) as unknown]),
    );
    expect(app.link()).toMatch(/A=file:a\.safetensors:[0-9a-f]+:tanh/);
  });

  it('are read anew in the worker, and the link says how they were read', async () => {
    const page = await opened();
    const { app, client } = page;
    await drop(page, csv('own.csv', '1,2,y\n3,4,n\n5,6,n\n'));
    expect(question(page)?.table).toMatchObject({
      choice: { header: 'no', labelColumn: 'column 3', decimal: 'auto', firstColumn: 'auto' },
      fault: null,
    });
    expect(client.asked.filter(({ name }) => name === 'inspectFiles')).toHaveLength(1);
    await app.run('correctReading', { table: { header: 'yes' } });
    await quiet(page);
    // The column stays, whatever it is called now.
    expect(question(page)?.table).toMatchObject({ choice: { header: 'yes', labelColumn: 'y' }, preview: { label: 2, columns: ['1', '2', 'y'] } });
    await app.run('answerReading', { accept: true });
    await quiet(page);
    expect(app.getState().experiment.data).toMatchObject({ id: 'file', header: 'yes', labelColumn: 'y', decimal: 'auto', firstColumn: 'auto' });
    expect(app.link()).toMatch(/&label=y&header=yes/);
    expect(client.asked.filter(({ name }) => name === 'inspectFiles')).toHaveLength(2);
  });

  it('are not opened where the reading fails or the person wants none of them', async () => {
    const page = await opened();
    const { app, client } = page;
    client.failNext('inspectFiles', new Error('own.csv: no such reading'));
    await drop(page, csv('own.csv', '1,2,y\n3,4,n\n'), networkFile('a.safetensors', 1));
    expect(question(page)?.table?.fault).toBe('own.csv: no such reading');
    await app.run('answerReading', { accept: true });
    expect(question(page)).not.toBeNull();
    await app.run('answerReading', { accept: false });
    await quiet(page);
    expect([question(page), app.getState().networks, app.getState().experiment.data.id]).toEqual([null, [], 'moons']);
  });

  it('show what was chosen where they cannot be read so, and can be chosen again', async () => {
    const page = await opened();
    const { app } = page;
    const table = (): TableQuestion => {
      const shown = question(page)?.table ?? null;
      if (shown === null) throw new Error('nothing is asked');
      return shown;
    };
    await drop(page, csv('own.csv', '1,2,0\n3,4,1\n5,6,0\n'));
    await app.run('correctReading', { table: { labelColumn: 'column 1' } });
    await quiet(page);
    await app.run('correctReading', { table: { firstColumn: 'out' } });
    await quiet(page);
    expect(table().fault).toMatch(/first column holds the labels/);
    expect(shownChoice(table())).toMatchObject({ firstColumn: 'out', label: 0 });
    await app.run('correctReading', { table: { firstColumn: 'in' } });
    await quiet(page);
    expect(table().fault).toBeNull();
    expect(shownChoice(table())).toEqual({ header: 'no', decimal: 'point', firstColumn: 'in', label: 0 });
  });

  it('wait for the answer to those that were dropped before', async () => {
    const page = await opened();
    const { app } = page;
    await drop(page, networkFile('a.safetensors', 1));
    await drop(page, networkFile('b.safetensors', 2));
    expect(question(page)?.networks?.understood[0].files).toEqual(['a.safetensors']);
    await app.run('answerReading', { accept: false });
    await quiet(page);
    expect(question(page)?.networks?.understood[0].files).toEqual(['b.safetensors']);
    await app.run('answerReading', { accept: true });
    await quiet(page);
    expect(app.getState().networks.map(({ name }) => name)).toEqual(['b']);
  });
});

describe('nobody is asked', () => {
  it('about a table that says it all', async () => {
    const page = await opened();
    await drop(page, csv('own.csv', 'x,y,label\n1,2,a\n3,4,b\n'));
    expect([question(page), page.app.getState().experiment.data.id]).toEqual([null, 'file']);
  });

  it('by a script, which has options', async () => {
    const page = await opened();
    await page.app.run('openFiles', { files: [csv('own.csv', '1,2,y\n3,4,n\n')], header: 'yes', firstColumn: 'out' });
    await page.app.run('openFiles', { files: [networkFile('a.safetensors', 1)], activation: 'gelu' });
    expect(page.app.getState().experiment.data).toMatchObject({ header: 'yes', firstColumn: 'out', decimal: 'auto', labelColumn: null });
    expect(page.app.getState().networks[0].architecture.activation).toBe('gelu');
    expect(question(page)).toBeNull();
  });

  it('where nothing waits', async () => {
    const page = await opened();
    await expect(page.app.run('answerReading', { accept: true })).rejects.toThrow('No file waits to be read.');
    await expect(page.app.run('correctReading', { table: { header: 'perhaps' as 'yes' } })).rejects.toThrow(/table\.header/);
  });
});
