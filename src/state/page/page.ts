/** Making the page of its own from what is on the screen. */
import { RidgelineError } from '../../base/errors.ts';
import { formatNumber, formatPercent, primed } from '../../base/format.ts';
import type { Score } from '../../nn/training.ts';
import { describeArchitecture } from '../../nn/validate-architecture.ts';
import type { AppState } from '../app-state.ts';
import { backendText } from '../backend-words.ts';
import { ENDPOINTS, type Endpoint } from '../experiment.ts';
import { describeExperiment, describeLab } from '../figures/sentences/sentence.ts';
import { fileName } from '../file-name.ts';
import { currentLink } from '../link/current.ts';
import { provenanceOf } from '../networks/provenance.ts';
import type { NetworkEntry } from '../shared-state.ts';
import type { Session } from '../session.ts';
import { pageHtml, type PageContent, type PageNetwork } from './html.ts';

/** Of a page without a title. */
const TITLE = 'A loss landscape';

export interface PageRequest {
  /** Over the page, and its file's name. */
  readonly title?: string;
}

/** One HTML file of the figures on the screen. @throws RidgelineError 'unsupported' where nothing is drawn yet */
export async function makePage(session: Session, { title = '' }: PageRequest = {}): Promise<File> {
  const figures = await session.shownFigures.describe();
  if (figures.length === 0)
    throw new RidgelineError('unsupported', 'No figure is drawn yet: a page holds what is on the screen. Train networks or open a link first.');
  const state = session.store.getState();
  const { text } = state.view.place === 'layers' ? describeLab(state) : describeExperiment(state);
  const content: PageContent = {
    title: title === '' ? TITLE : title,
    sentence: text,
    figures,
    networks: pageNetworks(state),
    made: [
      `Made with Ridgeline ${session.version} on ${new Date(session.clock.now()).toISOString().slice(0, 10)}; computed by ${backendText(state.backend.info?.name ?? null)}.`,
    ],
    link: currentLink(session).link,
  };
  const html = pageHtml(content, await session.viewer());
  return new File([html], fileName(title === '' ? 'landscape' : title, 'html'), { type: 'text/html' });
}

/** The networks that stand for something on the screen. */
function pageNetworks({ networks, roles, aligned }: AppState): PageNetwork[] {
  const held: Record<Endpoint, string | null> = { A: roles.A, B: roles.B, C: roles.C, "B'": aligned.B, "C'": aligned.C };
  return ENDPOINTS.flatMap((endpoint) => {
    const entry = networks.find(({ id }) => id === held[endpoint]);
    return entry === undefined ? [] : [pageNetwork(primed(endpoint), entry)];
  });
}

function pageNetwork(role: string, entry: NetworkEntry): PageNetwork {
  const { name, architecture, train, test, origin } = entry;
  const made = provenanceOf(entry).map(({ what, words }) => `${what}: ${words}`);
  const from = { trained: '', imported: 'Imported from a file', aligned: 'Neurons matched onto A' }[origin.kind];
  return {
    role,
    name,
    shape: describeArchitecture(architecture),
    train: scoreText(train),
    test: scoreText(test),
    made: [...(from === '' ? [] : [from]), ...made].join('; '),
  };
}

function scoreText(score: Score | null): string {
  return score === null ? '' : `loss ${formatNumber(score.loss)}, accuracy ${formatPercent(score.accuracy)}`;
}
