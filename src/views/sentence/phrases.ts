/** Which words of the sentence above the figures are terms. */
import type { TermId } from '../help/glossary.ts';

export interface Phrase {
  readonly words: RegExp;
  readonly term: TermId;
}

/** A stretch of the sentence; `term`: what it opens, null where it is plain. */
export interface Stretch {
  readonly text: string;
  readonly term: TermId | null;
}

/** In the order of their claim: where two phrases hold one stretch, the first has it. */
export const PHRASES: readonly Phrase[] = [
  { words: /[Mm]atch(?:ed|ing) neuron by neuron/, term: 'weight-matching' },
  { words: /neurons shuffled/, term: 'permutation' },
  { words: /[Aa]veraging|[Hh]alf-way|α = \S*\d/, term: 'interpolation' },
  { words: /[Ll]ayer (?:\d+ [^.,;:]{0,20})?alone|[1-9]\d{2,} % of full/, term: 'one-layer-more' },
  { words: /[Ll]argest single layers?|single layers?/, term: 'layer-barrier' },
  { words: /\bchord\b/, term: 'barrier-lerp' },
  { words: /\bmean of the ends\b/, term: 'barrier-mean' },
  { words: /\bworse end\b/, term: 'barrier-max' },
  { words: /\bbarrier\b/, term: 'connectivity' },
  { words: /\b(?:test|train) loss\b|\bloss\b/, term: 'loss' },
];

/** The sentence cut at its terms; each term once, where it comes first. Put together the stretches are the sentence. */
export function stretchesOf(text: string, phrases: readonly Phrase[] = PHRASES): readonly Stretch[] {
  if (text === '') return [];
  if (phrases.length === 0) return [{ text, term: null }];
  const [first, ...later] = phrases;
  const found = first.words.exec(text);
  if (found === null) return stretchesOf(text, later);
  const rest = later.filter(({ term }) => term !== first.term);
  const before = stretchesOf(text.slice(0, found.index), rest);
  const used = new Set(before.flatMap(({ term }) => term ?? []));
  const after = stretchesOf(
    text.slice(found.index + found[0].length),
    rest.filter(({ term }) => !used.has(term)),
  );
  return [...before, { text: found[0], term: first.term }, ...after];
}
