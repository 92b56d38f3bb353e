/** Networks from files: each a network of its own, or the checkpoints of one run as one network. */
import { RidgelineError } from '../../base/errors.ts';
import { formatList } from '../../base/format.ts';
import type { JobOptions } from '../../base/job.ts';
import type { StateDictReading } from '../../io/state-dict.ts';
import type { Activation, Normalisation } from '../../nn/architecture.ts';
import type { Checkpoint } from '../../nn/training.ts';
import { describeArchitecture, sameShape } from '../../nn/validate-architecture.ts';
import type { NetworkEntry } from '../shared-state.ts';
import { findSeries, type CheckpointSeries } from './checkpoint-series.ts';
import { DEFAULT_VIEW } from '../view.ts';
import { isNamed, openRoles, tellOtherNetworks } from '../link/needs.ts';
import { RECORD_VERSION, type NetworkRecord } from './record.ts';
import { newId, type Session } from '../session.ts';
import { fits } from '../data/fits.ts';
import { readFile, storedName, type NamedBlob } from '../data/read-file.ts';
import { freeName } from './free-name.ts';

/** How a file is to be read; `norm` corrects the place that the file suggests. */
export interface NetworkReading {
  readonly activation: Activation;
  readonly norm?: Normalisation;
}

/** A network file that was understood. */
export interface ReadNetwork extends StateDictReading {
  readonly file: string;
  readonly sha256: string;
}

export interface AddedNetwork {
  readonly id: string;
  /** One, or those of a series by their epochs. */
  readonly files: readonly string[];
  /** What was understood, in sentences. */
  readonly understood: readonly string[];
}

/** Reads a network file in the worker and puts the network in the library. `understood` says how it was read. */
export async function importNetwork(
  session: Session,
  file: NamedBlob,
  { name, ...choice }: NetworkReading & { name?: string },
  options: JobOptions,
): Promise<{ entry: NetworkEntry; understood: readonly string[] }> {
  const { sha256, network } = await readFile(session, file, { as: 'network', choice, named: [] }, options);
  if (network === null) throw new RidgelineError('internal', `${file.name} was not read as a network.`);
  const read: ReadNetwork = { ...network, file: storedName(file.name), sha256 };
  return { entry: addNetwork(session, read, { name: name ?? bareName(read.file) }), understood: read.understood };
}

/**
 * Puts networks in the library: checkpoints of one run as one network, then the files that stand alone; tells how they were read.
 * Several runs become A, B and C; else what is new takes the roles that are free. What a link waits for is left to it.
 */
export function addNetworks(session: Session, read: readonly ReadNetwork[]): AddedNetwork[] {
  const { series, problems } = findSeries(read.map(({ file }) => file));
  const mixed = series.flatMap((one) => mixedShapes(one, read) ?? []);
  for (const problem of [...problems, ...mixed]) session.notices.add('warning', problem);
  const whole = series.filter((one) => mixedShapes(one, read) === null);
  const taken = new Set(whole.flatMap(({ files }) => files.map(({ index }) => index)));
  const runs = whole.map((one) => addSeries(session, one, read));
  const alone = read
    .filter((_, i) => !taken.has(i))
    .map((one): AddedNetwork => ({ id: addNetwork(session, one, { name: bareName(one.file) }).id, files: [one.file], understood: one.understood }));
  for (const { understood } of runs) session.notices.add('info', understood.join(' '));
  tellReading(session, alone);
  tellMisfits(
    session,
    [...runs, ...alone].map(({ id }) => id),
  );
  const free = (added: readonly AddedNetwork[]): string[] =>
    added.map(({ id }) => id).filter((id) => !isNamed(session, session.library.get(id).recipe));
  tellOtherNetworks(
    session,
    [...runs, ...alone].map(({ id }) => id),
  );
  if (free(runs).length > 1 && session.wanted === null) placeRuns(session, free(runs));
  else placeWhereFree(session, free(runs));
  placeWhereFree(session, free(alone));
  return [...runs, ...alone];
}

