/** Every setting of the figures, at its bounds and beyond: its check, a link, a script and its control agree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyFigure } from '../../state/figures/definition.ts';
import { DEFAULT_PAIRS, PAIR_SETTINGS, SHARED_LAB } from '../../state/figures/lab-view.ts';
import { EXPLORE_FIGURES, LAB_FIGURES } from '../../state/figures/table.ts';
import { codecOf, type AnySetting } from '../../state/link/codec.ts';
import { parseLink } from '../../state/link/link.ts';
import { formatPairs } from '../../state/link/text.ts';
import { withPatch } from '../../state/patch.ts';
import { checkView, DEFAULT_VIEW, type View } from '../../state/view.ts';
import { attempt, enteredInField, numbersFor, OTHER_TYPES, REFUSED } from '../../testing/setting-answers.tsx';
import { layerListText, parseLayerList } from '../lab/layer-list.ts';
import { parseRates } from '../lab/rates.ts';
import { choiceMenu } from './choice-menu.ts';
import { SegmentedSetting } from './SegmentedSetting.tsx';

type Named = Readonly<Record<string, unknown>>;

interface Row {
  /** 'lab.toy.a': its place in the view. */
  readonly name: string;
  readonly setting: AnySetting;
  /** Its text in a link, whether the value is allowed or not. */
  readonly text: (value: unknown) => string;
  /** As `setView` takes it. */
  readonly patch: (value: unknown) => unknown;
}

function row(name: string, setting: AnySetting): Row {
  const { write } = codecOf(setting as never) as { write: (value: unknown) => string };
  return { name, setting, text: write, patch: (value) => name.split('.').reduceRight((inner, key) => ({ [key]: inner }), value) };
}

function rowsOf(prefix: string, settings: object): Row[] {
  return Object.entries<AnySetting>(settings as never).map(([property, setting]) => row(prefix + property, setting));
}

function figureRows(prefix: string, figures: object): Row[] {
  return Object.entries<AnyFigure>(figures as never).flatMap(([name, { settings }]) =>
    settings === null ? [] : rowsOf(`${prefix}${name}.`, settings),
  );
}

const pairRows = Object.entries<AnySetting>(PAIR_SETTINGS).map<Row>(([property, setting]) => {
  const shared = property === 'epochs' ? { kind: 'epochs' } : {};
  const whole = (value: unknown): Named => ({ ...DEFAULT_PAIRS, ...shared, [property]: value });
  return {
    name: `lab.pairs.${property}`,
    setting,
    text: (value) => Object.values(whole(value)).join(':'),
    patch: (value) => ({ lab: { pairs: whole(value) } }),
  };
});

const ROWS: readonly Row[] = [...figureRows('', EXPLORE_FIGURES), ...figureRows('lab.', LAB_FIGURES), ...rowsOf('lab.', SHARED_LAB), ...pairRows];

function read(view: View, name: string): unknown {
  return name.split('.').reduce<unknown>((inner, key) => (inner as Named)[key], view);
}

const pairs = (patch: object): object => ({ ...DEFAULT_PAIRS, ...patch });
const cell = (patch: object): object => ({ path: 'naive', into: 'A', row: 0, column: 0, ...patch });
const counted = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** Lists and compounds that a link has words for, right and wrong. */
const COMPOUNDS: Readonly<Record<string, readonly unknown[]>> = {
  'curve.points': [3, 25, 201, 1, 2, 24, 25.5, 202, 203, NaN, Infinity],
  'plane.through': [
    ['A', 'B', 'C'],
    ['A', 'B'],
    ['A', 'B', 'A'],
    ['A', 'B', 'D'],
    ['A', 'B', 'C', "B'"],
  ],
  'plane.window': [null, [-1, 1, -1, 1], [-1000, 1000, 0, 1], [-1001, 1, 0, 1], [1, 0, 0, 1], [0, 0, 0, 1], [0, 1, 0], [0, 1, 0, NaN]],
  'lab.pairs': [
    null,
    pairs({ count: 8 }),
    pairs({ count: 9 }),
    pairs({ kind: 'same' }),
    ...[3, 0, -1].map((epochs) => pairs({ kind: 'epochs', epochs })),
  ],
  'lab.pair': [null, 0, 7, -1, 8, 0.5, NaN],
  'lab.barriers.cell': [
    ...[null, cell({ row: 13, column: 50 }), cell({ path: 'aligned', into: 'B' }), cell({ row: 14 }), cell({ row: -1 }), cell({ row: 0.5 })],
    ...[cell({ column: 51 }), cell({ path: 'both' }), cell({ into: 'C' })],
  ],
  'lab.robustness.epoch': [null, 0, 40, 1_000_000, 1_000_001, -1, 0.5, NaN],
  'lab.subspaces.layer': [null, 0, 12, -1, 13, 0.5, NaN],
  'lab.averaging.layers': [null, [], [0], [2, 4], counted(13), counted(14), [-1], [13], [0.5], [NaN]],
  'lab.sensitivity.rates': [
    [1e-8],
    [100],
    [0.05, 0.1],
    counted(8).map((i) => i + 1),
    counted(9).map((i) => i + 1),
    [],
    [0.1, 0.1],
    [9e-9],
    [101],
    [NaN],
  ],
  'lab.sensitivity.tasks': [['moons'], ['cifar10', 'moons'], [], ['moons', 'moons'], ['stars']],
};

