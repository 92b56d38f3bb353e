import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import { seededRandom } from '../../linalg/random.ts';
import { memoryStorage } from '../../testing/memory-storage.ts';
import { currentLink } from '../link/current.ts';
import { parseLink } from '../link/link.ts';
import { checkDeck, checkScene, type Condition, MOST_SCENES, NO_TEXT, type Scene } from './scene.ts';
import { isMet } from './lesson.ts';
import { LONGEST_SCENES_TEXT, readScenes, writeScenes } from './scenes-text.ts';

const VIEW = '#v=1&data=moons&len=14';
const scene = (title: string, rest: Partial<Scene> = {}): Scene => ({ ...NO_TEXT, title, view: VIEW, layout: 'path', ...rest });

async function opened(options: Parameters<typeof fakePage>[0] = {}): Promise<FakePage> {
  const page = fakePage({ hash: VIEW, ...options });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

/** With A, B, C trained and matched, and three scenes at α = 0, ½ and 1. */
async function talk(): Promise<FakePage> {
  const page = await opened();
  await page.app.run('setExperiment', { architecture: { hidden: [4] }, training: { epochs: 2 } });
  await page.app.run('train');
  await quiet(page);
  for (const alpha of [0, 0.5, 1]) {
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha });
    await page.app.run('addScene', { title: `at ${alpha}`, answer: 'Because.' });
  }
  return page;
}

const trainings = ({ client }: FakePage): number => client.asked.filter(({ name }) => name === 'train').length;

