/** Files that a person drops: networks and data are told apart by their bytes. */
import { isAbort, RidgelineError } from '../../base/errors.ts';
import type { Activation, Normalisation } from '../../nn/architecture.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import { looksLikeZip } from '../../io/zip.ts';
import { openBundle } from '../bundle/open.ts';
import { namedReadings, otherDataText, sortDataFiles } from '../link/needs.ts';
import { adoptWanted, takeDataFiles } from '../link/opening.ts';
import { makeCurrent, measureNetworks } from './loading.ts';
import { addNetworks, type ReadNetwork } from '../networks/files.ts';
import type { JobOptions } from '../../base/job.ts';
import { startOpening, type OpeningJob } from './opening-job.ts';
import { LARGEST_DROP, readFile, storedName } from './read-file.ts';
import { newId, type Session } from '../session.ts';
import type { StoredFile } from '../storage/storage.ts';
import { AS_IT_LOOKS, type CsvChoice } from '../../io/csv-layout.ts';
import type { Inspection, NetworksReading, ReadingAnswer } from './reading-question.ts';

/** Of images: nothing in it is a guess, and unpacking it only to see that takes seconds. */
const ARCHIVE = /\.(tar\.gz|tgz)$/i;
const AS_UNDERSTOOD: ReadingAnswer = { networks: null, table: null };

interface TableReading {
  readonly choice: CsvChoice;
  readonly found?: Inspection;
}

export interface OpenedFile {
  readonly file: string;
  readonly kind: 'network' | 'data' | 'bundle' | 'refused';
  /** What was understood, or why it was refused. */
  readonly understood: readonly string[];
  readonly network: string | null;
  /** Columns of a CSV, one of which is the label. */
  readonly columns: readonly string[];
}

/** Files to open; what they do not say themselves. */
export interface OpenFilesRequest extends Partial<Omit<CsvChoice, 'labelColumn'>> {
  readonly files: readonly File[];
  readonly labelColumn?: string;
  readonly activation?: Activation;
  readonly norm?: Normalisation;
}

/** Asks how networks, and a file that may be a table, are to be read; null: none of them is wanted. */
export type AskReading = (networks: readonly ReadNetwork[], table: StoredFile | null) => Promise<ReadingAnswer | null>;

/** Imported networks, and how their files are to be read instead. */
export interface ReinterpretRequest {
  /** One, or several. */
  readonly id: string | readonly string[];
  readonly activation: Activation;
  /** Of those that hold layer normalisations; null: as it is of each. */
  readonly norm: Normalisation | null;
}

/**
 * Imports every network among the files, checkpoints of one run as one network, then loads the data that the others make up. One
 * bad file does not stop the rest. Cancelled, it says so and rejects with the signal's reason.
 */
export async function openFiles(session: Session, request: OpenFilesRequest, ask: AskReading | null = null): Promise<OpenedFile[]> {
  const { bundles, others } = await sorted(request.files);
  const opened = await openBundles(session, bundles);
  if (others.length === 0) return opened;
  return [...opened, ...(await openOthers(session, { ...request, files: others }, ask))];
}

async function openOthers(session: Session, request: OpenFilesRequest, ask: AskReading | null): Promise<OpenedFile[]> {
  const job = startOpening(session, request.files.length);
  try {
    return await openEach(session, request, ask, job);
  } catch (error) {
    if (isAbort(error)) session.notices.confirm('Opening files was cancelled before all were open.');
    throw error;
  } finally {
    job.end();
  }
}

/** Zip archives are bundles, or none of the files that are read. */
async function sorted(files: readonly File[]): Promise<{ bundles: File[]; others: File[] }> {
  const zipped = await Promise.all(
    files.map(async (file) => {
      try {
        return looksLikeZip(new Uint8Array(await file.slice(0, 4).arrayBuffer()));
      } catch {
        // Told where the whole file is read.
        return false;
      }
    }),
  );
  return { bundles: files.filter((_, i) => zipped[i]), others: files.filter((_, i) => !zipped[i]) };
}

