/**
 * Links and stored records that version 0.1.0 made, kept as data (frozen/README.md): what every later version must still read. Nothing
 * in here knows today's types; the tests that read it say where a frozen name lives today.
 */
import { readFileSync } from 'node:fs';

/** Plain JSON, or with typed arrays in it where it comes from a stored record. */
export type FrozenValue = unknown;
type FrozenObject = Readonly<Record<string, FrozenValue>>;

export interface FrozenLink {
  /** What the link holds, for the test's name. */
  readonly what: string;
  readonly hash: string;
  /** The whole state that it opened to. */
  readonly state: FrozenObject;
  /** What was said of it. */
  readonly problems: readonly string[];
  /** The hash that was written for that state; the link's own, where nothing was wrong with it. */
  readonly written: string;
  /** The networks that must be trained and the files that must be dropped before it shows what it should; null: none. */
  readonly asks: { readonly train: readonly string[]; readonly files: readonly string[]; readonly authorBackend: string | null } | null;
  /** For links whose networks train in seconds: the sentence above the figures, and the barriers of A and B on the test examples. */
  readonly shows: { readonly sentence: string; readonly barrier: Readonly<Record<'lerp' | 'mean' | 'max', number>> } | null;
}

export interface FrozenRecord {
  readonly key: string;
  readonly value: FrozenValue;
}

export interface FrozenRecords {
  /** IndexedDB's name and version of the database. */
  readonly database: string;
  readonly version: number;
  /** Records by the object store that holds them. */
  readonly stores: Readonly<Record<'networks' | 'files' | 'settings', readonly FrozenRecord[]>>;
  readonly screen: {
    /** The network list from its top: role ('' for none) and name. */
    readonly rows: readonly { readonly role: string; readonly name: string }[];
    /** The table behind 'Compare', by the titles of its columns. */
    readonly table: readonly Readonly<Record<string, string>>[];
    readonly sentence: string;
    readonly theme: string;
  };
}

/** A link with its figures, and the sentence that stood above them. */
export interface FrozenResults {
  readonly what: string;
  readonly hash: string;
  readonly sentence: string;
}

/** The link with results that version 0.1.0 made. */
export function frozenResults(): FrozenResults {
  return read('results-0.1.0.json') as FrozenResults;
}

interface LinkFile {
  readonly start: FrozenObject;
  /** `differs`: the parts of the state that are not those of `start`, by their dotted paths. What is left out is empty. */
  readonly links: readonly (Pick<FrozenLink, 'what' | 'hash'> &
    Partial<Pick<FrozenLink, 'problems' | 'written' | 'asks' | 'shows'>> & { readonly differs: FrozenObject })[];
}

/** The frozen links, each with its whole state. */
export function frozenLinks(): FrozenLink[] {
  const { start, links } = read('links-0.1.0.json') as LinkFile;
  return links.map(({ what, hash, differs, problems = [], written = hash, asks = null, shows = null }) => ({
    what,
    hash,
    state: Object.entries(differs).reduce((state, [path, value]) => withPart(state, path.split('.'), value), start),
    problems,
    written,
    asks,
    shows,
  }));
}

/** What a browser held after a session with 0.1.0; typed arrays are fresh at every call. */
export function frozenRecords(): FrozenRecords {
  return revived(read('records-0.1.0.json')) as FrozenRecords;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./frozen/${name}`, import.meta.url), 'utf8'));
}

function withPart(whole: FrozenObject, [key, ...rest]: readonly string[], value: FrozenValue): FrozenObject {
  return { ...whole, [key]: rest.length === 0 ? value : withPart(whole[key] as FrozenObject, rest, value) };
}

/** JSON with its typed arrays, each written as `{ "Float32Array": base64 of its bytes, little-endian }`. */
function revived(value: unknown): FrozenValue {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, content] = ['', null], ...others] = Object.entries(value);
  if (others.length === 0 && typeof content === 'string' && Object.hasOwn(ARRAYS, name)) {
    const { buffer } = Uint8Array.from(Buffer.from(content, 'base64'));
    return new ARRAYS[name as keyof typeof ARRAYS](buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, revived(entry)]));
}

const ARRAYS = { Float32Array, Int32Array, Int8Array, Uint8Array };

/**
 * A frozen value with what came since, at the standard that leaves its meaning: pixels of glyphs are taken as drawn, a table is read as it looks, momentum does not
 * cycle, weights are matched from activations too and without flips of normalisation, robustness is of the networks as they are,
 * which run won, and on which data, was not recorded, no training was stopped, and which build
 * of the kernels computed is not known.
 */
export function withLaterSettings(value: FrozenValue): FrozenValue {
  if (Array.isArray(value)) return value.map(withLaterSettings);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const later = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withLaterSettings(entry)]));
  const is = (...keys: string[]): boolean => keys.every((key) => key in later);
  if (is('id', 'file', 'labelColumn')) return { ...later, header: 'auto', decimal: 'auto', firstColumn: 'auto' };
  if (later['id'] === 'glyphs') return { ...later, scaling: 'unit' };
  if (is('batchSize', 'clipNorm')) return { ...later, cycleMomentum: false };
  if (is('draws', 'seed') && Object.keys(later).length === 2) return { ...later, epoch: null };
  if (is('restarts', 'signs')) return { ...later, flips: false, activations: true };
  if (is('experiment', 'roles', 'aligned', 'view', 'backend')) return { ...later, simd: null };
  if (is('permutations', 'runs')) return { ...later, won: null };
  return is('choice', 'alignment', 'recipe') ? { ...later, matchedOn: null, stopped: null } : later;
}
