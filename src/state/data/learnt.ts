/** Networks that are measured on other data than they learnt from: said wherever they are shown, and never judged by it. */
import { formatList } from '../../base/format.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { ROLES, type Role } from '../experiment.ts';
import type { NetworkEntry, SharedState } from '../shared-state.ts';
import { datasetLabel } from './choices.ts';
import { fits } from './fits.ts';

type Known = Pick<SharedState, 'networks' | 'roles' | 'data'> & { readonly experiment: Pick<SharedState['experiment'], 'data'> };

/**
 * 'A and B learnt two moons; this is their loss on circles.' null where all learnt from the current data, and where it is not known
 * what they learnt from, or they do not fit.
 *
 * @param asked the roles that are shown
 */
export function otherDataWords(state: Known, asked: readonly Role[] = ROLES): string | null {
  const current = state.experiment.data;
  const others = asked.flatMap((role): { role: Role; learnt: string }[] => {
    const entry = state.networks.find(({ id }) => id === state.roles[role]);
    return entry === undefined || !learntOther(entry, state) || entry.data === null ? [] : [{ role, learnt: wordsOf(entry.data, current) }];
  });
  if (others.length === 0) return null;
  const kinds = [...new Set(others.map(({ learnt }) => learnt))];
  const said = kinds.map((kind) => `${formatList(others.filter(({ learnt }) => learnt === kind).map(({ role }) => role))} learnt ${kind}`);
  return `${said.join(', ')}; this is ${others.length === 1 ? 'its' : 'their'} loss on ${nameOf(current)}.`;
}

/** 'A learnt the lower half of the classes alone, B the upper, and neither an example of the others.' null where none learnt from a part of them. */
export function classHalvesWords({ networks, roles }: Pick<Known, 'networks' | 'roles'>): string | null {
  const halves = (['A', 'B'] as const).flatMap((role): { role: Role; half: string }[] => {
    const recipe = networks.find(({ id }) => id === roles[role])?.recipe;
    return recipe?.kind === 'trained' && recipe.share?.by === 'class' ? [{ role, half: recipe.share.part === 0 ? 'lower' : 'upper' }] : [];
  });
  if (halves.length === 0) return null;
  const told = halves.map(({ role, half }, i) => (i === 0 ? `${role} learnt the ${half} half of the classes alone` : `${role} the ${half}`));
  return `${told.join(', ')}, and ${halves.length === 1 ? 'no' : 'neither an'} example of the others.`;
}

/** Of the list: how many of its networks learnt from other data than their scores are on; null: none. */
export function listedOtherWords(state: Known): string | null {
  const others = state.networks.filter((entry) => learntOther(entry, state));
  if (others.length === 0) return null;
  const who = others.length === 1 ? 'One of these networks' : `${others.length} of these networks`;
  return `${who} learnt from other data than the ${nameOf(state.experiment.data)} that the scores are on.`;
}

/** Why networks of these roles cannot be measured on the current data; null where all can. */
export function misfitWords(
  { networks, roles, data }: Pick<Known, 'networks' | 'roles' | 'data'>,
  asked: readonly Role[] = ['A', 'B'],
): string | null {
  const { result } = data;
  if (result === null) return null;
  const held = asked.flatMap((role) => networks.filter(({ id }) => id === roles[role]).map((entry) => ({ role, entry })));
  const wrong = held.filter(({ entry }) => !fits(entry, result));
  if (wrong.length === 0) return null;
  const shapes = [
    ...new Set(
      wrong.map(
        ({
          entry: {
            architecture: { inputs, classes },
          },
        }) => `${inputs} inputs and ${classes} classes`,
      ),
    ),
  ];
  const who = formatList(wrong.map(({ role }) => role));
  return `${who} ${wrong.length === 1 ? 'is' : 'are'} made for ${formatList(shapes)}; ${result.name} ${result.name.endsWith('s') ? 'have' : 'has'} ${result.inputs} and ${result.classes}.`;
}

function learntOther(entry: NetworkEntry, { experiment, data }: Known): boolean {
  if (entry.data === null || data.result === null || !fits(entry, data.result)) return false;
  return trainedOn(entry.data) !== trainedOn(experiment.data);
}

/** What decides on the training examples: how many images are tested on does not. Points are drawn together. */
function trainedOn(spec: DatasetSpec): string {
  return canonicalJson(spec.id === 'mnist' || spec.id === 'cifar10' ? { ...spec, testSize: 0 } : spec);
}

function wordsOf(learnt: DatasetSpec, current: DatasetSpec): string {
  return learnt.id === current.id && learnt.id !== 'file' ? `${nameOf(learnt)} of other settings` : nameOf(learnt);
}

function nameOf(spec: DatasetSpec): string {
  if (spec.id === 'file') return `‘${spec.file.name}’`;
  const label = datasetLabel(spec.id);
  return spec.id === 'mnist' || spec.id === 'cifar10' ? label : label.toLowerCase();
}
