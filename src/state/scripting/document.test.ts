/**
 * docs/scripting.md against the object that it describes. Nothing here knows what the object should be: calls, keys, bounds, choices
 * and defaults are read from the document, and found in the object by what it takes, refuses and asks of the worker.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { readDocument, tableUnder } from '../../testing/documents.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import {
  boundsOf,
  choicesOf,
  documentedCalls,
  documentedKeys,
  leaves,
  listedKeys,
  literal,
  nested,
  unquoted,
  words,
  type DocumentedCall,
} from '../../testing/scripting-document.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import { DEFAULT_VIEW } from '../view.ts';
import { createScripting } from './scripting.ts';

type Call = (...parameters: readonly unknown[]) => Promise<unknown>;
type Plain = Readonly<Record<string, unknown>>;

interface Refusal {
  readonly code: unknown;
  readonly argument: unknown;
  readonly message: string;
}

const text = readDocument('docs/scripting.md');
const UNKNOWN = 'nonsense';

const calls = documentedCalls();

let page: FakePage;
let object: Plain;
/** What a call needs to succeed, by call; the rest is left out. */
let needed: Readonly<Record<string, Plain>>;
/** A file for a call that takes one: a network where it imports one. */
let file: Blob;

beforeAll(async () => {
  page = fakePage({ hash: '#v=1&data=moons&len=14' });
  const ridgeline = createScripting(page.app, '1.2.3');
  object = ridgeline;
  await page.app.start();
  const drawing = { svg: '<svg></svg>', spots: [] };
  page.app.figureShown('curve', () =>
    Promise.resolve({ title: 'Path', text: '', notes: [], table: null, drawings: [{ name: '', light: drawing, dark: drawing }] }),
  );
  const [a, b, c] = (await ridgeline.train({ architecture: { hidden: [4] }, training: { epochs: 2 } })).map(({ id }) => id);
  needed = {
    loadDataset: { id: 'moons' },
    importDataset: { name: 'mine.csv' },
    train: { architecture: { hidden: [4] }, seeds: [1] },
    importNetwork: {},
    evaluate: { network: a },
    align: { reference: a, network: b },
    plane: { a, b, c },
    diagonalToy: {},
    permalink: {},
    bundle: {},
    page: {},
    setView: {},
    ...Object.fromEntries(['curve', 'layers', 'robustness', 'subspaces', 'decomposition', 'averages'].map((name) => [name, { a, b }])),
  };
  file = await ridgeline.exportNetwork(a);
  return () => page.app.close();
});