/** One bundle is one screen. */
async function openBundles(session: Session, bundles: readonly File[]): Promise<OpenedFile[]> {
  const [bundle, ...others] = bundles;
  if (bundles.length === 0) return [];
  const more = others.map((file) => refused(session, storedName(file.name), new Error('Bundles are opened one at a time; drop it alone.')));
  const file = storedName(bundle.name);
  try {
    const { networks } = await openBundle(session, bundle);
    session.notices.settled(fileCause(file));
    const understood = [`A bundle with ${networks.length === 1 ? '1 network' : `${networks.length} networks`}.`];
    return [{ file, kind: 'bundle', understood, network: null, columns: [] }, ...more];
  } catch (error) {
    if (isAbort(error)) {
      session.notices.confirm('Opening the bundle was cancelled.');
      throw error;
    }
    return [refused(session, file, error), ...more];
  }
}

async function openEach(
  session: Session,
  { files, activation, norm, ...columns }: OpenFilesRequest,
  ask: AskReading | null,
  job: OpeningJob,
): Promise<OpenedFile[]> {
  const opened: OpenedFile[] = [];
  const data: StoredFile[] = [];
  const networks: ReadNetwork[] = [];
  const chosen = { ...(activation === undefined ? {} : { activation }), ...(norm === undefined ? {} : { norm }) };
  const unsaid = new Map<ReadNetwork, File>();
  let left = LARGEST_DROP;
  for (const [i, file] of files.entries()) {
    job.show(i);
    try {
      const named = namedReadings(session).map(({ sha256, ...reading }) => ({ sha256, choice: { ...reading, ...chosen } }));
      const { sha256, bytes, network } = await readFile(session, file, { as: 'either', choice: chosen, named }, { signal: job.signal }, left);
      left -= file.size;
      const name = storedName(file.name);
      session.notices.settled(fileCause(name));
      if (network === null) data.push({ name, sha256, bytes });
      else {
        const read = { ...network, file: name, sha256 };
        networks.push(read);
        if (named.every((one) => one.sha256 !== sha256)) unsaid.set(read, file);
      }
    } catch (error) {
      job.signal.throwIfAborted();
      opened.push(refused(session, storedName(file.name), error));
    }
  }
  job.hide();
  const table = data.length === 1 && session.awaitedFiles.length === 0 && !ARCHIVE.test(data[0].name) ? data[0] : null;
  const answer = ask === null ? AS_UNDERSTOOD : await ask([...unsaid.keys()], table);
  job.signal.throwIfAborted();
  if (answer === null) return opened;
  job.show(files.length);
  if (answer.networks !== null) {
    for (const [read, file] of unsaid) {
      try {
        networks[networks.indexOf(read)] = await readAs(session, file, read, { ...answer.networks, signal: job.signal });
      } catch (error) {
        job.signal.throwIfAborted();
        networks.splice(networks.indexOf(read), 1);
        opened.push(refused(session, read.file, error));
      }
    }
  }
  if (networks.length > 0) {
    // A dialog gives files in an order of its own.
    networks.sort((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }));
    opened.push(
      ...addNetworks(session, networks).map(({ files: names, understood, id }): OpenedFile => ({
        file: names.join(', '),
        kind: 'network',
        understood,
        network: id,
        columns: [],
      })),
    );
    void measureNetworks(session);
  }
  if (data.length > 0)
    opened.push(
      ...(session.awaitedFiles.length > 0
        ? await openLinkData(session, data)
        : await openData(session, data, answer.table ?? { choice: { ...AS_IT_LOOKS, ...columns } }, job.signal)),
    );
  await adoptWanted(session);
  return opened;
}

/** The network read anew where a person corrected how. */
async function readAs(
  session: Session,
  file: File,
  read: ReadNetwork,
  { activation, norm, signal }: NetworksReading & { signal: AbortSignal },
): Promise<ReadNetwork> {
  const { architecture } = read.network;
  const choice = { activation, ...(norm !== null && read.guessed.includes('norm') ? { norm } : {}) };
  if (architecture.activation === activation && architecture.norm === (choice.norm ?? architecture.norm)) return read;
  const { sha256, network } = await readFile(session, file, { as: 'network', choice, named: [] }, { signal });
  if (network === null) throw new RidgelineError('internal', `${file.name} was not read as a network.`);
  return { ...network, file: read.file, sha256 };
}

