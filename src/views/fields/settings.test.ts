/** Every setting of the experiment and the matching, at its bounds and beyond: its check, a link, a script and its field agree. */
import { describe, expect, it } from 'vitest';
import type { DatasetId } from '../../datasets/spec.ts';
import { RUN_ACTIONS } from '../../state/actions/run-actions.ts';
import { DEFAULT_DATA } from '../../state/defaults.ts';
import { codecOf, type AnySetting } from '../../state/link/codec.ts';
import { parseLink } from '../../state/link/link.ts';
import type { LinkState } from '../../state/link/state.ts';
import { formatPairs } from '../../state/link/text.ts';
import { readAlignArgument, readDatasetArgument, readImportArgument, readTrainArgument } from '../../state/scripting/arguments.ts';
import { SETTINGS } from '../../state/settings.ts';
import { attempt, enteredInField, numbersFor, OTHER_TYPES, REFUSED, stepBeside } from '../../testing/setting-answers.tsx';
import { parseSeeds, parseWidths, seedText } from '../experiment/seed-text.ts';

/** A value that a link or a field has no words for, such as null for a number. */
const UNSAYABLE = Symbol('unsayable');

interface Row {
  readonly name: string;
  readonly setting: AnySetting;
  readonly script: (value: unknown) => unknown;
  /** The pairs of a link that holds the value. */
  readonly pairs: (value: unknown) => readonly (readonly [string, string])[];
  readonly get: (state: LinkState) => unknown;
}

function isSayable(setting: AnySetting, value: unknown): boolean {
  switch (setting.kind) {
    case 'number':
      return typeof value === 'number';
    case 'choice':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'other':
      if (setting === SETTINGS.architecture.hidden) return Array.isArray(value);
      if (setting === SETTINGS.seeds) return Array.isArray(value) && value.every((entry) => typeof entry === 'object');
      if (setting === SETTINGS.data.file.labelColumn) return value === null || (typeof value === 'string' && value !== '');
      return isScaling(value) || (typeof value === 'string' && value !== '');
  }
}

function isScaling(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'mean' in value;
}

function throughLink(row: Row, value: unknown): unknown {
  if (!isSayable(row.setting, value)) return UNSAYABLE;
  const { state, problems } = parseLink(formatPairs(new Map([['v', '1'], ...row.pairs(value)])));
  return problems.length > 0 ? REFUSED : row.get(state);
}

/** The control that a setting's field draws, and what it would commit for a value. */
function throughField(setting: AnySetting, value: unknown): unknown {
  if (setting.kind === 'other') return throughText(setting, value);
  if (!isSayable(setting, value)) return UNSAYABLE;
  return enteredInField(setting, value);
}

function throughText(setting: AnySetting, value: unknown): unknown {
  const isList = Array.isArray(value);
  if (setting === SETTINGS.architecture.hidden) return isList ? orRefused(parseWidths(value.join(', '))) : UNSAYABLE;
  if (setting === SETTINGS.seeds) return isSayable(setting, value) ? orRefused(parseSeeds(seedText(value as never))) : UNSAYABLE;
  // A column is typed as in a link; the two numbers of a scaling have fields of their own.
  if (setting !== SETTINGS.data.file.labelColumn || !isSayable(setting, value)) return UNSAYABLE;
  return attempt(() => codecOf(SETTINGS.data.file.labelColumn).read((value ?? '') as string, 'label'));
}

function orRefused(parsed: unknown): unknown {
  return typeof parsed === 'string' ? REFUSED : parsed;
}

/** The value's text in a link, whether it is allowed or not. */
function textOf(setting: AnySetting, value: unknown): string {
  return (codecOf(setting as never) as { write: (value: unknown) => string }).write(value);
}

const FILE = ['file', `a.csv:${'0'.repeat(64)}`] as const;

function dataRows(id: DatasetId): Row[] {
  const get =
    (name: string) =>
    ({ experiment }: LinkState): unknown =>
      experiment.data[name as keyof typeof experiment.data];
  return Object.entries<AnySetting>(SETTINGS.data[id] as never)
    .filter(([name]) => hasEffect(id, name))
    .map(([name, setting]) => ({
      name: `${id}.${name}`,
      setting,
      script:
        id === 'file'
          ? (value) => readImportArgument({ name: 'mine', [name]: value })[name as 'scaling']
          : (value) => readDatasetArgument({ id, [name]: value })[name as 'id'],
      pairs: (value) => [['data', id], ...(id === 'file' ? [FILE] : []), [setting.link, textOf(setting, value)]],
      get: get(name),
    }));
}