describe('docs/scripting.md', () => {
  it('has a row for every call, and no other', () => {
    expect(calls.map(({ name }) => name).sort()).toEqual(Object.keys(object).sort());
  });

  it.each(calls.filter(({ name }) => name !== 'version'))('$name: the keys in its row and in its table are those that it takes', async (call) => {
    const taken = await takenKeys(call);
    const listed = documentedKeys(call.name).map(({ key }) => key.split('.')[0]);
    expect([...new Set(listed)].sort()).toEqual(taken);
    if (!call.parameters.includes('patch')) expect([...call.keys].sort()).toEqual(taken);
  });

  it.each(calls.filter(({ name }) => name !== 'version'))('$name: takes options where its row says so', async ({ name, parameters }) => {
    const place = parameters.includes('options') ? parameters.indexOf('options') : Math.max(1, parameters.length);
    const found = name === 'cancel' ? null : await refusal(name, [...parametersOf(parameters.slice(0, place), needed[name]), { [UNKNOWN]: 1 }]);
    expect(found?.argument === `options.${UNKNOWN}`).toBe(parameters.includes('options'));
    if (parameters.includes('options')) expect(found?.message).toMatch(/signal, onProgress/);
  });

  it.each(calls.filter(({ gives }) => gives.startsWith('`{')))('$name: gives what its row says', async (call) => {
    const [, shape] = /^`\{([^`]*)\}`/.exec(call.gives) ?? [];
    const given = await callOf(call.name)(...parametersOf(call.parameters, needed[call.name]));
    const one = Array.isArray(given) ? (given as readonly object[])[0] : (given as object);
    expect(Object.keys(one).sort()).toEqual(words(shape).sort());
  });

  it.each(['architecture', 'training'])('%s: the keys are those that train takes', async (part) => {
    const { message = '' } = (await refusal('train', [{ [part]: { [UNKNOWN]: 1 } }])) ?? {};
    expect(
      documentedKeys(part)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(listedKeys(message));
  });
});

describe.each([...calls.map(({ name }) => name), 'architecture', 'training'].filter((name) => documentedKeys(name).length > 0))(
  'docs/scripting.md, the values of %s',
  (name) => {
    beforeAll(() => callOf('loadDataset')({ id: 'moons' }));

    for (const documented of documentedKeys(name)) {
      const { key } = documented;
      const choices = choicesOf(documented.value);
      if (choices !== null) {
        it(`${key}: takes these words and no others`, async () => {
          for (const choice of choices) expect(await refused(name, key, choice), `'${choice}'`).toBe(false);
          const { message = '' } = (await valueRefusal(name, key, UNKNOWN)) ?? {};
          const [, list = ''] = /one of ([^;]*)/.exec(message.replace(/[.;] ?received.*/i, ';')) ?? [];
          expect((list.match(/[\w-]+/g) ?? []).sort()).toEqual([...choices].sort());
        });
      }
      const bounds = boundsOf(documented.value);
      if (bounds !== null) {
        it(`${key}: keeps to these bounds`, async () => {
          for (const value of bounds.inside) expect(await refused(name, key, value), String(value)).toBe(false);
          for (const value of bounds.outside) expect(await refused(name, key, value), String(value)).toBe(true);
        });
      }
      if (documented.value.startsWith('true or false')) {
        it(`${key}: is true or false`, async () => {
          expect([await refused(name, key, true), await refused(name, key, false), await refused(name, key, 1)]).toEqual([false, false, true]);
        });
      }
      if (documented.standard === 'required') {
        it(`${key}: is required`, async () => {
          expect(await refused(name, key, undefined)).toBe(true);
        });
      }
      const standard = literal(documented.standard);
      if (standard !== undefined && name !== 'setView') {
        it(`${key}: is ${documented.standard} where it is left out`, async () => {
          expect(await trace(name, key, standard)).toEqual(await trace(name, key, undefined));
        });
      }
    }
  },
);

describe('docs/scripting.md, defaults', () => {
  it('setView lists the view of a first visit', () => {
    const listed = documentedKeys('setView').map(({ key, standard }) => [key, literal(standard)]);
    expect(Object.fromEntries(listed)).toEqual(leaves(DEFAULT_VIEW, new Set(documentedKeys('setView').map(({ key }) => key))));
  });

  it('those by data are these', () => {
    const rows = tableUnder(text, 'Defaults by data').map(([id, examples, noise, hidden, epochs, batch, optimizer, rate, decay, schedule]) => ({
      id,
      examples,
      noise,
      hidden: hidden.split(', ').map(Number),
      training: { epochs: Number(epochs), batchSize: Number(batch), optimizer, learningRate: Number(rate), weightDecay: Number(decay), schedule },
    }));
    expect(rows.map(({ id }) => id).sort()).toEqual(Object.keys(DATASET_DEFAULTS).sort());
    for (const { id, examples, noise, hidden, training } of rows) {
      const defaults = DATASET_DEFAULTS[id as keyof typeof DATASET_DEFAULTS];
      expect(defaults.architecture.hidden, id).toEqual(hidden);
      expect(defaults.training, id).toMatchObject(training);
      if (id === 'file') continue;
      const spec = defaultDatasetSpec(id as 'moons');
      expect([`${grouped(spec.trainSize)} + ${grouped(spec.testSize)}`, String('noise' in spec ? spec.noise : '')], id).toEqual([examples, noise]);
    }
  });
});

describe('docs/scripting.md, actions', () => {
  const rows = tableUnder(text, 'Actions').map(([name, argument, shortcut]) => ({ name: unquoted(name), argument, shortcut: unquoted(shortcut) }));

  it('lists every action with its key', () => {
    const actions = page.app.actions().map(({ name, shortcut }) => ({ name, shortcut: shortcut ?? '' }));
    expect(rows.map(({ name, shortcut }) => ({ name, shortcut })).sort(byName)).toEqual(actions.sort(byName));
  });

  it.each(rows)('$name: takes the argument of its row', async ({ name, argument }) => {
    const keys = /^(?:a patch[^{]*)?\{([^}]*)\}/.exec(argument.replace('`{', '{'))?.[1];
    const found = await refusal('run', [name, { [UNKNOWN]: 1 }]);
    const none = argument === 'none' || argument.startsWith('none;');
    expect(/takes none/.test(found?.message ?? ''), found?.message).toBe(none);
    if (keys !== undefined) expect(listedKeys(found?.message ?? '')).toEqual(words(keys).sort());
  });
});

function callOf(name: string): Call {
  return object[name] as Call;
}