/** The last checkpoint is the network, and what links name. */
function addSeries(session: Session, { name, files }: CheckpointSeries, read: readonly ReadNetwork[]): AddedNetwork {
  const checkpoints = files.map(({ index, epoch }): Checkpoint => ({ epoch, parameters: read[index].network.parameters }));
  const last = read[files[files.length - 1].index];
  const entry = addNetwork(session, last, { name, checkpoints });
  const what = `${files.length} checkpoints of '${entry.name}', epochs ${files[0].epoch} to ${files[files.length - 1].epoch}; the last is the network. Links name ${last.file} alone: for the others drop the series again.`;
  return { id: entry.id, files: files.map(({ index }) => read[index].file), understood: [what, ...last.understood] };
}

function addNetwork(
  session: Session,
  { network, file, sha256 }: ReadNetwork,
  { name, checkpoints = [] }: { name: string; checkpoints?: readonly Checkpoint[] },
): NetworkEntry {
  const taken = new Set(session.store.getState().networks.map((entry) => entry.name));
  const { activation, norm } = network.architecture;
  const record: NetworkRecord = {
    version: RECORD_VERSION,
    id: newId(),
    name: freeName(name.slice(0, 110), taken),
    network,
    checkpoints,
    seeds: null,
    training: null,
    data: null,
    recipe: { kind: 'imported', name: file.slice(0, 110), sha256, activation, norm },
    origin: { kind: 'imported', file, sha256 },
    run: null,
    backend: null,
    choice: null,
    matchedOn: null,
    alignment: null,
    history: [],
    diverged: null,
    stopped: null,
    created: laterThanAll(session),
  };
  return session.library.add(record);
}

/** A time after that of every network in the list, by which a reload orders them. */
function laterThanAll({ clock, store }: Session): number {
  return store.getState().networks.reduce((time, { created }) => Math.max(time, created + 1), clock.now());
}

/** Why the files of a series are not of one network; null where they are. */
function mixedShapes({ name, files }: CheckpointSeries, read: readonly ReadNetwork[]): string | null {
  const [first, ...others] = files.map(({ index }) => read[index]);
  const other = others.find(({ network }) => !sameShape(network.architecture, first.network.architecture));
  if (other === undefined) return null;
  return `The checkpoints of '${name}' were opened one by one: ${first.file} holds ${describeArchitecture(first.network.architecture)}, ${other.file} ${describeArchitecture(other.network.architecture)}. Checkpoints of one network have one shape.`;
}

/** That the current data are not of these networks' shape, where that is so: nothing of them can be measured then. */
function tellMisfits({ store, current, notices }: Session, ids: readonly string[]): void {
  if (current === null) return;
  const { inputs, classes } = current.summary;
  const others = store.getState().networks.filter((entry) => ids.includes(entry.id) && !fits(entry, current.summary));
  if (others.length === 0) return;
  const shapes = new Set(others.map(({ architecture }) => `${architecture.inputs} inputs and ${architecture.classes} classes`));
  const names = formatList(others.map(({ name }) => `'${name}'`));
  const data = `the current data have ${inputs} inputs and ${classes} classes`;
  notices.add(
    'warning',
    `${names}: ${formatList([...shapes])}, but ${data}. Nothing of ${others.length === 1 ? 'it' : 'them'} can be measured until data of that shape are loaded.`,
  );
}

/** How networks were read, for a person to check; files that were read alike in one message. */
function tellReading(session: Session, added: readonly AddedNetwork[]): void {
  const files = new Map<string, string[]>();
  for (const { files: names, understood } of added) {
    const reading = understood.join(' ');
    files.set(reading, [...(files.get(reading) ?? []), ...names]);
  }
  for (const [reading, names] of files) session.notices.add('info', `${names.join(', ')}: ${reading}`);
}

/** Runs that were dropped together are there to be compared: they become A, B and C whatever was. */
function placeRuns(session: Session, [a, b, c = null]: readonly (string | null)[]): void {
  session.history.remember('runs');
  session.store.setState(({ view }) => ({
    roles: { A: a, B: b, C: c },
    aligned: { B: null, C: null },
    view: { ...view, plane: { ...view.plane, window: null }, probe: view.probe.kind === 'plane' ? DEFAULT_VIEW.probe : view.probe },
  }));
}

function placeWhereFree(session: Session, ids: readonly string[]): void {
  const open = openRoles(session).slice(0, ids.length);
  session.store.setState(({ roles }) => ({ roles: { ...roles, ...Object.fromEntries(open.map((role, i) => [role, ids[i]])) } }));
}

function bareName(file: string): string {
  return file.replace(/\.safetensors$/i, '');
}
