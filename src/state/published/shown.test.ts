/** An author's figures on a page: shown at once without a backend, kept until they are left, computed anew and compared. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet, until, type FakePage } from '../../testing/fake-page.ts';
import { frozenResults } from '../../testing/frozen.ts';
import { describeExperiment } from '../figures/sentences/sentence.ts';
import { linkOf } from '../link/share.ts';
import { splitResults } from '../link/results.ts';
import { NEEDS_NETWORKS } from './words.ts';

const frozen = frozenResults();

function pageAt(hash: string): FakePage {
  const page = fakePage({ hash });
  onTestFinished(() => page.app.close());
  return page;
}

/** Computed here, as a person would share it. */
async function sharedLink(): Promise<string> {
  const page = pageAt('#v=1&data=moons&A=1&B=2&C=3&B.aligned=weight,1,4,signs&C.aligned=weight,1,4,signs&len=83');
  await page.app.start();
  await quiet(page);
  const link = await linkOf(page.app.session, { results: true, title: 'Our figure 3' });
  return link.slice(link.indexOf('#'));
}

const asked = ({ client }: FakePage, ...names: string[]): string[] => client.asked.map(({ name }) => name).filter((name) => names.includes(name));

describe('an author’s figures', () => {
  it('of a link of version 0.1.0 say what they said, and nothing is loaded, trained or computed', async () => {
    const page = pageAt(frozen.hash);
    const started = page.app.start();
    // A number with its error has had three digits since.
    const saidNow = frozen.sentence.replace('up to 0.56 ±', 'up to 0.565 ±').replace(' is left.', ' is left; the barrier falls by 0.262 ± 0.030.');
    // Before anything answered.
    expect(describeExperiment(page.app.getState()).text).toBe(saidNow);
    await started;
    await quiet(page);
    expect(describeExperiment(page.app.getState()).text).toBe(saidNow);
    expect(asked(page, 'train', 'loadDataset', 'curve', 'plane', 'layers', 'probe')).toEqual([]);
    expect(page.app.getState()).toMatchObject({ demonstration: false, roles: { A: 'A', B: 'B', C: 'C' }, data: { status: 'done' }, notices: [] });
    expect(page.location.hash()).toBe(frozen.hash);
  });

  it('follow what they hold; what needs the networks is refused with a way on, and nothing is lost', async () => {
    const page = pageAt(frozen.hash);
    const { app } = page;
    await app.start();
    await app.run('setView', { curve: { metric: 'accuracy', log: true }, plane: { show: 'naive', window: [0, 1, 0, 1] } });
    await app.run('probe', { kind: 'path', path: 'aligned', alpha: 0.25 });
    expect(app.getState().view).toMatchObject({ curve: { metric: 'accuracy' }, plane: { show: 'naive' }, probe: { alpha: 0.25 } });
    for (const refused of [
      () => app.run('setView', { split: 'train' }),
      () => app.run('setView', { curve: { points: 49 } }),
      () => app.run('setView', { plane: { resolution: 81 } }),
      () => app.run('setExperiment', { architecture: { hidden: [8] } }),
      () => app.run('train'),
      () => app.run('loadData', { id: 'circles' } as never),
    ])
      await expect(refused()).rejects.toThrow(NEEDS_NETWORKS);
    const { notices } = app.getState();
    expect(notices.map(({ action }) => action?.name)).toContain('recompute');
    expect(app.getState().figures.curve.status).toBe('done');
    expect(app.actions().find(({ name }) => name === 'train')).toMatchObject({ enabled: false, reason: NEEDS_NETWORKS });
    await app.run('undo');
    await app.settle();
    // The address holds them still, with the view of now.
    const { results } = splitResults(page.location.hash());
    expect(results).not.toBeNull();
    await app.run('showPlace', { place: 'layers' });
    expect(page.location.back()).toBe(true);
    expect(app.getState().view.place).toBe('explore');
    expect(splitResults(page.location.hash()).results).not.toBeNull();
  });

  it('that are damaged are told, and the rest of the link opens', async () => {
    const page = pageAt(frozen.hash.slice(0, -50));
    await page.app.start();
    await quiet(page);
    expect(
      page.app
        .getState()
        .notices.map(({ text }) => text)
        .join(' '),
    ).toMatch(/could not be shown\. They were cut short .* were opened without them/);
    expect(page.app.getState().published).toBeNull();
    expect(asked(page, 'train')).toHaveLength(1);
  });

  it('are computed here and compared: the same networks, the same numbers; then left', async () => {
    const hash = await sharedLink();
    const page = pageAt(hash);
    const { app } = page;
    await app.start();
    expect(app.getState().notices.map(({ text }) => text)).toEqual([]);
    expect(app.getState().published?.published.title).toBe('Our figure 3');
    await app.run('recompute');
    const { published } = app.getState();
    const found = published?.differences;
    expect(found?.missing).toEqual([]);
    expect(found?.networks.map(({ name }) => name.slice(0, 2))).toEqual(['A ', 'B ', 'C ', "B'", "C'"]);
    expect(found?.networks.every(({ author, here }) => author === here)).toBe(true);
    expect(found?.figures.map(({ figure, alike, beyond }) => [figure, alike, beyond])).toEqual([
      ['curve', true, 0],
      ['plane', true, 0],
      ['layers', true, 0],
    ]);
    expect(published).toMatchObject({ show: 'own', recomputing: 'done' });
    await app.run('showFigures', { of: 'author' });
    expect(app.getState().roles.A).toBe('A');
    await app.run('showFigures', { of: 'own' });
    expect(app.getState().roles.A).not.toBe('A');
    await app.run('leaveAuthor');
    await until(() => app.getState().published === null);
    await app.settle();
    expect(splitResults(page.location.hash()).results).toBeNull();
  });
});
