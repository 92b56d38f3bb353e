/** Actions on data and files. */
import { validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { invalid, plainObject, refuseUnknownKeys, text } from '../../base/check.ts';
import { loadData } from '../data/loading.ts';
import { openFiles } from '../data/open-files.ts';
import { checkActivation, checkNorm } from '../schema.ts';
import type { ActionArguments } from './action.ts';
import { always, type ActionGroup } from './definition.ts';

/** Two series of a hundred checkpoints, say. */
const MOST_FILES = 250;

export const DATA_ACTIONS: ActionGroup<'loadData' | 'openFiles'> = {
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
    run: openFiles,
  },
};

function checkFiles(argument: unknown): ActionArguments['openFiles'] {
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['files', 'labelColumn', 'activation', 'norm'], '');
  const { files, labelColumn, activation, norm } = given;
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
    ...(labelColumn === undefined ? {} : { labelColumn: text(255)(labelColumn, 'labelColumn') }),
    ...(activation === undefined ? {} : { activation: checkActivation(activation, 'activation') }),
    ...(norm === undefined ? {} : { norm: checkNorm(norm, 'norm') }),
  };
}
