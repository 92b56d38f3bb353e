/** Where a network comes from, in words: data, seeds, training and backend; for its details and under the pictures that are saved. */
import { formatCount, formatList, formatNumber } from '../../base/format.ts';
import type { Share } from '../../datasets/share.ts';
import { DATA_SETTINGS } from '../../datasets/settings.ts';
import type { DatasetSpec, FileSpec } from '../../datasets/spec.ts';
import { SEEDS_SETTING } from '../../nn/seed-settings.ts';
import type { Training } from '../../nn/training.ts';
import { TRAINING_SETTINGS } from '../../nn/training-settings.ts';
import { datasetLabel } from '../data/choices.ts';
import { backendText } from '../backend-words.ts';
import type { NetworkEntry } from '../shared-state.ts';
import { runText } from './runs.ts';

export interface Provenance {
  readonly what: 'Data' | 'Learnt from' | 'Seeds' | 'Training' | 'Trained in' | 'Trained by';
  readonly words: string;
}

type Origin = Pick<NetworkEntry, 'data' | 'recipe' | 'seeds' | 'training' | 'run' | 'backend' | 'stopped'>;

/** All that is known of it; what an imported network does not tell is left out. */
export function provenanceOf({ data, recipe, seeds, training, run, backend, stopped }: Origin): readonly Provenance[] {
  const known: readonly (Provenance | null)[] = [
    data === null ? null : { what: 'Data', words: dataText(data) },
    recipe?.kind === 'trained' ? { what: 'Learnt from', words: shareWords(recipe.share) } : null,
    seeds === null ? null : { what: 'Seeds', words: `${SEEDS_SETTING.write([seeds])} (initialisation/order where they differ)` },
    training === null ? null : { what: 'Training', words: trainingText(training, stopped) },
    run === null ? null : { what: 'Trained in', words: runText(run, data) },
    training === null ? null : { what: 'Trained by', words: backendText(backend) },
  ];
  return known.filter((part) => part !== null);
}

/** One line for the networks of a figure: 'Two moons, …; seeds 1,2,3; 100 epochs, …; trained by WebAssembly'. What differs between them is listed. */
export function captionOf(networks: readonly Origin[]): string {
  const all = (words: (network: Origin) => string | null): string => {
    const told = [...new Set(networks.flatMap((network) => words(network) ?? []))];
    return told.join(' / ');
  };
  const halved = networks.some(({ recipe }) => recipe?.kind === 'trained' && recipe.share !== null);
  const seeds = networks.flatMap((network) => network.seeds ?? []);
  return [
    all(({ data }) => (data === null ? null : dataText(data))),
    halved ? `learnt from ${all(({ recipe }) => (recipe?.kind === 'trained' ? shareWords(recipe.share) : null))}` : '',
    seeds.length === 0 ? '' : `seeds ${SEEDS_SETTING.write(seeds)}`,
    all(({ training, stopped }) => (training === null ? null : trainingText(training, stopped))),
    all(({ training, backend }) => (training === null || backend === null ? null : `trained by ${backendText(backend)}`)),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function dataText(data: DatasetSpec): string {
  if (data.id === 'file') return [data.file.name, ...readingWords(data)].join(', ');
  const size = `${formatCount(data.trainSize)} train, ${formatCount(data.testSize)} test`;
  const made = 'noise' in data ? `, noise ${formatNumber(data.noise)}, seed ${data.seed}` : '';
  return `${datasetLabel(data.id)}, ${size}${made}`;
}

/** How a file was read where it was chosen. */
function readingWords(data: FileSpec): string[] {
  const words = (['header', 'firstColumn', 'decimal'] as const).flatMap((property) => {
    const { label, standard, choices } = DATA_SETTINGS.file[property];
    const chosen = choices.find(({ value }) => value === data[property]);
    return chosen === undefined || chosen.value === standard ? [] : [`${label.toLowerCase()} ${chosen.label}`];
  });
  return data.labelColumn === null ? words : [`label column ${data.labelColumn}`, ...words];
}

function trainingText({ epochs, optimizer, learningRate, batchSize, weightDecay, schedule }: Training, stopped: Origin['stopped']): string {
  const label = TRAINING_SETTINGS.optimizer.choices.find(({ value }) => value === optimizer)?.label ?? optimizer;
  const length = stopped === null ? `${formatCount(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}` : stoppedText(stopped, epochs);
  return `${length}, ${formatList([`${label} at rate ${learningRate}`, `batches of ${formatCount(batchSize)}`, `weight decay ${weightDecay}`, `schedule ${schedule}`])}`;
}

/** 'stopped at epoch 3 of 10'. */
export function stoppedText({ epoch }: NonNullable<Origin['stopped']>, epochs: number): string {
  return `stopped at epoch ${formatCount(epoch)} of ${formatCount(epochs)}`;
}

function shareWords(share: Share | null): string {
  if (share === null) return 'all training examples';
  const { by, part, seed } = share;
  if (by === 'class') return `the ${part === 0 ? 'lower' : 'upper'} half of the classes`;
  return `half ${part + 1} of 2 of the training examples, drawn with seed ${seed}`;
}
