/**
 * The link of what is on the screen, as the hash of the address: readable, versioned, defaults left out. Without a prefix stand
 * the data, network A's recipe and the figures; `B.` and `C.` hold what differs from A, `edit.` what the settings being edited
 * differ in. Reading never throws: what is wrong is told and replaced.
 */
import { canonicalJson } from '../../base/hash.ts';
import { BACKEND_NAMES, SIMD_BUILDS, type SimdBuild } from '../../compute/backend-names.ts';
import { SEEDS_SETTING, seedText } from '../../nn/seed-settings.ts';
import { validateTraining } from '../../nn/validate-training.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Seeds, Training } from '../../nn/training.ts';
import type { Share } from '../../datasets/share.ts';
import { invalid, numberIn, oneOf, sha256Text } from '../../base/check.ts';
import { asNumber } from '../../base/number-text.ts';
import { ALIGNMENT_SETTING } from '../alignment-settings.ts';
import { DATASET_DEFAULTS, DEFAULT_DATA, DEFAULT_SEEDS, type DatasetDefaults } from '../defaults.ts';
import { ROLES, type NetworkRecipe, type Role } from '../experiment.ts';
import { SHARED_LAB, type SharedLab } from '../figures/lab-view.ts';
import { EXPLORE_FIGURES, LAB_FIGURES } from '../figures/table.ts';
import { DEFAULT_LAB, DEFAULT_VIEW, type View } from '../view.ts';
import { fieldsOf, writeFields, type Codec, type Pairs } from './codec.ts';
import { readData, unescaped, writeData } from './data.ts';
import { readFigures, writeFigures } from './figure-fields.ts';
import { LinkReader } from './reader.ts';
import { ARCHITECTURE_FIELDS, LAB_FIELDS, LINK_VERSION, TRAINING_FIELDS, VIEW_FIELDS } from './fields.ts';
import type { AlignedRecipe, LinkRole, LinkState } from './state.ts';
import { encoded, formatPairs, parsePairs, shortened } from './text.ts';
import { checkHidden, type Hideable, MOST_SCENES, type Scene } from '../scenes/scene.ts';
import { readScenes, writeScenes } from '../scenes/scenes-text.ts';
import { SIMD_SETTING } from '../settings.ts';
import { checkActivation, checkName, checkNorm, checkRole, checkShare } from '../schema.ts';

/** What a link holds beside its own view. */
export interface LinkTalk {
  /** null: it brings none. */
  readonly scenes: readonly Scene[] | null;
  /** The scene at which they are read as a lesson, from 0; null: they are not. */
  readonly lesson: number | null;
  readonly hide: readonly Hideable[];
}

export const NO_LINK_TALK: LinkTalk = { scenes: null, lesson: null, hide: [] };

export interface ParsedLink {
  readonly state: LinkState;
  readonly talk: LinkTalk;
  /** What was wrong and what was used instead, for the person; empty for a link as Ridgeline writes it. */
  readonly problems: string[];
  /** True where the hash holds nothing at all. */
  readonly empty: boolean;
}

/** The hash of a state, with its '#'. */
export function formatLink(state: LinkState, { scenes, lesson, hide }: LinkTalk = NO_LINK_TALK): string {
  const pairs: Pairs = new Map([['v', String(LINK_VERSION)]]);
  const { experiment, roles, aligned, view, backend, simd } = state;
  writeData(experiment.data, (key, value) => pairs.set(key, value));
  const base = baseRecipe(state);
  const standard = DATASET_DEFAULTS[experiment.data.id];
  writeRecipe(pairs, '', base, standard);
  for (const role of ROLES) writeRole(pairs, role, roles[role], base);
  writeRecipe(pairs, 'edit.', experiment, base);
  if (canonicalJson(experiment.seeds) !== canonicalJson(DEFAULT_SEEDS)) pairs.set('seeds', SEEDS_SETTING.write(experiment.seeds));
  for (const role of ['B', 'C'] as const) {
    const choice = aligned[role];
    if (choice !== null) pairs.set(`${role}.aligned`, ALIGNMENT_SETTING.write(choice));
  }
  writeFigures(pairs, EXPLORE_FIGURES, view, DEFAULT_VIEW);
  writeFields(pairs, '', VIEW_FIELDS, view, DEFAULT_VIEW);
  writeFields(pairs, '', LAB_FIELDS, view.lab, DEFAULT_LAB);
  writeFields<SharedLab>(pairs, '', fieldsOf<SharedLab>(SHARED_LAB), view.lab, DEFAULT_LAB);
  writeFigures(pairs, LAB_FIGURES, view.lab, DEFAULT_LAB);
  if (backend !== null) pairs.set('backend', backend);
  if (simd !== null) pairs.set(SIMD_SETTING.link, simd);
  if (hide.length > 0) pairs.set('hide', hide.join(','));
  if (lesson !== null) pairs.set('lesson', String(lesson + 1));
  if (scenes !== null) pairs.set('scenes', writeScenes(scenes));
  return formatPairs(pairs);
}

