/** Opening a link: data, settings, the networks that are here already, and an offer to train or drop the rest. */
import { authorBackend } from '../backend-words.ts';
import { isAbort } from '../../base/errors.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec, FileReference } from '../../datasets/spec.ts';
import { checkArchitecture } from '../../nn/validate-architecture.ts';
import { findAligned } from '../networks/aligned-copies.ts';
import { alignPair, alignRoles } from '../networks/alignment-run.ts';
import { estimateTrainingSeconds, TRAIN_AT_ONCE_SECONDS } from '../networks/estimate.ts';
import { ROLES, type NetworkRecipe, type Role } from '../experiment.ts';
import type { PairChoice } from '../figures/lab-view.ts';
import { pairsToTrain, trainPairs } from '../pairs/training.ts';
import { isFirstPair } from '../pairs/pairs.ts';
import { loadData } from '../data/loading.ts';
import { dataFiles, findNetwork, neededFiles } from './needed-files.ts';
import type { LinkRole, LinkState } from './state.ts';
import { borrowDeck } from '../scenes/borrowed.ts';
import { type LinkTalk, type ParsedLink, parseLink } from './link.ts';
import { readResults, splitResults } from './results.ts';
import type { Published } from '../published/published.ts';
import type { ShownPublished } from '../published/shown.ts';
import type { Session } from '../session.ts';
import type { NeededFile } from '../shared-state.ts';
import type { StoredFile } from '../storage/storage.ts';
import { restoreFile } from '../data/stored-file.ts';
import { trainNetworks } from '../networks/training-run.ts';

/** How networks that are not in this browser are dealt with: trained at once where that is short, or left out. */
export type MissingNetworks = 'train-or-offer' | 'leave-out';

type Held = Readonly<Record<Role, string | null>>;

const NOBODY: Held = { A: null, B: null, C: null };

/**
 * Puts what a hash names on the screen. Problems become notices; the page works whatever the hash holds. `within`: it is the view of a
 * scene, and the deck stays as it is.
 */
export async function openLink(
  session: Session,
  hash: string,
  { missing = 'train-or-offer', within = false }: { missing?: MissingNetworks; within?: boolean } = {},
): Promise<void> {
  const { bare, results } = splitResults(hash);
  const parsed = parseLink(bare);
  tellProblems(session, parsed);
  if (!within) takeTalk(session, parsed.talk);
  const published = results === null ? null : publishedOf(session, bare, results);
  if (published !== null) {
    showPublished(session, published);
    return;
  }
  putLink(session, parsed.state, null);
  await goOn(session, missing);
}

/** Shows the author's figures of a link before anything else has started; whether it holds any. */
export function openAtOnce(session: Session, hash: string): boolean {
  const { bare, results } = splitResults(hash);
  if (results === null) return false;
  const published = publishedOf(session, bare, results);
  if (published === null) return false;
  const parsed = parseLink(bare);
  tellProblems(session, parsed);
  takeTalk(session, parsed.talk);
  showPublished(session, published);
  return true;
}

/** Puts an author's figures on the screen, as they were; nothing is loaded, trained or computed. */
export function showPublished(session: Session, published: Published): void {
  const { state: link } = parseLink(published.link);
  putLink(session, link, authorOf(published, link));
  // What was done before belongs to other figures.
  session.history.clear();
}

/** Puts a link on the screen whose networks came with it, by their ids, under the author's figures where there are some. `goOn` loads its data. */
export function putGiven(session: Session, hash: string, held: Held, published: Published | null): void {
  const parsed = parseLink(hash);
  tellProblems(session, parsed);
  putLink(session, parsed.state, published === null ? null : authorOf(published, parsed.state), held);
}

function authorOf(published: Published, link: LinkState): ShownPublished {
  return { published, link, show: 'author', recomputing: 'no', differences: null };
}

function tellProblems({ notices }: Session, { problems }: ParsedLink): void {
  if (problems.length > 0) notices.add('warning', `About this link: ${problems.join(' ')}`);
}

/** The figures of a link; null where they cannot be read, which is told. */
function publishedOf({ notices }: Session, bare: string, results: string): Published | null {
  try {
    return readResults(bare, results);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    notices.add('warning', `The figures that this link holds could not be shown. ${why} Experiment and view were opened without them.`);
    return null;
  }
}

function putLink(session: Session, link: LinkState, published: ShownPublished | null, held = NOBODY): void {
  session.jobs.cancelAll();
  session.wanted = link;
  session.awaitedFiles = [];
  session.store.setState(({ view, experiment }) => ({
    view: { ...link.view, theme: view.theme },
    experiment: { ...link.experiment, data: experiment.data },
    roles: held,
    aligned: { B: null, C: null },
    pending: null,
    published,
  }));
}

