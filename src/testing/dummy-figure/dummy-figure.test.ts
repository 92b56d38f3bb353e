/**
 * A figure is four files and three lines: a copy of src gets the lines that name the dummy figure of this folder, and everything that is
 * made of the table has it then: view, checks, links, store, calls, runner, sentence and words.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as FakePageModule from '../fake-page.ts';
import type * as LinkModule from '../../state/link/link.ts';
import type * as ScriptingModule from '../../state/scripting/scripting.ts';
import type * as TableModule from '../../state/figures/table.ts';
import type * as SentenceModule from '../../state/figures/sentences/sentence.ts';
import type * as ViewModule from '../../state/view.ts';
import type { View } from '../../state/view.ts';

const SRC = resolve(import.meta.dirname, '../..');
/** Each line with the line that it stands behind, by file. */
const LINES: Readonly<Record<string, readonly { readonly behind: string; readonly line: string }[]>> = {
  'state/figures/table.ts': [
    { behind: "import { TOY } from './toy.ts';", line: "import { DUMMY } from '../../testing/dummy-figure/definition.ts';" },
    { behind: '  averaging: AVERAGING,', line: '  dummy: DUMMY,' },
  ],
  'views/figure-views.ts': [
    {
      behind: "  averaging: later(async () => (await import('./lab/AveragingView.tsx')).AveragingView),",
      line: "  dummy: later(async () => (await import('../testing/dummy-figure/GapView.tsx')).GapView),",
    },
  ],
};

let copy = '';
const load = <M>(file: string): Promise<M> => import(/* @vite-ignore */ join(copy, file)) as Promise<M>;

beforeAll(() => {
  const place = resolve(SRC, '../test-results');
  mkdirSync(place, { recursive: true });
  copy = mkdtempSync(join(place, 'dummy-figure-'));
  cpSync(SRC, copy, { recursive: true, filter: (source) => !/\.test\.tsx?$|__snapshots__/.test(relative(SRC, source)) });
  for (const [file, lines] of Object.entries(LINES)) {
    const text = lines.reduce(
      (held, { behind, line }) => {
        expect(held.split('\n'), `${file} has lost its line '${behind}'`).toContain(behind);
        return held.replace(`${behind}\n`, `${behind}\n${line}\n`);
      },
      readFileSync(join(copy, file), 'utf8'),
    );
    writeFileSync(join(copy, file), text);
  }
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** As the dummy's own settings stand in a view of the copy. */
const withDummy = (view: View, dummy: object): View => ({ ...view, lab: { ...view.lab, dummy } }) as View;
const dummyOf = ({ lab }: View): unknown => (lab as unknown as Record<string, unknown>)['dummy'];

describe('a figure of four files', () => {
  it('takes three lines elsewhere', () => {
    const modules = readdirSync(import.meta.dirname).filter((name) => !name.includes('.test.'));
    expect(modules).toHaveLength(4);
    expect(Object.values(LINES).flat()).toHaveLength(3);
  });

  it('has standards, a check and a link', async () => {
    const { DEFAULT_VIEW, checkView } = await load<typeof ViewModule>('state/view.ts');
    const { formatLink, parseLink } = await load<typeof LinkModule>('state/link/link.ts');
    expect(dummyOf(DEFAULT_VIEW)).toEqual({ power: 1, scale: 'linear' });
    const changed = withDummy(DEFAULT_VIEW, { power: 3, scale: 'log' });
    expect(dummyOf(checkView(changed, ''))).toEqual({ power: 3, scale: 'log' });
    expect(() => checkView(withDummy(DEFAULT_VIEW, { power: 9, scale: 'log' }), '')).toThrow('lab.dummy.power');
    const { state } = parseLink('');
    const hash = formatLink({ ...state, view: changed });
    expect(hash).toContain('&dummy.power=3&dummy.scale=log&');
    expect(dummyOf(parseLink(hash).state.view)).toEqual({ power: 3, scale: 'log' });
    const refused = parseLink(hash.replace('dummy.power=3', 'dummy.power=8'));
    expect(refused.problems.join()).toContain('Power: dummy.power must be a whole number from 1 to 4; received 8.');
  });

  it('is computed where it is shown, told in words, and called by scripts', async () => {
    const { fakePage, quiet } = await load<typeof FakePageModule>('testing/fake-page.ts');
    const { describeLab } = await load<typeof SentenceModule>('state/figures/sentences/sentence.ts');
    const { createScripting } = await load<typeof ScriptingModule>('state/scripting/scripting.ts');
    const page = fakePage();
    await page.app.start();
    await quiet(page);
    const work = (): unknown => (page.app.getState().figures as unknown as Record<string, unknown>)['dummy'];
    expect(work()).toMatchObject({ status: 'idle', result: null });
    await page.app.run('setView', { place: 'layers', lab: { figure: 'dummy' as 'toy' } });
    await quiet(page);
    expect(work()).toMatchObject({ status: 'done', result: { pair: 0, aligned: null } });
    expect(describeLab(page.app.getState())).toMatchObject({ kind: 'result', text: expect.stringMatching(/^A and B lie .+ apart\.$/) as unknown });
    const ridgeline = createScripting(page.app, 'test') as unknown as Record<string, (argument: unknown) => Promise<{ gap: number }>>;
    const { A: a, B: b } = page.app.getState().roles;
    await expect(ridgeline['gap']({ a, b })).resolves.toEqual({ gap: expect.any(Number) as unknown });
    await expect(ridgeline['gap']({ a, b, power: 9 })).rejects.toMatchObject({ code: 'invalid-argument', argument: 'power' });
    page.app.close();
  });

  it('stands in the tabs and in the status line', async () => {
    const { FIGURES, LAB_NAMES } = await load<typeof TableModule>('state/figures/table.ts');
    expect(LAB_NAMES).toContain('dummy');
    const { words } = (FIGURES as unknown as Record<string, { words: unknown }>)['dummy'];
    expect(words).toMatchObject({ tab: 'Gap', title: 'Gap of the parameters', status: 'gap' });
  });
});
