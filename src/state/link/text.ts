/**
 * A link's hash as text: `#v=1&key=value&...&len=N`. The last pair counts the characters before it, as they read when decoded, so
 * that a link cut short by a mail program or a chat is told from a whole one.
 */
import { LONGEST_LINK } from './fields.ts';

export type LinkPairs = ReadonlyMap<string, string>;

const MOST_PAIRS = 300;

/** The hash of the pairs, in their order. */
export function formatPairs(pairs: LinkPairs): string {
  const text = [...pairs].map(([key, value]) => `${escape(key)}=${escape(value)}`).join('&');
  return `#${text}&len=${decodedLength(pairs)}`;
}

/** Pairs of a hash, and what is wrong with it as text. Never throws. */
export function parsePairs(hash: string): { pairs: Map<string, string>; problems: string[] } {
  const pairs = new Map<string, string>();
  const problems: string[] = [];
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text.length > LONGEST_LINK)
    return { pairs, problems: [`The link is longer (${text.length} characters) than any that Ridgeline writes (${LONGEST_LINK}). It was ignored.`] };
  const parts = text.split('&').filter((part) => part !== '');
  if (parts.length > MOST_PAIRS) problems.push(`The link holds ${parts.length} settings; the first ${MOST_PAIRS} were read.`);
  let length: string | null = null;
  for (const part of parts.slice(0, MOST_PAIRS)) {
    const cut = part.indexOf('=');
    const key = cut > 0 ? decoded(part.slice(0, cut)) : null;
    const value = cut > 0 ? decoded(part.slice(cut + 1)) : null;
    if (key === null || value === null) problems.push(`'${shortened(part)}' in the link is no setting; it was ignored.`);
    else if (length !== null) problems.push(`'${shortened(part)}' stands behind the end of the link; it was ignored.`);
    else if (key === 'len') length = value;
    else if (pairs.has(key)) problems.push(`The link gives '${shortened(key)}' twice; the first was used.`);
    else pairs.set(key, value);
  }
  const read = decodedLength(pairs);
  if (length === null)
    problems.push('The link has no end mark: it was cut short, or written by hand. What is there was used; the rest is at its default.');
  else if (length !== String(read))
    problems.push(
      `The link says it is ${shortened(length)} characters long, but ${read} were read: it was changed on the way or by hand. What is there was used.`,
    );
  return { pairs, problems };
}

/** For messages: bounded, without control characters. */
export function shortened(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this takes out
  const clean = text.replace(/[\u0000-\u001f\u007f]/g, '?');
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean;
}

function decodedLength(pairs: LinkPairs): number {
  let length = 0;
  for (const [key, value] of pairs) length += key.length + value.length + 2;
  return length;
}

/** Percent-encoding that leaves alone what is safe in a fragment and good to read. */
function escape(text: string): string {
  return encoded(text).replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%2F/g, '/');
}

/** Percent-encoding of any text; halves of surrogate pairs, which have none, become U+FFFD. */
export function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
