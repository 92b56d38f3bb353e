/** The seeds of the networks to train: their number is that of the networks. */
import { invalid, record, safeInteger, type Check } from '../base/check.ts';
import { RidgelineError } from '../base/errors.ts';
import { asNumber } from '../base/number-text.ts';
import { otherSetting } from '../base/setting.ts';
import type { Seeds } from './training.ts';

export const MAX_NETWORKS_PER_RUN = 64;

/** A seed as scripts and links write it: n means { init: n, order: n }. Any safe integer. */
export const validateSeed: Check<Seeds> = (value, argument) => {
  if (typeof value !== 'number') return record<Seeds>({ init: safeInteger, order: safeInteger })(value, argument);
  const seed = safeInteger(value, argument);
  return { init: seed, order: seed };
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

/** '1', or '1/5' for initialisation 1 and data order 5. */
export function seedText({ init, order }: Seeds): string {
  return init === order ? String(init) : `${init}/${order}`;
}

/** The numbers of such a text, unchecked; throws `invalid-argument` where they are more than two. */
function readSeed(text: string, argument: string): Seeds {
  const [init, order = init, ...rest] = text.split('/');
  if (rest.length > 0) throw invalid(argument, text, 'a seed such as 1, or 1/5 for initialisation/order');
  return { init: asNumber(init), order: asNumber(order) };
}

export const SEEDS_SETTING = otherSetting<readonly Seeds[]>({
  label: 'Seeds',
  link: 'seeds',
  explanation: `One seed for each network to train, 1 to ${MAX_NETWORKS_PER_RUN} of them: equal seeds give equal networks.`,
  note: 'one network each; 1/2: initialisation 1, data order 2',
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