/** Loads data from dropped files and makes them current; `found` where they were read so already. */
export async function importData(
  session: Session,
  files: readonly StoredFile[],
  { choice, found }: TableReading,
  options: JobOptions = {},
): Promise<{ columns: readonly string[]; notes: readonly string[] }> {
  for (const file of files) session.library.keepFile(file);
  await session.ready;
  const { spec, summary, columns } =
    found ?? (await session.client.run('inspectFiles', { files: files.map(({ name, sha256 }) => ({ name, sha256 })), choice }, options));
  session.store.setState(({ experiment }) => ({
    experiment: { ...experiment, ...(experiment.data.id === spec.id ? {} : DATASET_DEFAULTS[spec.id]) },
  }));
  makeCurrent(session, spec, summary);
  return { columns, notes: summary.notes };
}

/** Reads imported networks as another activation or another place of the normalisation: each a network of its own in the old one's place. */
export async function reinterpretNetworks(session: Session, { id, activation, norm }: ReinterpretRequest): Promise<void> {
  const ids = typeof id === 'string' ? [id] : id;
  for (const one of ids) checkReinterpretation(session, one, norm);
  for (const one of ids) reinterpretNetwork(session, one, activation, norm);
  await adoptWanted(session);
}

function checkReinterpretation(session: Session, id: string, norm: Normalisation | null): void {
  const { name, origin, network } = session.library.get(id);
  if (origin.kind !== 'imported')
    throw new RidgelineError('unsupported', `'${name}' was not imported; how it is read is known.`, { argument: 'id', received: id });
  const { architecture } = network;
  if (norm !== null && (architecture.norm === 'none') !== (norm === 'none')) {
    throw new RidgelineError(
      'invalid-argument',
      `'${name}' ${architecture.norm === 'none' ? 'holds no layer normalisation' : 'holds layer normalisations: choose before or after'}.`,
      { argument: 'norm', received: norm },
    );
  }
}

function reinterpretNetwork(session: Session, id: string, activation: Activation, place: Normalisation | null): void {
  const old = session.library.get(id);
  const { architecture, parameters } = old.network;
  const norm = place ?? architecture.norm;
  const { index, roles } = session.library.remove(id);
  const recipe = old.recipe?.kind === 'imported' ? { ...old.recipe, activation, norm } : old.recipe;
  const entry = session.library.add(
    { ...old, id: newId(), recipe, network: { architecture: { ...architecture, activation, norm }, parameters } },
    undefined,
    index,
  );
  session.store.setState((state) => ({
    roles: {
      A: roles.A === id ? entry.id : state.roles.A,
      B: roles.B === id ? entry.id : state.roles.B,
      C: roles.C === id ? entry.id : state.roles.C,
    },
    aligned: { B: roles.A === id || roles.B === id ? null : state.aligned.B, C: roles.A === id || roles.C === id ? null : state.aligned.C },
  }));
}

async function openData(session: Session, data: readonly StoredFile[], reading: TableReading, signal: AbortSignal): Promise<OpenedFile[]> {
  const names = data.map(({ name }) => name).join(', ');
  try {
    const { columns, notes } = await importData(session, data, reading, { signal });
    if (columns.length > 0) session.notices.add('info', `${names}: ${notes.join(' ')}`);
    return [{ file: names, kind: 'data', understood: notes, network: null, columns }];
  } catch (error) {
    if (isAbort(error)) throw error;
    return [refused(session, names, error)];
  }
}

/** Of the files, those that the open link names as its data; the others are told, and change nothing. */
async function openLinkData(session: Session, data: readonly StoredFile[]): Promise<OpenedFile[]> {
  const { expected, others } = sortDataFiles(session, data);
  const opened = others.map((file) => refused(session, file.name, new Error(otherDataText(session, file))));
  if (expected.length === 0) return opened;
  await takeDataFiles(session, expected);
  const names = expected.map(({ name }) => name).join(', ');
  return [...opened, { file: names, kind: 'data', understood: session.current?.summary.notes ?? [], network: null, columns: [] }];
}

/** What a message about a file that was refused is about: it goes when a file of that name is opened. */
function fileCause(name: string): string {
  return `file ${name}`;
}

function refused(session: Session, file: string, error: unknown): OpenedFile {
  const message = error instanceof Error ? error.message : String(error);
  session.notices.add('error', message.includes(file) ? message : `${file}: ${message}`, null, { cause: fileCause(file) });
  return { file, kind: 'refused', understood: [message], network: null, columns: [] };
}