describe('scenes as text in a link', () => {
  const line = fc
    .string({ maxLength: 80 })
    .map((text) => Array.from(text, (character) => (character < ' ' || character === '\u007f' ? ' ' : character)).join(''));
  const condition: fc.Arbitrary<Condition | null> = fc.oneof(
    fc.constant(null),
    fc.constant<Condition>({ kind: 'aligned' }),
    fc.record({ kind: fc.constant('alpha' as const), alpha: fc.constantFrom(0, 0.5, 1), within: fc.constantFrom(0.01, 0.1) }),
    fc.record({ kind: fc.constant('enlarged' as const), figure: fc.constantFrom('curve' as const, 'probe' as const) }),
  );
  const any: fc.Arbitrary<Scene> = fc.record({
    title: line.map((text) => `T${text}`),
    note: line,
    say: line.map((text) => `${text}\n${text}`),
    task: line,
    question: line,
    answer: line,
    until: condition,
    view: fc.constant(VIEW),
    layout: fc.constantFrom('path', 'plane', 'planes', 'matching'),
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (scenes) => {
        expect(readScenes(writeScenes(scenes), 'scenes')).toEqual(scenes);
      }),
    );
  });

  it('what was changed or cut is told or read as valid scenes, never thrown raw', () => {
    const text = writeScenes([scene('One', { say: 'It falls.' }), scene('Two')]);
    const changed = fc
      .tuple(fc.nat(text.length - 1), fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.', '~'))
      .map(([at, to]) => text.slice(0, at) + to + text.slice(at + 1));
    const cut = fc.nat(text.length - 1).map((at) => text.slice(0, at));
    fc.assert(
      fc.property(fc.oneof(changed, cut, fc.string()), (bad) => {
        try {
          readScenes(bad, 'scenes').forEach((read) => checkScene(read, 'scene'));
        } catch (error) {
          expect((error as Error).name).toBe('RidgelineError');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('a text that unpacks to far more than it may is refused in a moment', () => {
    const bomb = writeScenes(Array.from({ length: 1500 }, () => scene('x', { say: 'a'.repeat(2000) })));
    expect(bomb.length).toBeLessThan(LONGEST_SCENES_TEXT);
    expect(() => readScenes(bomb, 'scenes')).toThrow(/unpack to more than/);
    expect(() => readScenes(`2.${bomb.slice(2)}`, 'scenes')).toThrow(/version '2'/);
  });

  it('a link brings them, with the step and what the page leaves out', async () => {
    const page = await talk();
    await page.app.run('hideParts', { parts: ['data', 'training'] });
    await page.app.run('showScene', { index: 0 });
    await page.app.run('readLesson', { on: true });
    await page.app.run('nextScene');
    const { hash } = currentLink(page.app.session, 'all');
    const { talk: brought, problems } = parseLink(hash);
    expect(problems).toEqual([]);
    expect(brought).toEqual({ scenes: page.app.getState().talk.scenes, lesson: 1, hide: ['data', 'training'] });
    expect(currentLink(page.app.session).hash).not.toContain('scenes=');

    const reader = await opened({ hash });
    expect(reader.app.getState().talk).toMatchObject({ at: 1, lesson: true, borrowed: true, hide: ['data', 'training'] });
    // A reload has them again; the browser keeps nothing of them until they are changed.
    await reader.app.settle();
    expect(reader.location.hash()).toContain('scenes=');
    expect(reader.storage.settings.get('link')).not.toContain('scenes=');
    expect(reader.storage.settings.has('scenes')).toBe(false);
    await reader.app.run('editScene', { index: 0, title: 'Mine' });
    await reader.app.settle();
    expect(reader.location.hash()).not.toContain('scenes=');
    expect(checkDeck(reader.storage.settings.get('scenes'), 'scenes').scenes[0].title).toBe('Mine');
  });

  it('the first ones go along where not all have room, and the rest is told', async () => {
    const page = await opened();
    const random = seededRandom(1);
    const noise = (): string => Array.from({ length: 1900 }, () => String.fromCharCode(33 + Math.floor(90 * random.uniform()))).join('');
    await page.app.run('setScenes', { scenes: Array.from({ length: 12 }, (_, i) => scene(`S${i}`, { note: noise() })), hide: [] });
    const { hash, omitted } = currentLink(page.app.session, 'all');
    const { talk: brought, problems } = parseLink(hash);
    expect(problems).toEqual([]);
    const count = brought.scenes?.length ?? 0;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(12);
    expect(omitted.join()).toContain(`the last ${12 - count} scenes`);
  });
});

describe('the deck', () => {
  it('is kept in the browser, ordered, edited, and comes back by undo', async () => {
    const storage = memoryStorage();
    const page = await opened({ storage });
    for (const title of ['One', 'Two', 'Three']) await page.app.run('addScene', { title });
    const titles = (): string[] => page.app.getState().talk.scenes.map((entry) => entry.title);
    await page.app.run('moveScene', { index: 2, to: 0 });
    expect(titles()).toEqual(['Three', 'One', 'Two']);
    expect(page.app.getState().talk.at).toBe(0);
    await page.app.run('editScene', { index: 1, title: 'Uno', note: 'Line\nline' });
    await page.app.run('removeScene', { index: 0 });
    expect(titles()).toEqual(['Uno', 'Two']);
    await page.app.run('undo');
    expect(titles()).toEqual(['Three', 'Uno', 'Two']);
    await page.app.run('redo');
    expect(titles()).toEqual(['Uno', 'Two']);
    await page.app.settle();
    const again = await opened({ storage });
    expect(again.app.getState().talk.scenes.map((entry) => [entry.title, entry.note])).toEqual([
      ['Uno', 'Line\nline'],
      ['Two', ''],
    ]);
  });

  it('refuses places and texts that there are not, and more than it holds', async () => {
    const page = await opened();
    await expect(page.app.run('showScene', { index: 0 })).rejects.toThrow(/There are no scenes yet/);
    await expect(page.app.run('addScene', { title: '' })).rejects.toThrow(/title/);
    await expect(page.app.run('addScene', { headline: 'x' } as never)).rejects.toThrow(/Unknown key 'headline'/);
    await page.app.run('setScenes', { scenes: Array.from({ length: MOST_SCENES }, (_, i) => scene(`S${i}`)), hide: [] });
    await expect(page.app.run('addScene')).rejects.toThrow(/remove one first/);
  });

  it('tells what it cannot read of storage, and leaves it there', async () => {
    const storage = memoryStorage();
    await storage.putSetting('scenes', { version: 99, scenes: [], hide: [] });
    const page = await opened({ storage });
    expect(
      page.app
        .getState()
        .notices.map(({ text }) => text)
        .join(),
    ).toMatch(/scenes kept in this browser cannot be read/);
    expect(storage.settings.get('scenes')).toMatchObject({ version: 99 });
  });
});

describe('showing a scene', () => {
  it('trains nothing where its networks are here, and goes back to it as it was made', async () => {
    const page = await talk();
    const before = trainings(page);
    for (const [index, alpha] of [0, 0.5, 1].entries()) {
      await page.app.run('showScene', { index });
      expect(page.app.getState().view.probe).toEqual({ kind: 'path', path: 'naive', alpha });
      expect(page.app.getState().talk).toMatchObject({ at: index, answered: false });
    }
    await page.app.run('showAnswer');
    await page.app.run('setView', { probe: { alpha: 0.3 }, curve: { log: true } });
    await page.app.run('resetScene');
    expect(page.app.getState().view).toMatchObject({ probe: { alpha: 1 }, curve: { log: false } });
    expect(page.app.getState().talk.answered).toBe(false);
    await expect(page.app.run('nextScene')).rejects.toThrow(/no scene after/);
    await quiet(page);
    expect(trainings(page)).toBe(before);
  });

  it('finds the networks of another moment again', async () => {
    const page = await talk();
    const { roles, aligned } = page.app.getState();
    await page.app.run('assignRole', { role: 'A', id: roles.C });
    const before = trainings(page);
    await page.app.run('showScene', { index: 1 });
    expect(page.app.getState()).toMatchObject({ roles, aligned });
    await quiet(page);
    expect(trainings(page)).toBe(before);
  });

  it('moves α there by frames, and lets go where a person takes it', async () => {
    const frames: ((time: number) => void)[] = [];
    const page = await opened({ motion: { reduced: () => false, frame: (callback) => (frames.push(callback), () => undefined) } });
    await page.app.run('train');
    await quiet(page);
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 0 });
    await page.app.run('addScene');
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 1 });
    const alpha = (): number => {
      const { probe } = page.app.getState().view;
      return probe.kind === 'path' ? probe.alpha : NaN;
    };
    const step = (time: number): void => frames.pop()?.(time);
    const showing = page.app.run('showScene', { index: 0 });
    await Promise.resolve();
    step(0);
    step(350);
    expect(alpha()).toBeCloseTo(0.5, 2);
    step(5000);
    expect(alpha()).toBe(0);
    await showing;

    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 1 });
    const again = page.app.run('showScene', { index: 0 });
    await Promise.resolve();
    step(0);
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 0.77 });
    step(400);
    await again;
    expect(alpha()).toBe(0.77);
  });
});

