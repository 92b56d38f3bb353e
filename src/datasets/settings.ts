/** The settings of each dataset: words, bounds, links. Which files an image set or a table is read from is no setting. */
import { invalid, isPlainObject, record, type Check } from '../base/check.ts';
import { asNumber } from '../base/number-text.ts';
import {
  checksOf,
  choiceSetting,
  numberSetting,
  otherSetting,
  type ChoiceSetting,
  type NumberSetting,
  type OtherSetting,
  type Settings,
} from '../base/setting.ts';
import { MAX_NAME } from './file-reference.ts';
import type { FileSpec, GeneratedSpec, ImagesSpec } from './spec.ts';

const GENERATED_LIMIT = 100_000;
const IMAGE_LIMIT = 60_000;

export interface Standardisation {
  readonly mean: number;
  readonly deviation: number;
}

/** (x − mean) / deviation. */
export const STANDARDISATION_SETTINGS = {
  mean: numberSetting({
    label: 'Mean',
    link: 'scaling',
    explanation: 'What is taken away from every value.',
    standard: 0,
    min: -1e9,
    max: 1e9,
  }),
  deviation: numberSetting({
    label: 'Deviation',
    link: 'scaling',
    explanation: 'What every value is divided by then.',
    standard: 1,
    min: 1e-9,
    max: 1e9,
  }),
} satisfies Settings<Standardisation>;

function size(part: 'train' | 'test', standard: number, max: number): NumberSetting {
  const [label, what] = part === 'train' ? ['Train', 'trained on'] : ['Test', 'tested on'];
  return numberSetting({ label, link: part, explanation: `The number of examples that are ${what}.`, standard, min: 2, max, whole: true });
}

function generatedSettings(trainSize: number, testSize: number, limit: number) {
  return {
    trainSize: size('train', trainSize, limit),
    testSize: size('test', testSize, limit),
    noise: numberSetting({
      label: 'Noise',
      link: 'noise',
      explanation: 'The standard deviation of what is added to every coordinate or pixel.',
      standard: 0.1,
      min: 0,
      max: 10,
    }),
    seed: numberSetting({
      label: 'Seed',
      link: 'seed',
      explanation: 'Which examples are drawn: equal seeds give equal data.',
      standard: 0,
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      whole: true,
    }),
    arms: numberSetting({
      label: 'Arms',
      link: 'arms',
      explanation: 'The number of spirals, a class each.',
      standard: 3,
      min: 2,
      max: 10,
      whole: true,
    }),
  } satisfies Settings<Omit<GeneratedSpec, 'id' | 'scaling'>>;
}

function imageSettings<Source extends ImagesSpec['source']>(trainSize: number, testSize: number, source: ChoiceSetting<Source>) {
  return {
    trainSize: size('train', trainSize, IMAGE_LIMIT),
    testSize: size('test', testSize, IMAGE_LIMIT),
    source,
    channels: choiceSetting({
      label: 'Channels',
      link: 'channels',
      explanation: 'Where the colours stand in the order of the inputs.',
      standard: 'last',
      choices: { last: 'last', first: ['first', 'PyTorch’s x.flatten(1)'] },
    }),
    scaling: scalingSetting('Pixels', 'unit', 'How pixels become inputs: divided by 255, and standardised where asked.'),
  } satisfies Settings<Omit<ImagesSpec, 'id' | 'files'>>;
}

const SOURCE = {
  label: 'Source',
  link: 'source',
  explanation: 'Where the files of the images come from.',
  standard: 'origin',
} as const;

/** By dataset. In the order of a link. */
export const DATA_SETTINGS = {
  moons: generatedSettings(512, 512, GENERATED_LIMIT),
  circles: generatedSettings(512, 512, GENERATED_LIMIT),
  spirals: generatedSettings(512, 512, GENERATED_LIMIT),
  glyphs: {
    ...generatedSettings(2000, 1000, IMAGE_LIMIT),
    scaling: scalingSetting('Pixels', 'unit', 'How pixels become inputs: as drawn, in [0, 1], or standardised.'),
  } satisfies Settings<Required<Omit<GeneratedSpec, 'id'>>>,
  mnist: imageSettings(
    12_000,
    2000,
    choiceSetting({ ...SOURCE, choices: { origin: 'this site', mirror: 'the public mirror, another order', files: 'your files' } }),
  ),
  cifar10: imageSettings(4000, 1000, choiceSetting({ ...SOURCE, choices: { origin: 'this site', files: 'your files' } })),
  file: {
    labelColumn: otherSetting<string | null>({
      label: 'Label column',
      link: 'label',
      explanation: 'The column of a CSV file that holds the class, by name or by number from 1.',
      note: 'name or number; empty: label, class, target, y or the last',
      standard: null,
      check: checkColumn,
      write: (value) => value ?? '',
      read: (text, key) => checkColumn(text === '' ? null : text, key),
    }),
    header: choiceSetting({
      label: 'Row 1',
      link: 'header',
      explanation: 'Whether the first row of a CSV file names the columns or is an example.',
      standard: 'auto',
      choices: { auto: 'as it looks', yes: 'the header', no: 'an example' },
    }),
    decimal: choiceSetting({
      label: 'Decimals',
      link: 'decimal',
      explanation: 'How a CSV file writes one and a half.',
      standard: 'auto',
      choices: { auto: 'as they look', point: '1.5', comma: '1,5' },
    }),
    firstColumn: choiceSetting({
      label: 'First column',
      link: 'first',
      explanation: 'Whether the first column of a CSV file is read or left out.',
      standard: 'auto',
      choices: { auto: ['as it looks', 'left out where it only numbers the rows'], in: 'read', out: 'left out' },
    }),
    scaling: scalingSetting('Values', 'raw', 'Whether every value is taken as it is or as (x − mean) / deviation.'),
  } satisfies Settings<Omit<FileSpec, 'id' | 'file'>>,
} as const;

const WITHOUT_EFFECT: Readonly<Partial<Record<keyof typeof DATA_SETTINGS, string>>> = {
  moons: 'arms',
  circles: 'arms',
  glyphs: 'arms',
  mnist: 'channels',
};

/** The names of the settings that change the dataset; the others are there because specs of a kind are alike. */
export function effectiveSettings(id: keyof typeof DATA_SETTINGS): readonly string[] {
  return Object.keys(DATA_SETTINGS[id]).filter((name) => name !== WITHOUT_EFFECT[id]);
}

function scalingSetting<Plain extends 'unit' | 'raw'>(label: string, plain: Plain, explanation: string): OtherSetting<Plain | Standardisation> {
  const check: Check<Plain | Standardisation> = (value, argument) => {
    if (value === plain) return plain;
    if (isPlainObject(value)) return record<Standardisation>(checksOf<Standardisation>(STANDARDISATION_SETTINGS))(value, argument);
    throw invalid(argument, value, `'${plain}' or { mean, deviation }`);
  };
  return otherSetting<Plain | Standardisation>({
    label,
    link: 'scaling',
    explanation,
    standard: plain,
    check,
    write: (value) => (typeof value === 'string' ? value : `${value.mean},${value.deviation}`),
    read: (text, key) => {
      const parts = text.split(',');
      return check(parts.length === 2 ? { mean: asNumber(parts[0]), deviation: asNumber(parts[1]) } : text, key);
    },
  });
}

function checkColumn(value: unknown, argument: string): string | null {
  if (value === null || (typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME)) return value;
  throw invalid(argument, value, `a column's name or 1-based number as text (1 to ${MAX_NAME} characters), or null`);
}
