/** Making a bundle of what is on the screen. */
import { formatCount } from '../../base/format.ts';
import { RidgelineError } from '../../base/errors.ts';
import { sha256InTurns } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import { yieldToEventLoop } from '../../base/job.ts';
import type { ZipEntry } from '../../io/zip.ts';
import { fileName } from '../file-name.ts';
import { currentLink } from '../link/current.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { publish } from '../published/publish.ts';
import { publishedJson, type Published } from '../published/published.ts';
import { deckOf } from '../scenes/deck.ts';
import type { Session } from '../session.ts';
import { BUNDLE_ENDING, BUNDLE_LIMITS, emptyBundle, JSON_NAME, README_NAME, type BundleJson } from './bundle.ts';
import { bundleContents } from './contents.ts';
import { aboutNetwork, networkFile, type BundleFile, type BundleNetwork } from './network-json.ts';
import { readme } from './readme.ts';

export interface BundleRequest {
  /** Left out: they go along. */
  readonly networks?: boolean;
  /** Whether the person's own data files go along. Left out: where they are small. */
  readonly data?: boolean;
  /** As its author calls it. */
  readonly title?: string;
}

export interface MadeBundle {
  readonly file: File;
  /** What it does not hold, in words. */
  readonly omitted: readonly string[];
}

/** @throws RidgelineError 'too-large' where it would be more than could be opened again; the signal's reason. */
export async function makeBundle(
  session: Session,
  { networks = true, data, title = '' }: BundleRequest,
  options: JobOptions = {},
): Promise<MadeBundle> {
  const { roles } = session.store.getState();
  const contents = await bundleContents(session, networks, data);
  const { hash, omitted } = currentLink(session);
  const published = await publishedOrNone(session, hash, title);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const add = async (name: string, bytes: Uint8Array): Promise<BundleFile> => {
    entries.push({ name, bytes });
    return { file: name, sha256: await sha256InTurns(bytes, options.signal) };
  };
  checkSize(contents.networks, contents.data);
  const held: BundleNetwork[] = [];
  for (const record of contents.networks) {
    held.push(await addNetwork(record, names, add));
    await yieldToEventLoop(options.signal);
  }
  const files = [];
  for (const { name, bytes } of contents.data) files.push({ name, ...(await add(`data/${freeFile(name, names)}`, bytes)) });
  const json: BundleJson = {
    ...emptyBundle(),
    title,
    link: hash,
    networks: held,
    roles: networks ? roles : { A: null, B: null, C: null },
    data: files,
    published,
    deck: deckOf(session),
  };
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  const first: ZipEntry[] = [
    { name: README_NAME, bytes: text(readme(json, session.location.base.split('?')[0])) },
    { name: JSON_NAME, bytes: text(jsonText(json)) },
  ];
  const { bytes } = await session.client.run('packArchive', { entries: [...first, ...entries] }, options);
  const file = new File([new Uint8Array(bytes)], fileName(title === '' ? 'landscape' : title, BUNDLE_ENDING), { type: 'application/zip' });
  // Of what the link cannot hold, the networks are here.
  return { file, omitted: [...contents.omitted, ...(networks ? [] : omitted)] };
}

/** Where no figure is computed there is none to go along. */
async function publishedOrNone(session: Session, link: string, title: string): Promise<Published | null> {
  try {
    return await publish(session, link, { title });
  } catch (error) {
    if (error instanceof RidgelineError && error.code === 'unsupported') return null;
    throw error;
  }
}

type AddFile = (name: string, bytes: Uint8Array) => Promise<BundleFile>;

/** Names as those of a run's files, which make one network where they are dropped. */
async function addNetwork(record: NetworkRecord, names: Set<string>, add: AddFile): Promise<BundleNetwork> {
  const name = freeFile(fileName(record.name, 'safetensors'), names).replace(/\.safetensors$/, '');
  const whole = await add(`networks/${name}.safetensors`, networkFile(record, record.network.parameters, null));
  const checkpoints = [];
  for (const { epoch, parameters } of record.checkpoints) {
    if (!parameters.every(Number.isFinite)) continue;
    const file = freeFile(`${name}_epoch${epoch}.safetensors`, names);
    checkpoints.push({ epoch, ...(await add(`networks/${file}`, networkFile(record, parameters, epoch))) });
  }
  return { ...whole, checkpoints, about: aboutNetwork(record) };
}

/** A name that no other file of the bundle has, on any disk, and short enough for one. */
function freeFile(name: string, taken: Set<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot, dot + 20)] : [name, ''];
  const safe = fileName(Array.from(stem).slice(0, 100).join(''), 'x').slice(0, -2);
  for (let n = 1; ; n++) {
    const free = n === 1 ? safe : `${safe} (${n})`;
    const key = `${free}${ending}`.normalize('NFC').toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return `${free}${ending}`;
  }
}

/** A line a part: long, but a person finds them. */
function jsonText(json: BundleJson): string {
  const parts = Object.entries({ ...json, published: json.published && publishedJson(json.published) });
  return `{\n${parts.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(',\n')}\n}\n`;
}

function checkSize(networks: readonly NetworkRecord[], data: readonly { readonly bytes: Uint8Array }[]): void {
  const numbers = networks.reduce((sum, { network, checkpoints }) => sum + network.parameters.length * (1 + checkpoints.length), 0);
  const size = 4 * numbers + data.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const files = networks.reduce((sum, { checkpoints }) => sum + 1 + checkpoints.length, data.length + 2);
  if (size < 0.9 * BUNDLE_LIMITS.bytes && files <= BUNDLE_LIMITS.entries) return;
  throw new RidgelineError(
    'too-large',
    `The bundle would hold ${formatCount(files)} files of ${formatCount(size)} bytes, more than can be opened again (${formatCount(BUNDLE_LIMITS.entries)}, ${formatCount(BUNDLE_LIMITS.bytes)}). Save it without networks, and export those alone.`,
    { argument: 'networks', received: size },
  );
}