/** What a spec holds only because its kind does, no field shows and no script sets. */
function hasEffect(id: DatasetId, name: string): boolean {
  return !(name === 'arms' && id !== 'spirals') && !(name === 'channels' && id !== 'cifar10');
}

/** Under `training` and `architecture`; the longest training, so that any warm-up fits. */
function trainRows(part: 'architecture' | 'training', base: Readonly<Record<string, unknown>>): Row[] {
  return Object.entries<AnySetting>(SETTINGS[part] as never).map(([name, setting]) => ({
    name,
    setting,
    script: (value) => (readTrainArgument({ [part]: { ...base, [name]: value } }, DEFAULT_DATA).settings[part] as never)[name],
    pairs: (value) => [['data', 'moons'], ...(name === 'warmup' ? [['epochs', '10000'] as const] : []), [setting.link, textOf(setting, value)]],
    get: ({ experiment }) => (experiment[part] as never)[name],
  }));
}

const alignmentRows = Object.entries<AnySetting>(SETTINGS.alignment as never).map<Row>(([name, setting]) => ({
  name: `alignment.${name}`,
  setting,
  script: (value) => (readAlignArgument({ reference: 'a', network: 'b', [name]: value }).choice as never)[name],
  pairs: (value) => {
    const standard = { method: 'weight', seed: 1, restarts: 4, signs: true, flips: false, activations: true };
    const { method, seed, restarts, signs, flips, activations }: Readonly<Record<string, unknown>> = { ...standard, [name]: value };
    return [
      ['data', 'moons'],
      ['align', [method, seed, restarts, signs ? 'signs' : 'nosigns', ...(flips ? ['flips'] : []), ...(activations ? [] : ['alone'])].join(',')],
    ];
  },
  get: ({ view }) => (view.alignment as never)[name],
}));

const standardisationRows = Object.entries<AnySetting>(SETTINGS.standardisation as never).flatMap(([name, setting]) =>
  (['glyphs', 'mnist', 'file'] as const).map<Row>((id) => {
    const scaling = (value: unknown): { mean: unknown; deviation: unknown } => ({ mean: 0, deviation: 1, [name]: value });
    return {
      name: `${id}.scaling.${name}`,
      setting,
      script: (value) => {
        const read =
          id === 'file' ? readImportArgument({ name: 'mine', scaling: scaling(value) }) : readDatasetArgument({ id, scaling: scaling(value) });
        return (read as { scaling: unknown } as { scaling: Record<string, unknown> }).scaling[name];
      },
      pairs: (value) => [['data', id], ...(id === 'file' ? [FILE] : []), ['scaling', Object.values(scaling(value)).join(',')]],
      get: ({ experiment }) => (experiment.data as { scaling?: unknown } as { scaling: Record<string, unknown> }).scaling[name],
    };
  }),
);

const ROWS: readonly Row[] = [
  ...(Object.keys(SETTINGS.data) as DatasetId[]).flatMap(dataRows),
  ...standardisationRows,
  ...trainRows('architecture', { hidden: [8] }),
  ...trainRows('training', { epochs: 10_000 }),
  ...alignmentRows,
  {
    name: 'seeds',
    setting: SETTINGS.seeds as AnySetting,
    script: (seeds) => readTrainArgument({ seeds }, DEFAULT_DATA).settings.seeds,
    pairs: (value) => [
      ['data', 'moons'],
      ['seeds', textOf(SETTINGS.seeds as AnySetting, value)],
    ],
    get: ({ experiment }) => experiment.seeds,
  },
];

const most = Number.MAX_SAFE_INTEGER;
const seedList = (length: number): unknown[] => Array.from({ length }, (_, m) => ({ init: m, order: m - 2 }));

