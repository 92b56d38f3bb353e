/** A bundle from its bytes, checked whole before anything of it is used. */
import { badFile } from '../../base/bad-file.ts';
import type { JobOptions } from '../../base/job.ts';
import type { ZipEntry } from '../../io/zip.ts';
import type { Architecture } from '../../nn/architecture.ts';
import type { Network } from '../../nn/network.ts';
import type { Checkpoint } from '../../nn/training.ts';
import { sameShape } from '../../nn/validate-architecture.ts';
import { readFile, storedName, type NamedBlob } from '../data/read-file.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { checkActivation, checkNorm } from '../schema.ts';
import type { Session } from '../session.ts';
import type { StoredFile } from '../storage/storage.ts';
import { BUNDLE_LIMITS, JSON_NAME, named, readBundleJson, type BundleJson } from './bundle.ts';
import { recordFrom, type BundleFile, type BundleNetwork } from './network-json.ts';

export interface Bundle {
  readonly json: BundleJson;
  /** Under the ids that they have in the bundle. */
  readonly networks: readonly NetworkRecord[];
  readonly files: readonly StoredFile[];
}

/** How the files of a bundle are found and read. */
interface Archive {
  readonly name: string;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** A file's bytes and SHA-256, and the network in it. */
  readonly open: (entry: ZipEntry, as: Pick<Architecture, 'activation' | 'norm'> | 'data') => ReturnType<typeof readFile>;
}

/**
 * Reads a bundle in the worker. Nothing of the session changes.
 *
 * @throws RidgelineError naming the bundle, the part of it and the rule; the signal's reason
 */
export async function readBundle(session: Session, file: NamedBlob, options: JobOptions = {}): Promise<Bundle> {
  const name = storedName(file.name);
  const { entries } = await session.client.run('unpackArchive', { file, name, limits: BUNDLE_LIMITS }, options);
  const archive: Archive = {
    name,
    entries: new Map(entries.map((entry) => [entry.name, entry])),
    open: ({ name: part, bytes }, as) =>
      readFile(
        session,
        Object.assign(new Blob([new Uint8Array(bytes)]), { name: `${name}, ${part}` }),
        as === 'data'
          ? { as: 'data', choice: {}, named: [] }
          : { as: 'network', choice: { activation: as.activation, norm: as.norm === 'none' ? null : as.norm }, named: [] },
        options,
      ),
  };
  const main = archive.entries.get(JSON_NAME);
  if (main === undefined) throw badFile(name, '', `is a zip archive, but no bundle: it holds no ${JSON_NAME}. Unpack it and drop the files inside.`);
  const json = readBundleJson(main.bytes, name);
  const networks: NetworkRecord[] = [];
  for (const network of json.networks) networks.push(await readNetwork(archive, network));
  checkIds(json, networks, name);
  const files: StoredFile[] = [];
  for (const data of json.data) {
    const { sha256, bytes } = await archive.open(entryOf(archive, data), 'data');
    checkDigest(archive, data, sha256);
    files.push({ name: data.name, sha256, bytes });
  }
  return { json, networks, files };
}

async function readNetwork(archive: Archive, { about, checkpoints, ...whole }: BundleNetwork): Promise<NetworkRecord> {
  const as = named(archive.name, JSON_NAME, () => readingOf(about));
  const parameters = async (part: BundleFile): Promise<Network> => {
    const { sha256, network } = await archive.open(entryOf(archive, part), as);
    checkDigest(archive, part, sha256);
    if (network === null) throw badFile(archive.name, part.file, 'holds no network.');
    return network.network;
  };
  const network = await parameters(whole);
  const kept: Checkpoint[] = [];
  for (const { epoch, ...part } of checkpoints) {
    const { architecture, parameters: values } = await parameters(part);
    if (!sameShape(architecture, network.architecture))
      throw badFile(archive.name, part.file, `holds a network of another shape than ${whole.file}.`);
    kept.push({ epoch, parameters: values });
  }
  return named(archive.name, whole.file, () => recordFrom(about, network, kept));
}

/** What no file of parameters tells. */
function readingOf({ architecture }: BundleNetwork['about']): Pick<Architecture, 'activation' | 'norm'> {
  const { activation, norm } = (architecture ?? {}) as Readonly<Record<string, unknown>>;
  return { activation: checkActivation(activation, 'architecture.activation'), norm: checkNorm(norm, 'architecture.norm') };
}

function entryOf({ name, entries }: Archive, { file }: BundleFile): ZipEntry {
  const entry = entries.get(file);
  if (entry === undefined) throw badFile(name, JSON_NAME, `names the file ${file}, which is not in the bundle.`);
  return entry;
}

function checkDigest({ name }: Archive, { file, sha256 }: BundleFile, found: string): void {
  if (found !== sha256) throw badFile(name, file, `was altered: its SHA-256 is ${found.slice(0, 12)}…, ${JSON_NAME} names ${sha256.slice(0, 12)}….`);
}

function checkIds({ roles }: BundleJson, networks: readonly NetworkRecord[], name: string): void {
  const ids = networks.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw badFile(name, JSON_NAME, 'names two networks by one id.');
  for (const [role, id] of Object.entries(roles))
    if (id !== null && !ids.includes(id)) throw badFile(name, JSON_NAME, `names a network as ${role} that it does not hold.`);
}
