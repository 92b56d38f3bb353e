/** Data in a link: `data=moons&noise=0.2`, files by name and SHA-256. */
import { standardsOf, type Settings } from '../../base/setting.ts';
import { DATASET_IDS, validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { DATA_SETTINGS } from '../../datasets/settings.ts';
import type { DatasetId, DatasetSpec, FileReference } from '../../datasets/spec.ts';
import { DEFAULT_DATA } from '../defaults.ts';
import type { LinkReader } from './reader.ts';
import { fieldsOf, type Field } from './codec.ts';
import { encoded } from './text.ts';

type Put = (key: string, value: string) => void;

type DataField = Field<Record<string, unknown>>;

const FIELDS: ReadonlyMap<string, readonly DataField[]> = new Map(DATASET_IDS.map((id) => [id, fieldsOf(settingsOf(id))]));
/** Property by key, of all datasets: what does not belong to the link's data is told. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([...FIELDS.values()].flat().map(({ key, property }) => [key, property]));

/** Writes a spec's pairs, defaults of its kind left out. */
export function writeData(spec: DatasetSpec, put: Put): void {
  put('data', spec.id);
  if (spec.id === 'file') put('file', fileText(spec.file));
  const own: Readonly<Record<string, unknown>> = { ...spec };
  const standard: Readonly<Record<string, unknown>> = standardsOf(settingsOf(spec.id));
  for (const { property, key, codec } of FIELDS.get(spec.id) ?? []) {
    const text = codec.write(own[property]);
    if (text !== codec.write(standard[property])) put(key, text);
  }
  if ('files' in spec && spec.files.length > 0) put('files', spec.files.map(fileText).join(','));
}

/** Reads the pairs under a prefix; null where the link names no data there. What is wrong falls back to the kind's defaults. */
export function readData(reader: LinkReader, prefix: string): DatasetSpec | null {
  const id = reader.text(`${prefix}data`);
  if (id === null) return null;
  const texts = new Map([...PROPERTIES].map(([key, property]) => [property, reader.text(prefix + key)]));
  const files = reader.text(`${prefix}files`);
  const file = reader.text(`${prefix}file`);
  return reader.attempt(
    () => {
      const given: Record<string, unknown> = { id };
      for (const [property, text] of texts) if (text !== null) given[property] = readProperty(id, property, text);
      if (files !== null) given['files'] = files.split(',').map(readFileText);
      if (file !== null) given['file'] = readFileText(file);
      return validateDatasetSpec(given, 'data');
    },
    () => fallback(id),
    'the defaults of these data were used',
  );
}

/** The value of a setting; the text where the data have no such setting, for the check to refuse. */
function readProperty(id: string, property: string, text: string): unknown {
  const own = FIELDS.get(id)?.find((field) => field.property === property);
  return own === undefined ? text : own.codec.read(text, `data.${property}`);
}

function settingsOf(id: DatasetId): Settings<Record<string, unknown>> {
  return DATA_SETTINGS[id] as unknown as Settings<Record<string, unknown>>;
}

function fallback(id: string): DatasetSpec {
  try {
    return validateDatasetSpec({ id }, 'data');
  } catch {
    return DEFAULT_DATA;
  }
}

/** 'name:sha256', the name percent-encoded once more so that commas and colons in it do no harm. */
export function fileText({ name, sha256 }: FileReference): string {
  return `${encoded(name)}:${sha256}`;
}

export function readFileText(text: string): FileReference {
  const cut = text.lastIndexOf(':');
  return { name: unescaped(text.slice(0, Math.max(cut, 0))), sha256: text.slice(cut + 1) };
}

/** The text decoded; as it is where it is no percent-encoding. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
