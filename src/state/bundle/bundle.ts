/**
 * A bundle: a zip archive (`.ridgeline`) that holds what was on a screen, readable without Ridgeline. `bundle.json` says what it is,
 * `networks/` holds the parameters as safetensors, `data/` a person's own files, `README.txt` how to read it all (readme.ts). Bundles
 * open for ever: every version is upgraded, one step a version, then checked as if a stranger had written it.
 */
import { type Check, listOf, nullable, numberIn, oneOf, plainObject, record, sha256Text, text } from '../../base/check.ts';
import { badFile } from '../../base/bad-file.ts';
import { RidgelineError } from '../../base/errors.ts';
import { tooDeep } from '../../io/json-keys.ts';
import type { ZipLimits } from '../../io/zip.ts';
import type { Role } from '../experiment.ts';
import { checkPublished, LONGEST_TITLE, type Published } from '../published/published.ts';
import { checkDeck, type Deck } from '../scenes/scene.ts';
import { checkBundleNetworks, type BundleFile, type BundleNetwork } from './network-json.ts';

export const BUNDLE_VERSION = 1;
/** Behind the name of a bundle's file. */
export const BUNDLE_ENDING = 'ridgeline';
export const JSON_NAME = 'bundle.json';
export const README_NAME = 'README.txt';
/** What is read and written at most: as much as the files of one drop may unpack to. */
export const BUNDLE_LIMITS: ZipLimits = { entries: 2000, bytes: 512 * 1024 * 1024 };

const FORMAT = 'ridgeline-bundle';
const LONGEST_JSON = 16 * 1024 * 1024;
const DEEPEST_JSON = 24;
const LONGEST_LINK = 16_384;
const MOST_FILES = 20;

/** A file of a person's own data, under the name by which the data are known. */
export interface BundleData extends BundleFile {
  readonly name: string;
}

export interface BundleJson {
  readonly format: typeof FORMAT;
  readonly version: typeof BUNDLE_VERSION;
  /** As its author called it; '' for none. */
  readonly title: string;
  /** Experiment and view: the hash of a link without results. */
  readonly link: string;
  readonly networks: readonly BundleNetwork[];
  /** Which networks stood as A, B and C, by their ids in this bundle. */
  readonly roles: Readonly<Record<Role, string | null>>;
  readonly data: readonly BundleData[];
  /** The figures that were on the screen; null: none. */
  readonly published: Published | null;
  /** Views kept with what is said about them. */
  readonly deck: Deck;
}

/** upgraders[v] turns bundle.json of version v into one of version v + 1. */
const UPGRADERS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {};

const checkId = nullable(text(100));

const checkTitle: Check<string> = (value, argument) => (value === '' ? '' : text(LONGEST_TITLE)(value, argument));

const checkCurrent: Check<BundleJson> = record<BundleJson>({
  format: oneOf([FORMAT]),
  version: () => BUNDLE_VERSION,
  title: checkTitle,
  link: text(LONGEST_LINK),
  networks: checkBundleNetworks,
  roles: record<BundleJson['roles']>({ A: checkId, B: checkId, C: checkId }),
  data: listOf(record<BundleData>({ file: text(200), sha256: sha256Text, name: text(255) }), 0, MOST_FILES),
  published: nullable(checkPublished),
  deck: checkDeck,
});

export function emptyBundle(): Pick<BundleJson, 'format' | 'version'> {
  return { format: FORMAT, version: BUNDLE_VERSION };
}

/** `bundle.json` from its bytes. Throws what names the file and the part of it at fault; of a newer version, `unsupported`. */
export function readBundleJson(bytes: Uint8Array, file: string): BundleJson {
  const place = JSON_NAME;
  if (bytes.length > LONGEST_JSON) throw badFile(file, place, `has ${bytes.length} bytes; at most ${LONGEST_JSON} are read.`);
  if (tooDeep(bytes, DEEPEST_JSON) !== null) throw badFile(file, place, `is nested more than ${DEEPEST_JSON} deep.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw badFile(file, place, `is not JSON as a bundle has it (${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'}).`);
  }
  return named(file, place, () => checkCurrent(upgraded(plainObject(value, JSON_NAME), file), ''));
}

/** What `read` gives; its error with the file and the place in front, where it names neither. */
export function named<T>(file: string, place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RidgelineError) || error.code === 'bad-file' || error.message.startsWith(file)) throw error;
    throw new RidgelineError(error.code, `${file}, ${place}: ${error.message}`, {
      ...(error.argument === null ? {} : { argument: error.argument }),
      received: error.received,
    });
  }
}

function upgraded(value: Record<string, unknown>, file: string): Record<string, unknown> {
  let current = value;
  let version = numberIn(1, 1e6, 'integer')(current['version'], 'version');
  if (version > BUNDLE_VERSION)
    throw new RidgelineError(
      'unsupported',
      `${file} was made by a newer Ridgeline (bundle version ${version}; this one reads up to ${BUNDLE_VERSION}). Reload the page to get the newer one.`,
      { argument: 'file', received: version },
    );
  for (; version < BUNDLE_VERSION; version++) current = UPGRADERS[version](current);
  return current;
}
