/**
 * What was on a screen, to be shown elsewhere without networks, data or training: plain data but for typed arrays. Links, bundles, pages
 * and scenes hold it. It never holds parameters or training data, but of the examples behind a cell those that are drawn.
 */
import {
  invalid,
  isPlainObject,
  listOf,
  nullable,
  numberIn,
  oneOf,
  plainObject,
  record,
  refuseUnknownKeys,
  text,
  variant,
  type Check,
} from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import {
  digestSchema,
  fineRealSchema,
  jsonSchema,
  listSchema,
  nullableSchema,
  plainJson,
  realSchema,
  recordSchema,
  ruledSchema,
  textSchema,
  wholeSchema,
  wordSchema,
  type Schema,
} from '../../base/schema.ts';
import { BACKEND_NAMES, SIMD_BUILDS, type BackendName, type SimdBuild } from '../../compute/backend-names.ts';
import { validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { DatasetSummary, ExampleShape } from '../../datasets/dataset.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { Architecture } from '../../nn/architecture.ts';
import type { Score } from '../../nn/training.ts';
import { checkArchitecture, validateArchitectureChoice } from '../../nn/validate-architecture.ts';
import { ALIGNMENT_SETTING } from '../alignment-settings.ts';
import { ENDPOINTS, type AlignmentChoice, type Endpoint, type NetworkRecipe } from '../experiment.ts';
import { checkName, checkRecipe } from '../schema.ts';
import { FIGURE_SCHEMAS, PUBLISHABLE_NAMES, type PublishedFigures } from './schemas/table.ts';

export const PUBLISHED_VERSION = 1;

/** By what the figures were computed. */
export interface Maker {
  /** Version of Ridgeline. */
  readonly ridgeline: string;
  /** null where it is not known. */
  readonly backend: BackendName | null;
  /** As the device names itself; null where it is not known. */
  readonly device: string | null;
  /** The build of the wasm kernels; null where none of them computed. */
  readonly simd: SimdBuild | null;
}

/** A network that the figures show, without its parameters. */
export interface PublishedNetwork {
  /** As the results name it. */
  readonly id: string;
  readonly name: string;
  /** What it was on the screen; null for those of later pairs. */
  readonly endpoint: Endpoint | null;
  readonly architecture: Architecture;
  /** null for aligned copies. */
  readonly recipe: NetworkRecipe | null;
  /** How an aligned copy was matched; null for others. */
  readonly choice: AlignmentChoice | null;
  /** What the matching of an aligned copy came to; null for others. */
  readonly matched: PublishedMatching | null;
  /** What trained it; null where that is not known, and for imported ones. */
  readonly backend: string | null;
  /** On the data shown; null where it was not measured. */
  readonly train: Score | null;
  readonly test: Score | null;
  /** Why its training ended early; null where it did not. */
  readonly diverged: string | null;
  /** SHA-256 of its parameters as little-endian 32-bit floats, in the order of nn/layout.ts. */
  readonly digest: string;
}

export interface PublishedMatching {
  readonly distanceBefore: number;
  readonly distanceAfter: number;
  /** Units that moved, per hidden layer. */
  readonly moved: readonly number[];
}

export interface PublishedData {
  readonly spec: DatasetSpec;
  readonly summary: DatasetSummary;
}

export interface Published {
  readonly version: typeof PUBLISHED_VERSION;
  /** As its author called it; '' for none. */
  readonly title: string;
  /** The link without results, from '#' on: experiment and view. */
  readonly link: string;
  readonly made: Maker;
  readonly data: PublishedData;
  readonly networks: readonly PublishedNetwork[];
  /** What the figures hold, of those that were on the screen. */
  readonly figures: PublishedFigures;
}

export const LONGEST_TITLE = 200;
const LONGEST_LINK = 16_384;
/** A, B, C, their copies, and eight pairs. */
const MOST_NETWORKS = 24;
const LONGEST_JSON = 20_000;

/** Text that may be empty. */
export function perhapsText(longest: number): Check<string> {
  return (value, argument) => (value === '' ? '' : text(longest)(value, argument));
}

const checkMaker: Check<Maker> = record<Maker>({
  ridgeline: text(40),
  backend: nullable(oneOf(BACKEND_NAMES)),
  device: nullable(text(200)),
  simd: nullable(oneOf(SIMD_BUILDS)),
});

const size = numberIn(1, 10_000_000, 'integer');

const checkShape: Check<ExampleShape> = variant<ExampleShape>('kind', {
  point: record<Extract<ExampleShape, { kind: 'point' }>>({ kind: oneOf(['point']) }),
  table: record<Extract<ExampleShape, { kind: 'table' }>>({ kind: oneOf(['table']) }),
  image: record<Extract<ExampleShape, { kind: 'image' }>>({
    kind: oneOf(['image']),
    height: size,
    width: size,
    channels: (value, argument) => (numberIn(1, 3, 'integer')(value, argument) === 1 ? 1 : 3),
    order: oneOf(['channels-last', 'channels-first']),
  }),
});

const checkSummary: Check<DatasetSummary> = record<DatasetSummary>({
  name: text(300),
  inputs: size,
  classes: numberIn(1, 10_000, 'integer'),
  classNames: listOf(perhapsText(200), 0, 10_000),
  shape: checkShape,
  scaling: nullable(record<NonNullable<DatasetSummary['scaling']>>({ mean: numberIn(-1e9, 1e9), deviation: numberIn(-1e9, 1e9) })),
  trainSize: numberIn(0, 1e9, 'integer'),
  testSize: numberIn(0, 1e9, 'integer'),
  notes: listOf(perhapsText(1000), 0, 50),
});

const checkPublishedArchitecture: Check<Architecture> = (value, argument) => {
  const { inputs, classes, ...choice } = plainObject(value, argument);
  return checkArchitecture(
    validateArchitectureChoice(choice, argument),
    size(inputs, `${argument}.inputs`),
    size(classes, `${argument}.classes`),
    argument,
  );
};

const scoreSchema: Schema<Score> = recordSchema<Score>({ loss: realSchema, accuracy: fineRealSchema });

const networkSchema: Schema<PublishedNetwork> = recordSchema<PublishedNetwork>({
  id: textSchema(100),
  name: { check: checkName, node: textSchema(120).node },
  endpoint: nullableSchema(wordSchema(ENDPOINTS)),
  architecture: jsonSchema(checkPublishedArchitecture, LONGEST_JSON),
  recipe: nullableSchema(jsonSchema(checkRecipe, LONGEST_JSON)),
  choice: nullableSchema(jsonSchema(ALIGNMENT_SETTING.check, LONGEST_JSON)),
  matched: nullableSchema(
    recordSchema<PublishedMatching>({ distanceBefore: realSchema, distanceAfter: realSchema, moved: listSchema(wholeSchema(0, 1e6), 0, 12) }),
  ),
  backend: nullableSchema(textSchema(200)),
  train: nullableSchema(scoreSchema),
  test: nullableSchema(scoreSchema),
  diverged: nullableSchema(textSchema(2000)),
  digest: digestSchema,
});

/** Each network once, and each endpoint once. */
const networksSchema: Schema<PublishedNetwork[]> = ruledSchema(
  listSchema(networkSchema, 0, MOST_NETWORKS),
  (networks) => {
    const ids = networks.map(({ id }) => id);
    const ends = networks.flatMap(({ endpoint }) => endpoint ?? []);
    return new Set(ids).size === ids.length && new Set(ends).size === ends.length;
  },
  'networks of which none is named twice',
);

/** All but version, link and figures. */
export const PUBLISHED_FIELDS = recordSchema<Pick<Published, 'title' | 'made' | 'data' | 'networks'>>({
  title: jsonSchema(perhapsText(LONGEST_TITLE), 2 * LONGEST_TITLE),
  made: jsonSchema(checkMaker, LONGEST_JSON),
  data: jsonSchema(record<PublishedData>({ spec: validateDatasetSpec, summary: checkSummary }), LONGEST_JSON),
  networks: networksSchema,
});

/** Some figures by name, each by its own schema. */
const checkFigures: Check<PublishedFigures> = (value, argument) => {
  const source = plainObject(value, argument);
  refuseUnknownKeys(source, PUBLISHABLE_NAMES, argument);
  const held = PUBLISHABLE_NAMES.filter((name) => Object.hasOwn(source, name));
  return Object.fromEntries(held.map((name) => [name, FIGURE_SCHEMAS[name].check(source[name], `${argument}.${name}`)]));
};

const checkCurrent: Check<Published> = (value, argument) => {
  const { link, figures, ...rest } = plainObject(value, argument);
  const fields = PUBLISHED_FIELDS.check(Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'version')), argument);
  return {
    version: PUBLISHED_VERSION,
    link: text(LONGEST_LINK)(link, `${argument}.link`),
    ...fields,
    figures: checkFigures(figures, `${argument}.figures`),
  };
};

/** upgraders[v] turns what version v published into version v + 1. */
const UPGRADERS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {};

/**
 * Reads what was published from a value of outside: parsed JSON (typed arrays as lists, null where a number is not finite) or the data
 * themselves, of any version. Throws `invalid-argument` or `unknown-key` that names the part at fault; of a newer version, `unsupported`.
 */
export const checkPublished: Check<Published> = (value, argument) => {
  if (!isPlainObject(value)) throw invalid(argument, value, 'an object');
  let current = value;
  let version = numberIn(1, 1e6, 'integer')(current['version'], `${argument}.version`);
  if (version > PUBLISHED_VERSION)
    throw new RidgelineError(
      'unsupported',
      `These figures were made by a newer Ridgeline (version ${version} of what travels; this one reads up to ${PUBLISHED_VERSION}). Reload the page to get the newer one.`,
      { argument, received: version },
    );
  for (; version < PUBLISHED_VERSION; version++) current = UPGRADERS[version](current);
  return checkCurrent(current, argument);
};

/** As JSON holds it; `checkPublished` reads it back. */
export function publishedJson(published: Published): unknown {
  return plainJson(published);
}
