/** Scenes as a bundle holds them: views with what is said about them, in their order. */
import { type Check, invalid, listOf, nullable, record, text } from '../../base/check.ts';
import { checkPublished, type Published } from '../published/published.ts';

export interface BundleScene {
  readonly title: string;
  readonly note: string;
  readonly question: string;
  readonly answer: string;
  /** Experiment and view: the hash of a link without results. */
  readonly link: string;
  /** Its figures; null: they are computed where it is shown. */
  readonly published: Published | null;
}

const MOST_SCENES = 60;
const LONGEST_TEXT = 2000;

/** Several lines, or none. */
const lines: Check<string> = (value, argument) => {
  // eslint-disable-next-line no-control-regex -- control characters but the line's end are what this refuses
  if (typeof value === 'string' && value.length <= LONGEST_TEXT && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(value)) return value;
  throw invalid(argument, value, `text of at most ${LONGEST_TEXT} characters, without tabs and other control characters`);
};

export const checkScenes: Check<BundleScene[]> = listOf(
  record<BundleScene>({
    title: text(120),
    note: lines,
    question: lines,
    answer: lines,
    link: text(20_000),
    published: nullable(checkPublished),
  }),
  0,
  MOST_SCENES,
);