/** The state that a hash names. Never throws; whatever the text, the state is whole and valid. */
export function parseLink(hash: string): ParsedLink {
  const empty = hash === '' || hash === '#';
  const { pairs, problems } = empty ? { pairs: new Map<string, string>(), problems: [] } : parsePairs(hash);
  const reader = new LinkReader(pairs, problems);
  if (!empty) checkVersion(reader);
  const data = readData(reader, '') ?? DEFAULT_DATA;
  const base = readRecipe(reader, '', DATASET_DEFAULTS[data.id]);
  const roles = { A: readRole(reader, 'A', base), B: readRole(reader, 'B', base), C: readRole(reader, 'C', base) };
  const edited = readRecipe(reader, 'edit.', base);
  const seeds = reader.value('seeds', SEEDS_SETTING, DEFAULT_SEEDS);
  const aligned = {
    B: reader.value<LinkState['aligned']['B']>('B.aligned', ALIGNED, null),
    C: reader.value<LinkState['aligned']['C']>('C.aligned', ALIGNED, null),
  };
  const view = readView(reader);
  const backend = reader.value<string | null>('backend', BACKEND, null);
  const simd = reader.value<SimdBuild | null>(SIMD_SETTING.link, SIMD, null);
  const talk = readTalk(reader);
  return { state: { experiment: { data, ...edited, seeds }, roles, aligned, view, backend, simd }, talk, problems: reader.problems(), empty };
}

function readTalk(reader: LinkReader): LinkTalk {
  const hide = reader.value<readonly Hideable[]>('hide', HIDE, []);
  const step = reader.value<number | null>('lesson', LESSON, null);
  const text = reader.text('scenes');
  const scenes =
    text === null
      ? null
      : reader.attempt<readonly Scene[] | null>(
          () => readScenes(text, 'scenes'),
          () => null,
          'the link was opened without them',
        );
  return { scenes, lesson: scenes === null ? null : step, hide };
}

function readView(reader: LinkReader): View {
  const shared = reader.fields(VIEW_FIELDS, DEFAULT_VIEW);
  const explored = readFigures(reader, EXPLORE_FIGURES, DEFAULT_VIEW);
  const chosen = reader.fields(LAB_FIELDS, DEFAULT_LAB);
  const pairs = reader.fields(fieldsOf<SharedLab>(SHARED_LAB), DEFAULT_LAB);
  return { ...shared, ...explored, lab: { ...chosen, ...pairs, figure: chosen.figure, ...readFigures(reader, LAB_FIGURES, DEFAULT_LAB) } };
}

function checkVersion(reader: LinkReader): void {
  const version = reader.text('v');
  if (version === String(LINK_VERSION)) return;
  const number = version === null ? NaN : asNumber(version);
  if (version === null) reader.problem(`The link names no version; it was read as version ${LINK_VERSION}.`);
  else if (Number.isInteger(number) && number > LINK_VERSION)
    reader.problem(
      `The link was made by a newer Ridgeline (link version ${number}; this one reads ${LINK_VERSION}). What this one understands was used; reload the page to get the newer one.`,
    );
  else reader.problem(`'${shortened(version)}' is no link version of Ridgeline; the link was read as version ${LINK_VERSION}.`);
}

/** What stands without a prefix: A's recipe where it was trained, else the settings being edited. */
function baseRecipe({ roles, experiment }: LinkState): DatasetDefaults {
  const recipe = roles.A?.recipe;
  return recipe?.kind === 'trained' ? recipe : experiment;
}

function writeRole(pairs: Pairs, role: Role, held: LinkRole | null, base: DatasetDefaults): void {
  if (held === null) return;
  const { recipe, data } = held;
  if (recipe.kind === 'imported') {
    pairs.set(role, ['file', encoded(recipe.name), recipe.sha256, recipe.activation, recipe.norm ?? 'read'].join(':'));
  } else if (recipe.kind === 'aligned') {
    pairs.set(role, ['aligned', recipe.source, recipe.reference, ALIGNMENT_SETTING.write(recipe.choice)].join(':'));
  } else {
    pairs.set(role, seedText(recipe.seeds));
    if (recipe.share !== null) pairs.set(`${role}.share`, SHARE.write(recipe.share));
    if (recipe.stop !== undefined) pairs.set(`${role}.stop`, String(recipe.stop));
    writeRecipe(pairs, `${role}.`, recipe, base);
    if (data !== null) writeData(data, (key, value) => pairs.set(`${role}.${key}`, value));
  }
}