/** Loads what the open link asks for, and finds, trains or offers its networks. */
export async function goOn(session: Session, missing: MissingNetworks = 'train-or-offer'): Promise<void> {
  const link = session.wanted;
  if (link === null) return;
  const files = await missingFiles(session, link.experiment.data);
  if (session.wanted !== link) return;
  session.awaitedFiles = files;
  if (files.length > 0) {
    offerDataFiles(session, link);
    return;
  }
  await loadWanted(session, link, missing);
}

/** The link's scenes and what it leaves out of the page. The person's own scenes stay in the browser, and come back with a page that brings none. */
function takeTalk(session: Session, { scenes, lesson, hide }: LinkTalk): void {
  if (scenes !== null) borrowDeck(session, { scenes, hide }, lesson);
  else if (hide.length > 0) session.store.setState(({ talk }) => ({ talk: { ...talk, hide } }));
}

/** Keeps the files that the open link waits for as its data, and goes on with it when they are all here. */
export async function takeDataFiles(session: Session, files: readonly StoredFile[]): Promise<void> {
  const link = session.wanted;
  if (link === null) return;
  for (const file of files) session.library.keepFile(file);
  session.awaitedFiles = session.awaitedFiles.filter(({ sha256 }) => files.every((file) => file.sha256 !== sha256));
  if (session.awaitedFiles.length > 0) offerDataFiles(session, link);
  else await loadWanted(session, link, 'train-or-offer');
}

