/** Actions on files of what is on the screen: saving it as a bundle or as a page, opening a bundle, and answering whether one may be fetched. */
import { flag, invalid, plainObject, record, refuseUnknownKeys } from '../../base/check.ts';
import { openBundle } from '../bundle/open.ts';
import { makeBundle, type BundleRequest } from '../bundle/write.ts';
import { LONGEST_TITLE, perhapsText } from '../published/published.ts';
import { makePage, type PageRequest } from '../page/page.ts';
import type { Session } from '../session.ts';
import type { ActionArguments } from './action.ts';
import { always, type ActionGroup } from './definition.ts';

export const BUNDLE_ACTIONS: ActionGroup<'saveBundle' | 'savePage' | 'openBundle' | 'answerSource'> = {
  saveBundle: {
    title: 'Save a bundle: networks, figures and settings in one file',
    shortcut: null,
    edits: false,
    check: checkRequest,
    disabledReason: ({ data }) => (data.result === null ? 'There are no data yet.' : null),
    run: saveBundle,
  },
  savePage: {
    title: 'Save as a page: one HTML file',
    shortcut: null,
    edits: false,
    check: checkPage,
    disabledReason: ({ data }) => (data.result === null ? 'There are no data yet.' : null),
    run: (session, request) => makePage(session, request),
  },
  openBundle: {
    title: 'Open a bundle',
    shortcut: null,
    edits: true,
    check: (argument) => {
      const given = plainObject(argument, 'argument');
      refuseUnknownKeys(given, ['file'], '');
      if (given['file'] instanceof File) return { file: given['file'] };
      throw invalid('file', given['file'], 'a file');
    },
    disabledReason: always,
    run: (session, { file }) => openBundle(session, file),
  },
  answerSource: {
    title: 'Say whether a bundle may be fetched from another host',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['answerSource']>({ accept: flag })(argument, ''),
    disabledReason: ({ source }) => (source === null ? 'No bundle waits to be fetched.' : null),
    run: ({ sources }, { accept }) => sources.answer(accept),
  },
};

/** Left out: no title. */
export function checkPage(argument: unknown): PageRequest {
  const given = plainObject(argument ?? {}, 'argument');
  refuseUnknownKeys(given, ['title'], '');
  return given['title'] === undefined ? {} : { title: perhapsText(LONGEST_TITLE)(given['title'], 'title') };
}

/** Left out: networks go along, data where they are small. */
export function checkRequest(argument: unknown): BundleRequest {
  const given = plainObject(argument ?? {}, 'argument');
  refuseUnknownKeys(given, ['networks', 'data', 'title'], '');
  const { networks, data, title } = given;
  return {
    ...(networks === undefined ? {} : { networks: flag(networks, 'networks') }),
    ...(data === undefined ? {} : { data: flag(data, 'data') }),
    ...(title === undefined ? {} : { title: perhapsText(LONGEST_TITLE)(title, 'title') }),
  };
}

async function saveBundle(session: Session, request: BundleRequest = {}): Promise<File> {
  const { file, omitted } = await makeBundle(session, request);
  if (omitted.length > 0) session.notices.add('info', `The bundle leaves out ${omitted.join('; ')}.`);
  return file;
}
