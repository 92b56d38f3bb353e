/** Actions on what is shared, and on an author's figures. */
import { flag, listOf, oneOf, plainObject, record, refuseUnknownKeys } from '../../base/check.ts';
import type { AppState } from '../app-state.ts';
import { goOn } from '../link/opening.ts';
import { copyText, share } from '../link/share.ts';
import { citations } from '../published/citations.ts';
import { screenOf } from '../published/screen.ts';
import { perhapsText } from '../published/published.ts';
import { recompute } from '../published/recompute.ts';
import { LONGEST_TITLE } from '../published/published.ts';
import { PUBLISHABLE_NAMES } from '../published/schemas/table.ts';
import type { Session } from '../session.ts';
import type { ActionArguments } from './action.ts';
import { always, checkNothing, type ActionGroup } from './definition.ts';

export const PUBLISHED_ACTIONS: ActionGroup<'share' | 'copyCitations' | 'recompute' | 'showFigures' | 'leaveAuthor'> = {
  share: {
    title: 'Share: copy a link to this view',
    shortcut: 's',
    edits: false,
    check: checkShare,
    disabledReason: always,
    run: share,
  },
  copyCitations: {
    title: 'Copy whom to cite',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: always,
    run: copyCitations,
  },
  recompute: {
    title: 'Compute the author’s figures here, and compare',
    shortcut: null,
    edits: true,
    check: checkNothing,
    disabledReason: ({ published }) =>
      published === null ? NO_AUTHOR : published.recomputing === 'running' ? 'The figures are being computed.' : null,
    run: recompute,
  },
  showFigures: {
    title: 'Show the author’s figures, or those computed here',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['showFigures']>({ of: oneOf(['author', 'own']) })(argument, ''),
    disabledReason: ({ published }) => (published === null ? NO_AUTHOR : published.recomputing === 'done' ? null : 'They are not computed here yet.'),
    run: ({ store }, { of }) => store.setState(({ published }) => ({ published: published && { ...published, show: of } })),
  },
  leaveAuthor: {
    title: 'Leave the author’s figures',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: noAuthor,
    run: leaveAuthor,
  },
};

async function copyCitations(session: Session): Promise<string> {
  const text = citations(screenOf(session.store.getState()), session.version)
    .map(({ bibtex }) => bibtex)
    .join('\n\n');
  await copyText(session, text, 'The citations were copied.', 'Select the text in the dialog and copy it by hand.');
  return text;
}

const NO_AUTHOR = 'No author’s figures are shown.';

function noAuthor({ published }: AppState): string | null {
  return published === null ? NO_AUTHOR : null;
}

/** What the link asks for goes on as that of a link without figures. */
function leaveAuthor(session: Session): Promise<void> {
  session.store.setState({ published: null });
  return goOn(session);
}

function checkShare(argument: unknown): ActionArguments['share'] {
  if (argument === undefined || argument === null) return undefined;
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['results', 'figures', 'title'], '');
  const { results, figures, title } = given;
  return {
    ...(results === undefined ? {} : { results: flag(results, 'results') }),
    ...(figures === undefined ? {} : { figures: listOf(oneOf(PUBLISHABLE_NAMES), 0, PUBLISHABLE_NAMES.length)(figures, 'figures') }),
    ...(title === undefined ? {} : { title: perhapsText(LONGEST_TITLE)(title, 'title') }),
  };
}
