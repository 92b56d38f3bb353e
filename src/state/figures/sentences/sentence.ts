/**
 * The sentence above the figures: what those that are shown say, in plain words and their own numbers (definition.ts), or what is
 * under way and what to do where there is nothing to say yet.
 */
import type { AppState } from '../../app-state.ts';
import { formatDuration, formatList } from '../../../base/format.ts';
import { classHalvesWords, otherDataWords } from '../../data/learnt.ts';
import type { EndsOfPairs } from '../../pairs/ends.ts';
import type { NetworkEntry, TrainingRun, Work } from '../../shared-state.ts';
import type { View } from '../../view.ts';
import type { AnyFigure, Said } from '../definition.ts';
import { isSameNetwork, SAME_NETWORK } from './curve-sentence.ts';
import { figureReader, ownSettings } from '../reading.ts';
import { EXPLORE_NAMES, FIGURES, type FigureName } from '../table.ts';

export interface Description {
  readonly text: string;
  /** 'result': from a figure; the others say what to do or what is under way. */
  readonly kind: 'empty' | 'busy' | 'result';
  readonly verdict: Said['verdict'];
}

type Described = Pick<AppState, 'figures' | 'networks' | 'roles' | 'aligned' | 'data' | 'experiment' | 'training' | 'pending' | 'view'>;

/** Of all figures of Explore together. */
export function describeExperiment(state: Described): Description {
  const said = EXPLORE_NAMES.flatMap((name) => sayingOf(state, name) ?? []);
  if (said.length === 0) return describeAbsence(state);
  const elsewhere = otherDataWords(state, ['A', 'B']);
  if (elsewhere !== null) return { text: elsewhere, kind: 'result', verdict: null };
  const halves = classHalvesWords(state);
  return { text: [...said.map(({ text }) => text), ...(halves === null ? [] : [halves])].join(' '), kind: 'result', verdict: said[0].verdict };
}

/** Of the laboratory's figure that is shown. */
export function describeLab(state: Described): Description {
  const { figures, view } = state;
  const { figure: name } = view.lab;
  const figure: AnyFigure = FIGURES[name];
  const { status, error }: Work<unknown> = figures[name];
  const drawn = figure.kind === 'drawn';
  const training = describeTraining(state);
  if (training !== null && !drawn) return busy(training);
  const text = sayingOf(state, name)?.text ?? null;
  // What is not finite in a figure that is not whole may be still to come.
  const unfinished = figure.kind === 'follows' && status !== 'done' && text !== null && text.includes('not finite');
  if (unfinished && status === 'stopped') return empty('The figure was stopped before it was whole.');
  // Pairs of a choice are those of the current data.
  const ofRoles = figure.kind === 'follows' && view.lab.pairs === null;
  if (text !== null && ofRoles && isSameNetwork(state)) return { text: SAME_NETWORK, kind: 'result', verdict: null };
  const elsewhere = drawn || view.lab.pairs !== null || figure.kind === 'run' ? null : otherDataWords(state, ['A', 'B']);
  const halves = figure.kind === 'follows' ? halvesOfPairs(state) : null;
  if (text !== null && !unfinished) return { text: elsewhere ?? (halves === null ? text : `${text} ${halves}`), kind: 'result', verdict: null };
  if (status === 'running') return busy('Measuring.');
  if (status === 'failed') return empty(error?.message ?? 'The figure could not be computed.');
  return empty(figure.advice === '' ? pairAdvice(view) : figure.advice);
}

/** Where the networks of the pairs learnt from parts of the classes, that they did. */
function halvesOfPairs(state: Described): string | null {
  const { pairs } = state.view.lab;
  if (pairs === null) return classHalvesWords(state);
  return pairs.kind === 'classes'
    ? 'Of each pair A learnt the lower half of the classes alone, B the upper, and neither an example of the others.'
    : null;
}

/** The ends that the laboratory's figure was made of; null where it has none yet, or lists them itself. */
export function shownEnds({ figures, view }: Pick<AppState, 'figures' | 'view'>): EndsOfPairs | null {
  const figure: AnyFigure = FIGURES[view.lab.figure];
  const { result }: Work<unknown> = figures[view.lab.figure];
  return result === null ? null : figure.ends(result);
}

function sayingOf(state: Described, name: FigureName): Said | null {
  const figure: AnyFigure = FIGURES[name];
  const { result }: Work<unknown> = state.figures[name];
  const said = figure.sentence({ ...figureReader(state), result, settings: ownSettings(state.view, name), state });
  return typeof said === 'string' ? { text: said, verdict: null } : said;
}

function pairAdvice({ lab }: View): string {
  return lab.pairs === null
    ? 'Choose two networks as A and B, or train pairs, to see which layers carry what lies between them.'
    : 'Train the pairs to see which layers carry what lies between them.';
}

function describeTraining({ training, data }: Described): string | null {
  if (training.status === 'running') return runWords(training.result);
  return data.status === 'running' ? 'Loading the data.' : null;
}

/** What trains, how far it is and what is left; that it is paused, where nothing goes on. */
function runWords(run: TrainingRun | null): string {
  if (run === null) return 'Training networks.';
  const place = `epoch ${Math.floor(run.epoch)} of ${run.epochs}`;
  if (run.paused) return `The training of ${trainedWords(run)} is paused at ${place}.`;
  return `Training ${trainedWords(run)}: ${place}${run.secondsLeft === null ? '' : `, ${formatDuration(run.secondsLeft)} to go`}.`;
}

/** What trains; the time that is left is that of all parts. */
function trainedWords({ names, part }: TrainingRun): string {
  if (part !== undefined) return `pair ${part.at} of ${part.of}`;
  return names.length === 1 ? 'a network' : `${names.length} networks`;
}

function describeAbsence({ training, data, roles, networks, pending, figures }: Described): Description {
  if (training.status === 'running') return busy(runWords(training.result));
  if (data.status === 'running') return busy('Loading the data.');
  if (data.status === 'failed') return empty('The data could not be loaded. Choose others, or drop a file here.');
  if (pending !== null && pending.files.length > 0)
    return empty(`This link needs ${formatList(pending.files)}: drop ${pending.files.length === 1 ? 'it' : 'them'} on this page.`);
  if (pending !== null && pending.train.length > 0)
    return empty('This link asks for networks that are not in this browser: train them to see what it shows.');
  const held = (id: string | null): NetworkEntry | undefined => networks.find((entry) => entry.id === id);
  if (networks.length === 0) return empty('Train networks to see what lies between them.');
  if (held(roles.A) === undefined || held(roles.B) === undefined) return empty('Choose two networks as A and B to see what lies between them.');
  // Its first figure is the one that says what lies between them.
  const { status, error } = figures[EXPLORE_NAMES[0]];
  if (status === 'failed') return empty(error?.message ?? 'The path between A and B could not be computed.');
  if (status === 'stopped') return empty('The path between A and B was stopped before it was measured.');
  if (status === 'idle') return empty('A and B do not fit the data that are shown. Choose networks that were trained on them.');
  return busy('Measuring what lies between A and B.');
}

function busy(text: string): Description {
  return { text, kind: 'busy', verdict: null };
}

function empty(text: string): Description {
  return { text, kind: 'empty', verdict: null };
}