function values(setting: AnySetting): readonly unknown[] {
  switch (setting.kind) {
    case 'number':
      return numbersFor(setting);
    case 'choice':
      return [...setting.choices.map(({ value }) => value).filter((value) => value !== 'files'), 'Relu', ...OTHER_TYPES];
    case 'flag':
      return [true, false, ...OTHER_TYPES];
    case 'other':
      if (setting === SETTINGS.architecture.hidden)
        return [[], [1], [2048], [0], [2049], [1.5], [NaN], Array(12).fill(8), Array(13).fill(8), ...OTHER_TYPES];
      if (setting === SETTINGS.seeds)
        return [
          [],
          seedList(1),
          seedList(64),
          seedList(65),
          ...[most, -most, most + 1, 0.5].map((n) => [{ init: n, order: 0 }]),
          ...[1, 10_000, 10_001, 1.5, -1, NaN].map((epochs) => [{ init: 1, order: 2, first: { order: 3, epochs } }]),
          ...OTHER_TYPES.filter((value) => !Array.isArray(value)),
        ];
      if (setting === SETTINGS.data.file.labelColumn) return [null, '3', 'class', 'x'.repeat(255), 'x'.repeat(256), true, [3], {}];
      return ['unit', 'raw', { mean: 0.5, deviation: 2 }, { mean: 0, deviation: 0 }, { mean: 1e10, deviation: 1 }, ...OTHER_TYPES];
  }
}

describe('check, link, script and field', () => {
  it('are asked about every setting, each with a label and an explanation of its own', () => {
    expect(ROWS.length).toBeGreaterThan(40);
    for (const { name, setting } of ROWS) {
      expect(setting.label, name).not.toBe('');
      expect(setting.explanation, name).toMatch(/^[A-Z].*\.$/);
      expect(
        attempt(() => setting.check(setting.standard, name)),
        name,
      ).toEqual(setting.standard);
    }
  });

  it.each(ROWS)('$name: accept and refuse the same', (row) => {
    const { setting } = row;
    for (const value of values(setting)) {
      const told = `${row.name} = ${JSON.stringify(value)} (${String(value)})`;
      const checked = attempt(() => setting.check(value, row.name));
      // A column may be given to scripts as a number too.
      if (!(setting === SETTINGS.data.file.labelColumn && typeof value === 'number'))
        expect(
          attempt(() => row.script(value)),
          `script: ${told}`,
        ).toEqual(checked);
      const linked = throughLink(row, value);
      if (linked === UNSAYABLE) expect(checked === REFUSED || value === '', `no words for ${told}`).toBe(true);
      else expect(linked, `link: ${told}`).toEqual(checked);
      const entered = throughField(setting, value);
      if (entered !== UNSAYABLE) expect(entered, `field: ${told}`).toEqual(checked);
    }
  });

  it.each(ROWS.filter(({ setting }) => setting.kind === 'number'))('$name: its bounds are those of the descriptor', ({ setting }) => {
    if (setting.kind !== 'number') return;
    const { min, max, excluded, whole, check } = setting;
    const accepts = (value: number): boolean => attempt(() => check(value, '')) !== REFUSED;
    const step = (bound: number): number => stepBeside(setting, bound);
    expect([min, max].map(accepts)).toEqual([excluded !== 'min', excluded !== 'max']);
    expect([min - step(min), min + step(min), max - step(max), max + step(max)].map(accepts)).toEqual([false, true, true, false]);
    expect(accepts(Math.max(min, -3) + 0.5)).toBe(!whole);
  });

  it('of the backend: a link names one, a person may leave it open', () => {
    const names = SETTINGS.backend.choices.map(({ value }) => value);
    for (const word of [...names, 'cuda', '']) {
      const checked = attempt(() => SETTINGS.backend.check(word, 'preference'));
      expect(attempt(() => RUN_ACTIONS.setBackend.check({ preference: word }))).toEqual(checked === REFUSED ? REFUSED : { preference: word });
      const { state, problems } = parseLink(
        formatPairs(
          new Map([
            ['v', '1'],
            ['data', 'moons'],
            ['backend', word],
          ]),
        ),
      );
      const named = checked !== REFUSED && word !== 'auto';
      expect([state.backend, problems.length]).toEqual(named ? [word, 0] : [null, 1]);
    }
  });

  it('of the build of the kernels: a link names one', () => {
    for (const word of [...SETTINGS.simd.choices.map(({ value }) => value), 'avx', '']) {
      const checked = attempt(() => SETTINGS.simd.check(word, 'simd'));
      const hash = formatPairs(new Map(Object.entries({ v: '1', data: 'moons', backend: 'wasm', simd: word })));
      const { state, problems } = parseLink(hash);
      const named = checked !== REFUSED && word !== 'auto';
      expect([state.simd, problems.length]).toEqual(named ? [word, 0] : [null, 1]);
    }
  });
});