/** Loads the link's data, then finds, offers or trains its networks. */
async function loadWanted(session: Session, link: LinkState, missing: MissingNetworks): Promise<void> {
  const { store, notices } = session;
  try {
    await loadData(session, link.experiment.data, { keepSettings: true });
  } catch (error) {
    if (!isAbort(error))
      notices.add('error', `The link's data could not be loaded: ${error instanceof Error ? error.message : String(error)}`, null, {
        cause: 'loadData',
      });
    return;
  }
  if (session.wanted !== link) return;
  // Loading adopts nothing, but a logistic output on other data may have been corrected; the link's settings hold where they fit.
  await adoptWanted(session);
  if (session.wanted !== link || store.getState().pending === null) return;
  if (missing === 'leave-out') {
    session.wanted = null;
    store.setState({ pending: null });
    return;
  }
  const { pending } = store.getState();
  if (pending !== null && pending.files.length === 0 && pending.estimateSeconds !== null && pending.estimateSeconds < TRAIN_AT_ONCE_SECONDS) {
    try {
      await trainWanted(session);
    } catch (error) {
      if (!isAbort(error))
        notices.add('error', `The link's networks could not be trained: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Gives roles to the networks of this browser that the open link asks for, and says in `pending` what is still missing. */
export async function adoptWanted(session: Session): Promise<void> {
  const link = session.wanted;
  if (link === null) return;
  if (session.awaitedFiles.length > 0) {
    offerDataFiles(session, link);
    return;
  }
  if (session.current === null) return;
  for (const role of ROLES) {
    const wanted = link.roles[role];
    const found = wanted === null || session.store.getState().roles[role] !== null ? null : findNetwork(session, wanted, link.experiment.data);
    if (found !== null) session.store.setState(({ roles }) => ({ roles: { ...roles, [role]: found } }));
  }
  const { roles } = session.store.getState();
  const lacking = ROLES.filter((role) => link.roles[role] !== null && roles[role] === null);
  if (lacking.some((role) => link.roles[role]?.recipe.kind !== 'aligned')) offer(session, link);
  else await finish(session, link);
}

/**
 * Trains the networks that the open link asks for, equal recipes together, then matches as the link says; then the other pairs of a
 * link to the laboratory.
 */
export async function trainWanted(session: Session): Promise<void> {
  const link = session.wanted;
  const asked = session.store.getState().pending?.train ?? [];
  if (link === null) return;
  session.store.setState(({ pending }) => ({ pending: pending === null ? null : { ...pending, train: [] } }));
  const groups = trainingGroups(link, asked);
  const pairs = wantedPairs(link);
  const base = link.roles.A?.recipe;
  // The first pair and those after it are one job, whose time is told whole.
  const later = pairs !== null && base?.kind === 'trained' && groups.length === 1 ? pairsToTrain(session, pairs, base) : 0;
  try {
    for (const group of groups) await trainNetworks(session, group, { keepRoles: true, ...(later > 0 ? { part: { at: 1, of: 1 + later } } : {}) });
  } catch (error) {
    if (session.wanted === link) session.store.setState(({ pending }) => ({ pending: pending === null ? null : { ...pending, train: asked } }));
    throw error;
  }
  await adoptWanted(session);
  if (pairs !== null && base?.kind === 'trained') await trainPairs(session, pairs, { base, before: later > 0 ? 1 : 0 });
}

/** The pairs whose first is the link's A and B, where the laboratory is looked at. */
function wantedPairs({ view, roles }: LinkState): PairChoice | null {
  const { pairs } = view.lab;
  const trained = (held: LinkRole | null): NetworkRecipe | null =>
    held === null || held.data !== null || held.recipe.kind === 'aligned' ? null : held.recipe;
  return view.place === 'layers' && pairs !== null && isFirstPair(trained(roles.A), trained(roles.B), pairs) ? pairs : null;
}

interface Group {
  architecture: LinkState['experiment']['architecture'];
  training: LinkState['experiment']['training'];
  seeds: LinkState['experiment']['seeds'][number][];
  shares: (Share | null)[];
  roles: Role[];
  until?: number;
}

function trainingGroups(link: LinkState, roles: readonly Role[]): Group[] {
  const groups = new Map<string, Group>();
  for (const role of roles) {
    const recipe = link.roles[role]?.recipe;
    if (recipe?.kind !== 'trained') continue;
    const { architecture, training, seeds, share, stop } = recipe;
    const key = canonicalJson([architecture, training, stop]);
    const group: Group = groups.get(key) ?? {
      architecture,
      training,
      seeds: [],
      shares: [],
      roles: [],
      ...(stop === undefined ? {} : { until: stop }),
    };
    group.seeds.push(seeds);
    group.shares.push(share);
    group.roles.push(role);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** All networks are here: aligned ones are made, and the copies B' and C'. */
async function finish(session: Session, link: LinkState): Promise<void> {
  session.wanted = null;
  session.store.setState({ pending: null });
  try {
    for (const role of ROLES) {
      const recipe = link.roles[role]?.recipe;
      const { roles } = session.store.getState();
      if (recipe?.kind !== 'aligned' || roles[role] !== null) continue;
      const reference = roles[recipe.reference];
      const network = roles[recipe.source];
      if (reference === null || network === null) continue;
      const pair = { reference, network, choice: recipe.choice };
      const copy = findAligned(session, pair) ?? (await alignPair(session, pair));
      session.store.setState((state) => ({ roles: { ...state.roles, [role]: copy.id } }));
    }
    await alignRoles(session, (role) => link.aligned[role]);
  } catch (error) {
    if (!isAbort(error))
      session.notices.add('error', `The link's alignment could not be made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function filesOf(session: Session, link: LinkState): { files: string[]; needs: NeededFile[] } {
  const needs = neededFiles(session, link);
  return { files: needs.filter(({ here }) => !here).map(({ name }) => name), needs };
}

/** Nothing is trained before the link's data are here: it would be trained on others. */
function offerDataFiles(session: Session, link: LinkState): void {
  const { info } = session.store.getState().backend;
  session.store.setState({
    pending: {
      train: [],
      ...filesOf(session, link),
      estimateSeconds: null,
      authorBackend: authorBackend(link, info),
    },
  });
}

function offer(session: Session, link: LinkState): void {
  const { roles, backend } = session.store.getState();
  const missing = ROLES.filter((role) => roles[role] === null);
  const here = missing.filter((role) => link.roles[role]?.recipe.kind === 'trained' && (link.roles[role].data ?? null) === null);
  const elsewhere = missing.filter((role) => (link.roles[role]?.data ?? null) !== null);
  if (elsewhere.length > 0)
    session.notices.add(
      'warning',
      `The link's ${elsewhere.join(', ')} was trained on other data than are shown, and is not in this browser; load those data and train it there.`,
    );
  session.store.setState({
    pending: {
      train: here,
      ...filesOf(session, link),
      estimateSeconds: estimate(session, link, here),
      authorBackend: authorBackend(link, backend.info),
    },
  });
}

function estimate(session: Session, link: LinkState, roles: readonly Role[]): number | null {
  const summary = session.current?.summary;
  if (summary === undefined || roles.length === 0) return null;
  // Pairs share the recipe of A and B: the others are counted with them.
  const others = 2 * ((wantedPairs(link)?.count ?? 1) - 1);
  try {
    const seconds = trainingGroups(link, roles).map(({ architecture, training, seeds, until }, g) =>
      estimateTrainingSeconds(
        checkArchitecture(architecture, summary.inputs, summary.classes),
        until === undefined ? training : { ...training, epochs: until },
        summary.trainSize,
        seeds.length + (g === 0 ? others : 0),
        session.store.getState().backend.info,
      ),
    );
    return seconds.reduce((sum, value) => sum + value, 0);
  } catch (error) {
    session.notices.add('warning', `The link's networks do not fit its data: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The files that the data need and this browser does not hold; those it holds are given to the worker. */
async function missingFiles(session: Session, data: DatasetSpec): Promise<FileReference[]> {
  const missing: FileReference[] = [];
  for (const file of dataFiles(data)) if (!session.library.holdsFile(file.sha256) && !(await restoreFile(session, file))) missing.push(file);
  return missing;
}