function readRole(reader: LinkReader, role: Role, base: DatasetDefaults): LinkRole | null {
  const text = reader.text(role);
  if (text === null) return null;
  if (!text.startsWith('file:') && !text.startsWith('aligned:')) {
    const seeds = reader.attempt<Seeds | null>(
      () => readSeeds(text, role),
      () => null,
      `no network was taken as ${role}`,
      { key: role, text },
    );
    const recipe = readRecipe(reader, `${role}.`, base);
    const share = reader.value<Share | null>(`${role}.share`, SHARE, null);
    const stop = reader.value<number | null>(`${role}.stop`, stopOf(recipe.training), null);
    const data = readData(reader, `${role}.`);
    return seeds === null ? null : { recipe: { kind: 'trained', ...recipe, seeds, share, ...(stop === null ? {} : { stop }) }, data };
  }
  return reader.attempt<LinkRole | null>(
    () => ({ recipe: text.startsWith('file:') ? readImported(text, role) : readAligned(text, role), data: null }),
    () => null,
    `no network was taken as ${role}`,
    { key: role, text },
  );
}

function readImported(text: string, role: Role): NetworkRecipe {
  const [, name = '', sha256 = '', activation = '', norm = '', ...rest] = text.split(':');
  if (rest.length > 0) throw invalid(role, text, 'file:name:sha256:activation:norm');
  return {
    kind: 'imported',
    name: checkName(unescaped(name), role),
    sha256: sha256Text(sha256, role),
    activation: checkActivation(activation, role),
    norm: norm === 'read' ? null : checkNorm(norm, role),
  };
}

function readAligned(text: string, role: Role): AlignedRecipe {
  const [, source = '', reference = '', choice = '', ...rest] = text.split(':');
  if (rest.length > 0 || source === reference || source === role || reference === role)
    throw invalid(role, text, 'aligned:source:reference:method,seed,restarts,signs with two other roles');
  return { kind: 'aligned', source: checkRole(source, role), reference: checkRole(reference, role), choice: ALIGNMENT_SETTING.read(choice, role) };
}

function writeRecipe(pairs: Pairs, prefix: string, recipe: DatasetDefaults, standard: DatasetDefaults): void {
  writeFields(pairs, prefix, ARCHITECTURE_FIELDS, recipe.architecture, standard.architecture);
  writeFields(pairs, prefix, TRAINING_FIELDS, recipe.training, standard.training);
}

function readRecipe(reader: LinkReader, prefix: string, standard: DatasetDefaults): { architecture: ArchitectureChoice; training: Training } {
  const architecture = reader.fields(ARCHITECTURE_FIELDS, standard.architecture, prefix);
  const training = reader.fields(TRAINING_FIELDS, standard.training, prefix);
  // Bounds between fields (a warm-up longer than the training) hold only for the whole.
  return {
    architecture,
    training: reader.attempt(
      () => validateTraining(training, `${prefix}training`, standard.training),
      () => standard.training,
      'the default training was used',
    ),
  };
}

/** Of a role's network: the first of a list. */
function readSeeds(text: string, key: string): Seeds {
  return SEEDS_SETTING.read(text, key)[0];
}

/** 'random:2:7': the second of the random halves of seed 7; 'class:1': the lower half of the classes; 'all'. */
const SHARE: Codec<Share | null> = {
  write: (share) => (share === null ? 'all' : share.by === 'class' ? `class:${share.part + 1}` : `random:${share.part + 1}:${share.seed}`),
  read: (text, key) => {
    if (text === 'all') return null;
    const [by, part = '', seed = null, ...rest] = text.split(':');
    if (rest.length > 0 || (by === 'class') !== (seed === null) || !['1', '2'].includes(part))
      throw invalid(key, text, "a share such as 'random:1:7' (half 1 or 2, seed) or 'class:2', or 'all'");
    return checkShare({ by, part: asNumber(part) - 1, seed: seed === null ? 0 : asNumber(seed) }, key);
  },
};

/** The epoch after which the training was stopped, before its last. */
function stopOf({ epochs }: Training): Codec<number | null> {
  return {
    write: (stop) => (stop === null ? 'none' : String(stop)),
    read: (text, key) => (text === 'none' ? null : numberIn(1, epochs - 1, 'integer')(asNumber(text), key)),
  };
}

const ALIGNED: Codec<LinkState['aligned']['B']> = {
  write: (value) => (value === null ? 'none' : ALIGNMENT_SETTING.write(value)),
  read: ALIGNMENT_SETTING.read,
};

const HIDE: Codec<readonly Hideable[]> = {
  write: (parts) => (parts.length === 0 ? 'none' : parts.join(',')),
  read: (text, key) => checkHidden(text === 'none' ? [] : text.split(','), key),
};

/** From 1, as the page counts steps. */
const LESSON: Codec<number | null> = {
  write: (step) => (step === null ? 'none' : String(step + 1)),
  read: (text, key) => (text === 'none' ? null : numberIn(1, MOST_SCENES, 'integer')(asNumber(text), key) - 1),
};

const BACKEND: Codec<string | null> = { write: (value) => value ?? 'unknown', read: oneOf(BACKEND_NAMES) };
const SIMD: Codec<SimdBuild | null> = { write: (value) => value ?? 'unknown', read: oneOf(SIMD_BUILDS) };
