/** Runs: networks that were trained together, counted on each data set. */
import { canonicalJson } from '../../base/hash.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { AppState } from '../app-state.ts';
import { datasetLabel } from '../data/choices.ts';
import type { Experiment } from '../experiment.ts';
import type { NetworkEntry, NetworkRun } from '../shared-state.ts';
import { newId } from '../session.ts';
import { freeName } from './free-name.ts';

/** Short, for names: 'moons', 'MNIST', a file's name. */
export function dataWords(data: DatasetSpec): string {
  if (data.id === 'file') return data.file.name.slice(0, 40);
  return 'trainSize' in data && (data.id === 'mnist' || data.id === 'cifar10') ? datasetLabel(data.id) : data.id;
}

/** The next run on these data: its number follows the largest there is. */
export function nextRun(networks: readonly Pick<NetworkEntry, 'run' | 'data'>[], data: DatasetSpec): NetworkRun {
  const words = dataWords(data);
  const numbers = networks.flatMap(({ run, data: own }) => (run !== null && own !== null && dataWords(own) === words ? [run.number] : []));
  return { id: newId(), number: 1 + Math.max(0, ...numbers) };
}

/** 'run 2 of moons'. */
export function runText({ number }: NetworkRun, data: DatasetSpec | null): string {
  return data === null ? `run ${number}` : `run ${number} of ${dataWords(data)}`;
}

/** The name; where it is taken it tells the run, and where that does not tell networks apart a number does. */
export function nameInRun(name: string, run: NetworkRun, data: DatasetSpec, taken: Set<string>): string {
  const told = run.number === 1 ? `${name} of ${dataWords(data)}` : `${name}, ${runText(run, data)}`;
  return freeName(taken.has(name) ? told : name, taken);
}

/** How many seeds of the experiment have no such network, but one that was stopped on the way: Train goes on with it. */
export function stoppedAlready({ experiment, networks }: Pick<AppState, 'experiment' | 'networks'>): number {
  const { data, architecture, training, seeds } = experiment;
  const place = canonicalJson(data);
  const made = madeAlready({ experiment, networks });
  const isStopped = (own: Experiment['seeds'][number]): boolean =>
    networks.some(
      ({ recipe, data: learnt, stopped }) =>
        stopped?.canGoOn === true &&
        recipe?.kind === 'trained' &&
        canonicalJson({ ...recipe, stop: undefined }) === canonicalJson({ kind: 'trained', architecture, training, seeds: own, share: null }) &&
        canonicalJson(learnt) === place,
    );
  return seeds.filter((own, i) => made[i] === null && isStopped(own)).length;
}

/**
 * The networks of the list that Train would make again, one a seed of the experiment: of the same data, settings and seeds, the newest.
 * null: there is none, or it diverged.
 */
export function madeAlready({ experiment, networks }: Pick<AppState, 'experiment' | 'networks'>): (string | null)[] {
  const { data, architecture, training, seeds } = experiment satisfies Experiment;
  const shown = canonicalJson(data);
  return seeds.map((own) => {
    const key = canonicalJson({ kind: 'trained', architecture, training, seeds: own, share: null });
    const found = networks.findLast(
      ({ recipe, data: learnt, diverged }) =>
        recipe?.kind === 'trained' && diverged === null && canonicalJson(recipe) === key && learnt !== null && canonicalJson(learnt) === shown,
    );
    return found?.id ?? null;
  });
}
