/** What a person shares: the link of what is on the screen, with the figures or without, and what it costs in characters. */
import { RidgelineError } from '../../base/errors.ts';
import { FIGURES } from '../figures/table.ts';
import { publish } from '../published/publish.ts';
import type { PublishedFigures, PublishableName } from '../published/schemas/table.ts';
import type { Published } from '../published/published.ts';
import type { Session } from '../session.ts';
import { currentLink } from './current.ts';
import { withResults } from './results.ts';

export interface ShareRequest {
  /** With the figures that are computed. Left out: without. */
  readonly results?: boolean;
  /** Some of those; left out: all. */
  readonly figures?: readonly PublishableName[];
  readonly title?: string;
}

/** A figure that a link could hold, and how many characters it adds. */
export interface FigureCost {
  readonly name: PublishableName;
  readonly title: string;
  readonly characters: number;
}

export interface Shareable {
  /** Without results. */
  readonly link: string;
  /** What the link cannot hold, in words. */
  readonly omitted: readonly string[];
  /** Figures that are computed, each with what it adds. */
  readonly figures: readonly FigureCost[];
}

/** What can be shared of the screen. */
export async function shareable(session: Session): Promise<Shareable> {
  const { link, hash, omitted } = currentLink(session, 'all');
  const published = await publish(session, hash).catch((error: unknown) => {
    // Nothing is computed: the link alone can be shared.
    if (error instanceof RidgelineError && error.code === 'unsupported') return null;
    throw error;
  });
  return { link, omitted, figures: published === null ? [] : costs(published) };
}

function costs(published: Published): FigureCost[] {
  const names = Object.keys(published.figures) as PublishableName[];
  const length = (figures: PublishedFigures): number => lengthWith({ ...published, figures });
  const bare = length({});
  return names.map((name) => ({ name, title: FIGURES[name].words.title, characters: length({ [name]: published.figures[name] }) - bare }));
}

function lengthWith(published: Published): number {
  try {
    return withResults(published.link, published).length;
  } catch (error) {
    if (error instanceof RidgelineError && error.code === 'too-large') return Number(error.received);
    throw error;
  }
}

/** The link of what is on the screen. Throws `unsupported` where results are asked for and none are computed, `too-large` where no link holds them. */
export async function linkOf(session: Session, { results = false, figures, title = '' }: ShareRequest = {}): Promise<string> {
  const { link, hash } = currentLink(session, 'all');
  if (!results) return link;
  const published = await publish(session, hash, { title, ...(figures === undefined ? {} : { figures }) });
  return session.location.base + withResults(hash, published);
}

/** Copies it. */
export async function share(session: Session, request: ShareRequest = {}): Promise<string> {
  const { omitted } = currentLink(session, 'all');
  if (omitted.length > 0) session.notices.add('info', `The link leaves out ${omitted.join('; ')}.`);
  const link = await linkOf(session, request);
  const results = request.results === true;
  const where = results ? 'Select the link in the dialog and copy it by hand.' : `The address bar holds the link: ${link}`;
  await copyText(session, link, results ? 'The link with its figures was copied.' : 'The link was copied.', where);
  return link;
}

/** Puts text on the clipboard, and says so. @param otherwise what to do where the browser forbids it */
export async function copyText({ notices }: Session, text: string, done: string, otherwise: string): Promise<void> {
  const clipboard = typeof navigator === 'undefined' ? undefined : (navigator as { clipboard?: Clipboard }).clipboard;
  try {
    if (clipboard === undefined) throw new RidgelineError('unsupported', 'no clipboard');
    await clipboard.writeText(text);
    notices.confirm(done);
  } catch {
    notices.add('info', `Copying is not allowed here. ${otherwise}`);
  }
}