/** What a person types for a list, and what is made of it. */
const TYPED: Readonly<Record<string, (value: never) => unknown>> = {
  'lab.averaging.layers': (layers: readonly number[] | null) => (layers === null ? null : parseLayerList(layerListText(layers), 13)),
  'lab.sensitivity.rates': (rates: readonly number[]) => parseRates(rates.join(', ')),
};

/** Values of the setting's kind. */
function sayable({ name, setting }: Row): readonly unknown[] {
  switch (setting.kind) {
    case 'number':
      return numbersFor(setting).filter((value) => typeof value === 'number');
    case 'choice':
      return [...setting.choices.map(({ value }) => value), 'Loss', 'no such word', ''];
    case 'flag':
      return [true, false];
    case 'other':
      return COMPOUNDS[name];
  }
}

function throughLink({ name, setting, text }: Row, value: unknown): unknown {
  const { state, problems } = parseLink(
    formatPairs(
      new Map([
        ['v', '1'],
        ['data', 'moons'],
        [setting.link, text(value)],
      ]),
    ),
  );
  return problems.length > 0 ? REFUSED : read(state.view, name);
}

/** What each control that panels draw of the setting makes of a value. */
function throughControls({ name, setting }: Row, value: unknown): readonly unknown[] {
  if (setting.kind === 'other') {
    const typed = name in TYPED ? TYPED[name](value as never) : undefined;
    return typed === undefined ? [] : [typeof typed === 'string' ? REFUSED : typed];
  }
  const inField = enteredInField(setting, value);
  if (setting.kind !== 'choice') return [inField];
  let chosen: unknown = REFUSED;
  const choose = (next: string): void => {
    chosen = next;
  };
  choiceMenu(setting, setting.standard, choose)
    .entries.find(({ id }) => id === value)
    ?.onAction();
  const { segments } = SegmentedSetting({ setting, value: setting.standard, onChange: choose }).props as { segments: readonly { value: string }[] };
  return [inField, chosen, segments.find((segment) => segment.value === value)?.value ?? REFUSED];
}

describe('check, link, script and control', () => {
  it('are asked about every setting of the figures, each with words of its own', () => {
    expect(ROWS.length).toBeGreaterThan(35);
    for (const { name, setting } of ROWS) {
      expect(setting.label, name).not.toBe('');
      expect(setting.explanation, name).toMatch(/^[A-Z].*\.$/);
    }
    const compounds = ROWS.filter(({ setting }) => setting.kind === 'other').map(({ name }) => name);
    expect(compounds.toSorted()).toEqual(Object.keys(COMPOUNDS).toSorted());
  });

  it.each(ROWS)('$name: accept and refuse the same', (entry) => {
    const { name, setting, patch } = entry;
    const check = (value: unknown): unknown => attempt(() => setting.check(value, name));
    const values = [setting.standard, ...sayable(entry)];
    const answers = values.map(check);
    expect(answers[0]).toEqual(setting.standard);
    if (setting.kind !== 'flag') expect(answers).toContain(REFUSED);
    for (const value of [...values, ...OTHER_TYPES])
      expect(
        attempt(() => read(checkView(withPatch(DEFAULT_VIEW, patch(value)), ''), name)),
        `script: ${name} = ${JSON.stringify(value)}`,
      ).toEqual(check(value));
    for (const value of values) {
      const told = `${name} = ${JSON.stringify(value)} (${String(value)})`;
      expect(throughLink(entry, value), `link: ${told}`).toEqual(check(value));
      for (const answer of throughControls(entry, value)) expect(answer, `control: ${told}`).toEqual(check(value));
    }
  });

  it('no panel gives a number bounds of its own', () => {
    const views = resolve(import.meta.dirname, '..');
    const bounding = readdirSync(views, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx$/.test(file))
      .filter((file) => readFileSync(join(views, file), 'utf8').includes('ui/fields/NumberField.tsx'));
    expect(bounding).toEqual([join('fields', 'SettingField.tsx')]);
  });
});
