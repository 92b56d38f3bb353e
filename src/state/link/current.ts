/** The link of what is on the screen now. */
import { canonicalJson } from '../../base/hash.ts';
import type { AlignmentChoice, Experiment, Role } from '../experiment.ts';
import { ROLES } from '../experiment.ts';
import { DEFAULT_VIEW } from '../view.ts';
import { LONGEST_LINK } from './fields.ts';
import type { LinkRole, LinkState } from './state.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { LONGEST_SCENES_TEXT, writeScenes } from '../scenes/scenes-text.ts';
import { formatLink, type LinkTalk, NO_LINK_TALK } from './link.ts';
import { withResults } from './results.ts';
import type { Session } from '../session.ts';

/** Characters of the pairs' keys about the scenes. */
const SCENES_MARGIN = 40;

export interface CurrentLink {
  /** Absolute URL. */
  readonly link: string;
  readonly hash: string;
  /** What the link could not hold, in words. */
  readonly omitted: readonly string[];
}

/**
 * Which scenes go along: 'address', those that came with a link, so that a reload has them again; 'all', the person's own too, as far as
 * they fit; 'none', nor what is left out of the page: the view alone.
 */
export type ScenesInLink = 'address' | 'all' | 'none';

export function currentLink(session: Session, scenes: ScenesInLink = 'address'): CurrentLink {
  const { state, omitted } = linkState(session);
  const { talk, left } = talkOf(session, state, scenes);
  const hash = formatLink(state, talk);
  const all = left === 0 ? omitted : [...omitted, `the last ${left === 1 ? 'scene' : `${left} scenes`}, for which there is no room`];
  if (hash.length <= LONGEST_LINK) return { link: session.location.base + hash, hash, omitted: all };
  const bare = formatLink({ ...state, experiment: { ...state.experiment, seeds: state.experiment.seeds.slice(0, 3) } }, talk);
  return { link: session.location.base + bare, hash: bare, omitted: [...all, 'the seeds beyond the third'] };
}

/** The scenes that go along, the first ones where not all have room; `left`: how many have none. */
function talkOf({ store }: Session, state: LinkState, which: ScenesInLink): { talk: LinkTalk; left: number } {
  const { scenes, borrowed, lesson, at, hide } = store.getState().talk;
  if (which === 'none') return { talk: NO_LINK_TALK, left: 0 };
  if (scenes.length === 0 || (which === 'address' && !borrowed)) return { talk: { ...NO_LINK_TALK, hide }, left: 0 };
  const room = LONGEST_LINK - formatLink(state, { ...NO_LINK_TALK, hide }).length - SCENES_MARGIN;
  for (let count = scenes.length; count > 0; count--) {
    const first = scenes.slice(0, count);
    if (writeScenes(first).length > Math.min(room, LONGEST_SCENES_TEXT)) continue;
    return { talk: { scenes: first, lesson: lesson ? Math.min(at ?? 0, count - 1) : null, hide }, left: scenes.length - count };
  }
  return { talk: { ...NO_LINK_TALK, hide }, left: scenes.length };
}

/** What the address bar holds: with the author's figures where they are on the screen, so that a reload and Back bring them again. */
export function currentAddress(session: Session): string {
  const { hash } = currentLink(session);
  const { published } = session.store.getState();
  return published?.show === 'author' ? withResults(hash, published.published) : hash;
}

function linkState(session: Session): { state: LinkState; omitted: string[] } {
  const { view, roles, aligned, backend, published } = session.store.getState();
  const experiment = shownExperiment(session);
  const omitted: string[] = [];
  const held = (role: Role): LinkRole | null => {
    const id = roles[role];
    // A network that a link asked for and that is still missing stays in the link.
    if (id === null) return session.wanted?.roles[role] ?? null;
    const record = session.library.get(id);
    const link = roleOf(session, role, record);
    if (record.origin.kind === 'imported' && record.checkpoints.length > 0)
      omitted.push(`the checkpoints of ${role} ('${record.name}'), of which it names the last file`);
    if (link === null) omitted.push(`${role} ('${record.name}'), an aligned copy of a network that is not A, B or C`);
    return link;
  };
  const choice = (role: 'B' | 'C'): AlignmentChoice | null => {
    const id = aligned[role];
    return id === null ? (session.wanted?.aligned[role] ?? null) : session.library.get(id).choice;
  };
  const links = { A: held('A'), B: held('B'), C: held('C') };
  const state: LinkState = {
    experiment,
    view: { ...view, theme: DEFAULT_VIEW.theme },
    roles: links,
    aligned: { B: choice('B'), C: choice('C') },
    // What computed an author's figures, while they are shown.
    ...(published?.show === 'author'
      ? { backend: published.link.backend, simd: published.link.simd }
      : { backend: backend.info?.name ?? null, simd: backend.info?.simd ?? null }),
  };
  return { state, omitted };
}

/** The experiment; its data are the open link's while their files are awaited. */
function shownExperiment({ store, wanted, awaitedFiles }: Session): Experiment {
  const { experiment, published } = store.getState();
  const isThere = wanted === null || (awaitedFiles.length === 0 && published?.show !== 'author');
  return isThere ? experiment : { ...experiment, data: wanted.experiment.data };
}

function roleOf(session: Session, role: Role, record: NetworkRecord): LinkRole | null {
  const { roles } = session.store.getState();
  const experiment = shownExperiment(session);
  if (record.recipe !== null) {
    const elsewhere = record.data !== null && canonicalJson(record.data) !== canonicalJson(experiment.data);
    return { recipe: record.recipe, data: elsewhere ? record.data : null };
  }
  const { origin, choice } = record;
  if (origin.kind !== 'aligned' || choice === null) return null;
  const source = ROLES.find((other) => other !== role && roles[other] === origin.source);
  const reference = ROLES.find((other) => other !== role && roles[other] === origin.reference);
  return source === undefined || reference === undefined ? null : { recipe: { kind: 'aligned', source, reference, choice }, data: null };
}
