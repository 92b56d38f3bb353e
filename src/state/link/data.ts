/** Data in a link: `data=moons&noise=0.2`, files by name and SHA-256. */
import { defaultDatasetSpec, validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { DatasetSpec, FileReference, PixelScaling } from '../../datasets/spec.ts';
import { DEFAULT_DATA } from '../defaults.ts';
import type { LinkReader } from './reader.ts';
import { asNumber } from './codec.ts';
import { encoded } from './text.ts';

type Put = (key: string, value: string) => void;

const NUMBERS = { train: 'trainSize', test: 'testSize', noise: 'noise', seed: 'seed', arms: 'arms' } as const;
const WORDS = ['source', 'channels'] as const;

/** Writes a spec's pairs, defaults of its kind left out. */
export function writeData(spec: DatasetSpec, put: Put): void {
  put('data', spec.id);
  if (spec.id === 'file') {
    put('file', fileText(spec.file));
    if (spec.labelColumn !== null) put('label', spec.labelColumn);
    if (spec.scaling !== 'raw') put('scaling', scalingText(spec.scaling));
    return;
  }
  const base: Readonly<Record<string, unknown>> = { ...defaultDatasetSpec(spec.id) };
  const own: Readonly<Record<string, unknown>> = { ...spec };
  for (const [key, property] of Object.entries(NUMBERS)) putOther(put, key, own[property], base[property]);
  for (const key of WORDS) putOther(put, key, own[key], base[key]);
  if ('scaling' in spec && spec.scaling !== 'unit') put('scaling', scalingText(spec.scaling));
  if ('files' in spec && spec.files.length > 0) put('files', spec.files.map(fileText).join(','));
}

/** Reads the pairs under a prefix; null where the link names no data there. What is wrong falls back to the kind's defaults. */
export function readData(reader: LinkReader, prefix: string): DatasetSpec | null {
  const id = reader.text(`${prefix}data`);
  if (id === null) return null;
  const given: Record<string, unknown> = { id };
  for (const [key, property] of Object.entries(NUMBERS)) set(given, property, reader.text(prefix + key), asNumber);
  for (const key of WORDS) set(given, key, reader.text(prefix + key), (text) => text);
  set(given, 'scaling', reader.text(`${prefix}scaling`), readScaling);
  set(given, 'files', reader.text(`${prefix}files`), (text) => text.split(',').map(readFileText));
  set(given, 'file', reader.text(`${prefix}file`), readFileText);
  set(given, 'labelColumn', reader.text(`${prefix}label`), (text) => text);
  return reader.attempt(
    () => validateDatasetSpec(given, 'data'),
    () => fallback(id),
    'the defaults of these data were used',
  );
}

function putOther(put: Put, key: string, value: unknown, standard: unknown): void {
  if (value !== standard && (typeof value === 'string' || typeof value === 'number')) put(key, String(value));
}

function fallback(id: string): DatasetSpec {
  try {
    return validateDatasetSpec({ id }, 'data');
  } catch {
    return DEFAULT_DATA;
  }
}

function set(given: Record<string, unknown>, property: string, text: string | null, read: (text: string) => unknown): void {
  if (text !== null) given[property] = read(text);
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

function scalingText(scaling: PixelScaling | 'raw'): string {
  return typeof scaling === 'string' ? scaling : `${scaling.mean},${scaling.deviation}`;
}

function readScaling(text: string): unknown {
  const parts = text.split(',');
  return parts.length === 2 ? { mean: asNumber(parts[0]), deviation: asNumber(parts[1]) } : text;
}
