/** Puts a bundle on the screen: its networks come into the list, its data and figures are shown, and nothing is trained. */
import { isAbort, toPlainError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Role } from '../experiment.ts';
import { measureNetworks } from '../data/loading.ts';
import { startOpening } from '../data/opening-job.ts';
import { shownName } from '../../base/bad-file.ts';
import type { NamedBlob } from '../data/read-file.ts';
import { goOn, openLink, putGiven } from '../link/opening.ts';
import { digestOf } from '../published/publish.ts';
import { recompute } from '../published/recompute.ts';
import { borrowDeck } from '../scenes/borrowed.ts';
import type { Scene } from '../scenes/scene.ts';
import type { Session } from '../session.ts';
import { adoptNetworks } from './adopt.ts';
import { readBundle, type Bundle } from './read.ts';
import { fetchSource, readSource, sizeOfSource, sourceIn, type Source } from './source.ts';

export interface OpenedBundle {
  readonly title: string;
  /** Ids in the library, in the order of the bundle. */
  readonly networks: readonly string[];
  readonly scenes: number;
}

/** Reads a bundle and shows it. What is wrong with it changes nothing. @param linked the address names the bundle */
export async function openBundle(session: Session, file: NamedBlob, options: JobOptions = {}, linked = false): Promise<OpenedBundle> {
  const job = startOpening(session, 1);
  const signal = options.signal === undefined ? job.signal : AbortSignal.any([job.signal, options.signal]);
  try {
    job.show(0);
    const bundle = await readBundle(session, file, { signal });
    await tellForeign(session, bundle);
    // A link that named the bundle has an entry of its own.
    if (!linked) session.beginEntry();
    return await showBundle(session, bundle, file.name);
  } finally {
    job.end();
  }
}

/** A link, or the bundle that its `src` names. */
export async function openAddress(session: Session, hash: string): Promise<void> {
  const source = sourceIn(hash);
  await (source === null ? openLink(session, hash) : openSource(session, source));
}

/** Fetches a bundle and shows it; from another host only where a person agrees. */
async function openSource(session: Session, text: string): Promise<void> {
  const { sources, notices, fetch: ask } = session;
  const source = readSource(text, session.location.base);
  const job = startOpening(session, 1);
  try {
    const hosts = source.own ? [source.url.host] : await agreedHosts(session, source, job.signal);
    if (hosts === null) {
      notices.confirm(`Nothing was fetched from ${source.url.host}.`);
      return;
    }
    job.show(0);
    const file = await fetchSource(source, hosts, ask, job.signal);
    job.end();
    await openBundle(session, file, {}, true);
  } catch (error) {
    if (!isAbort(error)) throw error;
    notices.confirm('Opening the bundle was cancelled.');
  } finally {
    sources.tell(null);
    job.end();
  }
}

/** The hosts that may be asked for the file; null: the person wants none of it. */
async function agreedHosts({ sources, fetch: ask }: Session, source: Source, signal: AbortSignal): Promise<readonly string[] | null> {
  const asked = { host: source.url.host, address: source.url.href };
  if (!(await sources.ask({ ...asked, step: 'host', size: null }))) return null;
  sources.tell({ ...asked, step: 'looking', size: null });
  const size = await sizeOfSource(source, ask, signal);
  if (!(await sources.ask({ ...asked, step: 'size', size }))) return null;
  sources.tell(null);
  return [asked.host, ...(size.movedTo === null ? [] : [size.movedTo])];
}

/** The author's figures at once; then, where their networks came along, all is computed here and compared. */
async function showBundle(session: Session, { json, networks, files }: Bundle, name: string): Promise<OpenedBundle> {
  if (json.published === null) session.history.remember('bundle');
  else session.history.clear();
  const ids = adoptNetworks(session, networks);
  for (const file of files) session.library.keepFile(file);
  const held = (role: Role): string | null => {
    const id = json.roles[role];
    return id === null ? null : (ids.get(id) ?? null);
  };
  putGiven(session, json.link, { A: held('A'), B: held('B'), C: held('C') }, json.published);
  // A bundle without scenes takes none away.
  // One whose first scene says something beside the figures is a lesson, and begins.
  const [first] = json.deck.scenes as readonly (Scene | undefined)[];
  if (first !== undefined) borrowDeck(session, json.deck, first.say === '' ? null : 0);
  session.notices.confirm(`Opened ${shownName(name)}: ${contentsText(networks.length, files.length)}`);
  if (json.published === null) {
    const opening = goOn(session);
    session.opening = opening.catch(() => undefined);
    await opening;
  } else if (networks.length > 0) compareInBackground(session);
  void measureNetworks(session);
  return { title: json.title, networks: networks.map(({ id }) => ids.get(id) ?? id), scenes: json.deck.scenes.length };
}

/** With the networks that came along nothing is trained. */
function compareInBackground(session: Session): void {
  recompute(session).catch((error: unknown) => {
    if (!isAbort(error)) session.notices.add('warning', `The author’s figures could not be computed here: ${toPlainError(error).message}`);
  });
}

function contentsText(networks: number, files: number): string {
  const parts = [
    ...(networks === 0 ? [] : [networks === 1 ? '1 network' : `${networks} networks`]),
    ...(files === 0 ? [] : [files === 1 ? '1 data file' : `${files} data files`]),
  ];
  if (parts.length === 0) return 'it holds no networks.';
  return `${parts.join(' and ')}; every file has the SHA-256 that the bundle names.`;
}

/** Figures that were made of other networks than those that came along are told as such. */
async function tellForeign({ notices }: Session, { json, networks }: Bundle): Promise<void> {
  const digests = new Set(await Promise.all(networks.map(digestOf)));
  const other = (json.published?.networks ?? []).filter(({ digest }) => !digests.has(digest)).map(({ name }) => `'${name}'`);
  if (networks.length > 0 && other.length > 0)
    notices.add(
      'warning',
      `The figures in the bundle were made of other parameters of ${other.join(', ')} than it holds: compare what is computed here.`,
    );
}
