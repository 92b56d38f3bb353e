import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import type { AppState } from '../app-state.ts';
import { describeExperiment, describeLab } from '../figures/sentences/sentence.ts';
import { classHalvesWords, listedOtherWords, misfitWords, otherDataWords } from './learnt.ts';

async function trained(): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15' });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  await page.app.run('train');
  await quiet(page);
  return page;
}

/** The state with other data chosen, or with networks that learnt from others. */
function seen(state: AppState, data: DatasetSpec, learnt: (DatasetSpec | null)[] = []): AppState {
  const networks = state.networks.map((entry) => {
    const i = [state.roles.A, state.roles.B, state.roles.C].indexOf(entry.id);
    return i >= 0 && i < learnt.length ? { ...entry, data: learnt[i] } : entry;
  });
  return { ...state, networks, experiment: { ...state.experiment, data } };
}

describe('networks on other data than they learnt from', () => {
  it('are told, by role and data', async () => {
    const state = (await trained()).app.getState();
    const [moons, circles, spirals] = (['moons', 'circles', 'spirals'] as const).map((id) => defaultDatasetSpec(id));
    expect([otherDataWords(state), listedOtherWords(state)]).toEqual([null, null]);
    expect(otherDataWords(seen(state, circles), ['A', 'B'])).toBe('A and B learnt two moons; this is their loss on circles.');
    expect(otherDataWords(seen(state, circles, [circles, spirals, moons]))).toBe(
      'B learnt spirals, C learnt two moons; this is their loss on circles.',
    );
    expect(otherDataWords(seen(state, circles, [null, circles]), ['A', 'B'])).toBeNull();
    expect(otherDataWords(seen(state, { ...moons, noise: 0.3 }), ['B'])).toBe('B learnt two moons of other settings; this is its loss on two moons.');
    expect(listedOtherWords(seen(state, circles))).toMatch(/^\d of these networks learnt from other data than the circles that the scores are on\.$/);
  });

  it('are never judged: the sentence says what it is, in both places', async () => {
    const state = (await trained()).app.getState();
    const elsewhere = seen(state, defaultDatasetSpec('circles'));
    expect(describeExperiment(state)).toMatchObject({ kind: 'result', text: expect.stringContaining('verag') as string });
    expect(describeExperiment(elsewhere)).toEqual({
      kind: 'result',
      text: 'A and B learnt two moons; this is their loss on circles.',
      verdict: null,
    });
    const lab = { ...elsewhere, view: { ...elsewhere.view, place: 'layers' as const } };
    const measured = { ...lab, figures: { ...lab.figures, barriers: { ...lab.figures.barriers, status: 'done' as const } } };
    expect(describeLab(measured).text).not.toMatch(/raises|no single layer/);
  });

  it('or from a part of the classes are told as that, in both places', async () => {
    const state = (await trained()).app.getState();
    expect(classHalvesWords(state)).toBeNull();
    const halved = (...parts: readonly (0 | 1)[]): AppState => ({
      ...state,
      networks: state.networks.map((entry) => {
        const i = [state.roles.A, state.roles.B].indexOf(entry.id);
        if (i < 0 || i >= parts.length || entry.recipe?.kind !== 'trained') return entry;
        return { ...entry, recipe: { ...entry.recipe, share: { by: 'class', part: parts[i], seed: 0 } } };
      }),
    });
    expect(classHalvesWords(halved(1))).toBe('A learnt the upper half of the classes alone, and no example of the others.');
    const both = 'A learnt the lower half of the classes alone, B the upper, and neither an example of the others.';
    expect(classHalvesWords(halved(0, 1))).toBe(both);
    expect(describeExperiment(halved(0, 1)).text.endsWith(both)).toBe(true);
  });

  it('are said not to fit where they do not, with both shapes', async () => {
    const state = (await trained()).app.getState();
    expect(misfitWords(state)).toBeNull();
    const { result } = state.data;
    if (result === null) throw new Error('no data');
    const glyphs = { ...state, data: { ...state.data, result: { ...result, name: 'glyphs', inputs: 256, classes: 10 } } };
    expect(misfitWords(glyphs)).toBe('A and B are made for 2 inputs and 2 classes; glyphs have 256 and 10.');
    expect(otherDataWords(glyphs)).toBeNull();
  });
});