/** How a call is refused; null where it is not. */
async function refusal(name: string, parameters: readonly unknown[]): Promise<Refusal | null> {
  try {
    await callOf(name)(...parameters);
    return null;
  } catch (error) {
    const { code, argument, message } = error as Error & { code?: unknown; argument?: unknown };
    return { code, argument, message };
  }
}

/** Values for parameters as the document names them. */
function parametersOf(parameters: readonly string[], keys: Plain | undefined): unknown[] {
  return parameters.map((parameter) =>
    parameter === '{}' || parameter === 'patch' ? (keys ?? {}) : parameter === 'blob' ? file : parameter === 'options' ? undefined : 'x',
  );
}

/** Keys that a call says it takes when it is given one that it does not. Of data of every kind, since each takes its own. */
async function takenKeys({ name, parameters }: DocumentedCall): Promise<string[]> {
  const starts: readonly Plain[] =
    name === 'loadDataset' ? ['moons', 'circles', 'spirals', 'glyphs', 'mnist', 'cifar10'].map((id) => ({ id })) : [needed[name] ?? {}];
  const found = new Set<string>();
  for (const start of starts) {
    const argument = { ...start, [UNKNOWN]: 1 };
    for (const attempt of [[argument], [file, argument], parametersOf(parameters, argument)]) {
      const given = name === 'cancel' ? null : await refusal(name, attempt);
      if (given?.code === 'unknown-key' && given.argument === UNKNOWN) listedKeys(given.message).forEach((key) => found.add(key));
    }
  }
  return [...found].sort();
}

/** A call with what it needs and one key at a value; undefined leaves the key out. */
function attempt(name: string, key: string, value: unknown): { call: string; parameters: unknown[] } {
  if (name === 'architecture' || name === 'training') {
    const base: Plain = name === 'architecture' ? { hidden: [4] } : {};
    const part = { ...needed['train'], [name]: { ...base, [key]: value } };
    return { call: 'train', parameters: [part] };
  }
  const documented = calls.find((call) => call.name === name);
  if (documented === undefined) throw new Error(`There is no call '${name}'.`);
  const parameters = parametersOf(
    documented.parameters,
    name === 'setView' ? nested(key, value) : { ...needed[name], ...dataOf(name, key), [key]: value },
  );
  return { call: name, parameters };
}

/** Of `loadDataset`: data that take the key. */
function dataOf(name: string, key: string): Plain {
  const id = { arms: 'spirals', scaling: 'mnist', source: 'mnist', channels: 'cifar10' }[key];
  return name === 'loadDataset' && id !== undefined ? { id } : {};
}

/** How the call refuses this value of this key; null where it takes it. */
async function valueRefusal(name: string, key: string, value: unknown): Promise<Refusal | null> {
  const { call, parameters } = attempt(name, key, value);
  const found = await refusal(call, parameters);
  return found !== null && String(found.argument).endsWith(key) ? found : null;
}

async function refused(name: string, key: string, value: unknown): Promise<boolean> {
  return (await valueRefusal(name, key, value)) !== null;
}

/** What a call asks of the worker, and what it gives where it asks nothing; ids in one word, since they are new each time. */
async function trace(name: string, key: string, value: unknown): Promise<unknown> {
  const { call, parameters } = attempt(name, key, value);
  // What is there already is not asked for.
  if (JOBS[call]?.includes('loadDataset')) await callOf('loadDataset')({ id: 'circles' });
  await quiet(page);
  const before = page.client.asked.length;
  const given = await callOf(call)(...parameters);
  const jobs = JOBS[call] ?? [];
  const asked = jobs.map((wanted) => page.client.asked.slice(before).find((job) => job.name === wanted));
  if (asked.includes(undefined)) throw new Error(`${call} did not ask for ${jobs.join(' and ')}.`);
  const result = call === 'importNetwork' ? (given as { architecture: unknown }).architecture : call in JOBS ? null : given;
  return JSON.parse(JSON.stringify({ asked, result }).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')) as unknown;
}

/** What a call asks of the worker. */
const JOBS: Readonly<Partial<Record<string, readonly string[]>>> = {
  loadDataset: ['loadDataset'],
  importDataset: ['inspectFiles', 'loadDataset'],
  train: ['train'],
  evaluate: ['evaluate'],
  align: ['align'],
  curve: ['curve'],
  plane: ['plane'],
  layers: ['recipe'],
  robustness: ['recipe'],
  subspaces: ['recipe'],
  decomposition: ['recipe'],
  averages: ['recipe'],
};

function grouped(count: number): string {
  return count.toLocaleString('en');
}

function byName(p: { readonly name: string }, q: { readonly name: string }): number {
  return p.name < q.name ? -1 : 1;
}