describe('a lesson', () => {
  it('ticks off what was done, and a new step begins unticked', async () => {
    const page = await talk();
    await page.app.run('editScene', { index: 0, until: { kind: 'alpha', alpha: 0.5, within: 0.03 } });
    await page.app.run('showScene', { index: 0 });
    await page.app.run('readLesson', { on: true });
    const done = (): boolean => page.app.getState().talk.done;
    expect(done()).toBe(false);
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 0.4 });
    expect(done()).toBe(false);
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 0.52 });
    expect(done()).toBe(true);
    await page.app.run('probe', { kind: 'path', path: 'naive', alpha: 0.1 });
    expect(done()).toBe(true);
    await page.app.run('resetScene');
    expect(done()).toBe(false);
  });

  it('tells every condition from the state', async () => {
    const page = await talk();
    const state = page.app.getState();
    const running = { ...state, training: { ...state.training, status: 'running' as const } };
    const large = { ...state, view: { ...state.view, large: 'plane' as const } };
    expect(isMet({ kind: 'aligned' }, state, state)).toBe(true);
    expect(isMet({ kind: 'aligned' }, { ...state, aligned: { B: null, C: null } }, state)).toBe(false);
    expect(isMet({ kind: 'enlarged', figure: 'plane' }, large, state)).toBe(true);
    expect(isMet({ kind: 'enlarged', figure: 'curve' }, large, state)).toBe(false);
    expect(isMet({ kind: 'trained' }, { ...state, training: { ...state.training, status: 'done' } }, running)).toBe(true);
    expect(isMet({ kind: 'trained' }, state, state)).toBe(false);
  });
});
