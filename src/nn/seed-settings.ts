/** The seeds of the networks to train: their number is that of the networks. */
import { invalid, numberIn, plainObject, record, safeInteger, type Check } from '../base/check.ts';
import { RidgelineError } from '../base/errors.ts';
import { asNumber } from '../base/number-text.ts';
import { otherSetting } from '../base/setting.ts';
import { plainSeeds } from './seeds.ts';
import type { FirstEpochs, Seeds } from './training.ts';

export const MAX_NETWORKS_PER_RUN = 64;

/** How many first epochs two networks can share. */
export const MAX_FIRST_EPOCHS = 10_000;

const SEED_PARTS = { init: safeInteger, order: safeInteger };
const checkFirst: Check<FirstEpochs> = record<FirstEpochs>({ order: safeInteger, epochs: numberIn(0, MAX_FIRST_EPOCHS, 'integer') });

/** A seed as scripts and links write it: n means { init: n, order: n }. Any safe integer. */
export const validateSeed: Check<Seeds> = (value, argument) => {
  if (typeof value === 'number') {
    const seed = safeInteger(value, argument);
    return { init: seed, order: seed };
  }
  const parts = plainObject(value, argument)['first'] === undefined ? SEED_PARTS : { ...SEED_PARTS, first: checkFirst };
  return plainSeeds(record<Seeds>(parts)(value, argument));
};

const validateSeeds: Check<readonly Seeds[]> = (value, argument) => {
  if (Array.isArray(value) && value.length >= 1 && value.length <= MAX_NETWORKS_PER_RUN)
    return value.map((entry: unknown, m) => validateSeed(entry, `${argument}[${m}]`));
  throw new RidgelineError(
    'invalid-argument',
    `${argument} must list one seed for each network, 1 to ${MAX_NETWORKS_PER_RUN} of them, such as [1, 2, 3].`,
    { argument, received: Array.isArray(value) ? value.length : value },
  );
};

/** '1'; '1/5' for initialisation 1 and data order 5; '1/4:3/5' where the first 3 epochs have order 4. */
export function seedText({ init, order, first }: Seeds): string {
  if (first !== undefined) return `${init}/${first.order}:${first.epochs}/${order}`;
  return init === order ? String(init) : `${init}/${order}`;
}

const SEED_FORMS = 'written like 1, like 1/5 (initialisation/order) or like 1/4:3/5 (the first 3 epochs in order 4)';

/** The numbers of such a text; throws `invalid-argument` where it has other parts. Their bounds are not checked. */
function readSeed(text: string, argument: string): Seeds {
  const [init, ...orders] = text.split('/');
  const first = orders.length === 2 ? orders[0].split(':') : [];
  const numbers = [init, orders.at(-1) ?? init, ...first].map(asNumber);
  const formed = orders.length < 2 || (orders.length === 2 && first.length === 2);
  if (!formed || !numbers.every(Number.isSafeInteger)) throw invalid(argument, text, SEED_FORMS);
  const seeds = { init: numbers[0], order: numbers[1] };
  return first.length === 0 ? seeds : { ...seeds, first: { order: numbers[2], epochs: numbers[3] } };
}

export const SEEDS_SETTING = otherSetting<readonly Seeds[]>({
  label: 'Seeds',
  link: 'seeds',
  explanation: `One seed for each network to train, 1 to ${MAX_NETWORKS_PER_RUN} of them: equal seeds give equal networks.`,
  note: 'one network each; 1/2: initialisation 1, data order 2; 1/2:3/4: order 2 for 3 epochs, then 4',
  standard: [
    { init: 1, order: 1 },
    { init: 2, order: 2 },
    { init: 3, order: 3 },
  ],
  check: validateSeeds,
  write: (seeds) => seeds.map(seedText).join(','),
  read: (text, key) =>
    validateSeeds(
      text.split(',').map((entry) => readSeed(entry, key)),
      key,
    ),
});
