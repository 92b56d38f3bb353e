/** Actions on data and files. */
import { validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { flag, invalid, nullable, plainObject, record, refuseUnknownKeys, text, type Check } from '../../base/check.ts';
import { DATA_SETTINGS } from '../../datasets/settings.ts';
import type { CsvChoice } from '../../io/csv-layout.ts';
import type { AppState } from '../app-state.ts';
import { loadData } from '../data/loading.ts';
import { openFiles } from '../data/open-files.ts';
import type { NetworksReading } from '../data/reading-question.ts';
import { checkActivation, checkNorm } from '../schema.ts';
import type { ActionArguments } from './action.ts';
import { always, type ActionGroup } from './definition.ts';

/** Two series of a hundred checkpoints, say. */
const MOST_FILES = 250;

export const DATA_ACTIONS: ActionGroup<'loadData' | 'openFiles' | 'correctReading' | 'answerReading'> = {
  loadData: {
    title: 'Load data',
    shortcut: null,
    edits: true,
    check: (argument) => validateDatasetSpec(argument, 'data'),
    disabledReason: always,
    run: (session, spec) => {
      session.history.remember('data');
      return loadData(session, spec);
    },
  },
  openFiles: {
    title: 'Open files',
    shortcut: 'o',
    edits: true,
    check: checkFiles,
    disabledReason: always,
    run: (session, request) => openFiles(session, request),
    perform: (session, request) => openFiles(session, request, (networks, table) => session.questions.ask(networks, table)),
  },
  correctReading: {
    title: 'Correct how the files that wait are read',
    shortcut: null,
    edits: false,
    check: checkCorrection,
    disabledReason: someQuestion,
    run: ({ questions }, correction) => questions.correct(correction),
  },
  answerReading: {
    title: 'Import the files that wait, or none of them',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['answerReading']>({ accept: flag })(argument, ''),
    disabledReason: someQuestion,
    run: ({ questions }, { accept }) => questions.answer(accept),
  },
};

function someQuestion({ question }: AppState): string | null {
  return question === null ? 'No file waits to be read.' : null;
}

const CORRECTIONS: { readonly table: Checks<CsvChoice>; readonly networks: Checks<NetworksReading> } = {
  table: {
    labelColumn: DATA_SETTINGS.file.labelColumn.check,
    header: DATA_SETTINGS.file.header.check,
    decimal: DATA_SETTINGS.file.decimal.check,
    firstColumn: DATA_SETTINGS.file.firstColumn.check,
  },
  networks: { activation: checkActivation, norm: nullable(checkNorm) },
};

type Checks<T> = { readonly [K in keyof T]: Check<T[K]> };

function checkCorrection(argument: unknown): ActionArguments['correctReading'] {
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, Object.keys(CORRECTIONS), '');
  return {
    ...(given['table'] === undefined ? {} : { table: some(CORRECTIONS.table)(given['table'], 'table') }),
    ...(given['networks'] === undefined ? {} : { networks: some(CORRECTIONS.networks)(given['networks'], 'networks') }),
  };
}

/** Any of the properties. */
function some<T extends object>(checks: Checks<T>): Check<Partial<T>> {
  return (value, argument) => {
    const given = plainObject(value, argument);
    refuseUnknownKeys(given, Object.keys(checks), argument);
    const present = (Object.keys(checks) as (keyof T & string)[]).filter((key) => given[key] !== undefined);
    return Object.fromEntries(present.map((key) => [key, checks[key](given[key], `${argument}.${key}`)])) as Partial<T>;
  };
}

function checkFiles(argument: unknown): ActionArguments['openFiles'] {
  const given = plainObject(argument, 'argument');
  const { files, labelColumn, activation, norm, ...rest } = given;
  const { header, decimal, firstColumn } = CORRECTIONS.table;
  const chosen = some<Omit<CsvChoice, 'labelColumn'>>({ header, decimal, firstColumn });
  refuseUnknownKeys(given, ['files', 'labelColumn', 'header', 'decimal', 'firstColumn', 'activation', 'norm'], '');
  if (
    !Array.isArray(files) ||
    files.length === 0 ||
    files.length > MOST_FILES ||
    !files.every((file): file is File => file instanceof Blob && 'name' in file)
  ) {
    throw invalid('files', files, `1 to ${MOST_FILES} files`);
  }
  return {
    files,
    ...chosen(rest, 'argument'),
    ...(labelColumn === undefined ? {} : { labelColumn: text(255)(labelColumn, 'labelColumn') }),
    ...(activation === undefined ? {} : { activation: checkActivation(activation, 'activation') }),
    ...(norm === undefined ? {} : { norm: checkNorm(norm, 'norm') }),
  };
}
