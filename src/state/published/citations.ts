/** Whom to cite: Ridgeline, and the papers whose methods a view uses. The list of sources is that of docs/methods.md. */
import type { AppState } from '../app-state.ts';
import type { View } from '../view.ts';

export interface Citation {
  /** What of it the view uses: 'the barrier above the chord'. */
  readonly what: string;
  readonly bibtex: string;
}

type Kind = 'inproceedings' | 'article' | 'misc';

interface Paper {
  readonly key: string;
  readonly kind: Kind;
  readonly author: string;
  readonly title: string;
  /** Where it appeared; of a preprint its number at arXiv. */
  readonly where: string;
  readonly year: number;
}

const WHERE: Readonly<Record<Kind, string>> = { inproceedings: 'booktitle', article: 'journal', misc: 'howpublished' };

function bibtex({ key, kind, author, title, where, year }: Paper): string {
  const fields = [`author = {${author}}`, `title = {${title}}`, `${WHERE[kind]} = {${where}}`, `year = {${year}}`];
  return `@${kind}{${key},\n${fields.map((field) => `  ${field}`).join(',\n')}\n}`;
}

const PAPERS = {
  goodfellow: {
    key: 'goodfellow2015qualitatively',
    kind: 'inproceedings',
    author: 'Goodfellow, Ian J. and Vinyals, Oriol and Saxe, Andrew M.',
    title: 'Qualitatively characterizing neural network optimization problems',
    where: 'International Conference on Learning Representations',
    year: 2015,
  },
  frankle: {
    key: 'frankle2020linear',
    kind: 'inproceedings',
    author: 'Frankle, Jonathan and Dziugaite, Gintare Karolina and Roy, Daniel M. and Carbin, Michael',
    title: 'Linear mode connectivity and the lottery ticket hypothesis',
    where: 'International Conference on Machine Learning',
    year: 2020,
  },
  entezari: {
    key: 'entezari2022role',
    kind: 'inproceedings',
    author: 'Entezari, Rahim and Sedghi, Hanie and Saukh, Olga and Neyshabur, Behnam',
    title: 'The role of permutation invariance in linear mode connectivity of neural networks',
    where: 'International Conference on Learning Representations',
    year: 2022,
  },
  ainsworth: {
    key: 'ainsworth2023git',
    kind: 'inproceedings',
    author: 'Ainsworth, Samuel K. and Hayase, Jonathan and Srinivasa, Siddhartha',
    title: 'Git Re-Basin: merging models modulo permutation symmetries',
    where: 'International Conference on Learning Representations',
    year: 2023,
  },
  li: {
    key: 'li2015convergent',
    kind: 'misc',
    author: 'Li, Yixuan and Yosinski, Jason and Clune, Jeff and Lipson, Hod and Hopcroft, John',
    title: 'Convergent learning: do different neural networks learn the same representations?',
    where: 'arXiv:1511.07543',
    year: 2015,
  },
  garipov: {
    key: 'garipov2018loss',
    kind: 'inproceedings',
    author: 'Garipov, Timur and Izmailov, Pavel and Podoprikhin, Dmitrii and Vetrov, Dmitry and Wilson, Andrew Gordon',
    title: 'Loss surfaces, mode connectivity, and fast ensembling of {DNN}s',
    where: 'Advances in Neural Information Processing Systems',
    year: 2018,
  },
  adilova: {
    key: 'adilova2024layerwise',
    kind: 'inproceedings',
    author: 'Adilova, Linara and Andriushchenko, Maksym and Kamp, Michael and Fischer, Asja and Jaggi, Martin',
    title: 'Layer-wise linear mode connectivity',
    where: 'International Conference on Learning Representations',
    year: 2024,
  },
  mcmahan: {
    key: 'mcmahan2017communication',
    kind: 'inproceedings',
    author: 'McMahan, Brendan and Moore, Eider and Ramage, Daniel and Hampson, Seth and Ag{\\"u}era y Arcas, Blaise',
    title: 'Communication-efficient learning of deep networks from decentralized data',
    where: 'Artificial Intelligence and Statistics',
    year: 2017,
  },
} satisfies Readonly<Record<string, Paper>>;

type PaperName = keyof typeof PAPERS;

interface Use {
  readonly paper: PaperName;
  readonly what: string;
  readonly applies: (state: Pick<AppState, 'view' | 'aligned' | 'networks'>) => boolean;
}

const inExplore = (view: View): boolean => view.place === 'explore';
const inLab = (view: View, ...figures: readonly View['lab']['figure'][]): boolean => view.place === 'layers' && figures.includes(view.lab.figure);
const matchedInLab = ({ place, lab }: View): boolean =>
  place === 'layers' && lab.paths !== 'naive' && lab.figure !== 'toy' && lab.figure !== 'sensitivity';

/** How B′ or the pairs were matched; null where nothing on the screen is. */
function matching({ view, aligned, networks }: Pick<AppState, 'view' | 'aligned' | 'networks'>): string | null {
  if (matchedInLab(view)) return view.alignment.method;
  const origin = networks.find(({ id }) => id === (aligned.B ?? aligned.C))?.origin;
  return inExplore(view) && origin?.kind === 'aligned' ? origin.method : null;
}

/** In the order in which a text would name them. */
const USES: readonly Use[] = [
  { paper: 'goodfellow', what: 'the straight path between two networks', applies: ({ view }) => inExplore(view) },
  { paper: 'frankle', what: 'the barrier above the mean of the ends', applies: ({ view }) => inExplore(view) && view.curve.definition === 'mean' },
  { paper: 'entezari', what: 'the barrier above the chord', applies: ({ view }) => inExplore(view) && view.curve.definition === 'lerp' },
  { paper: 'garipov', what: 'the plane through three networks', applies: ({ view }) => inExplore(view) },
  { paper: 'ainsworth', what: 'weight matching', applies: (state) => matching(state) === 'weight' },
  { paper: 'li', what: 'activation matching', applies: (state) => matching(state) === 'activation' },
  { paper: 'adilova', what: 'layer-wise connectivity', applies: () => true },
  { paper: 'mcmahan', what: 'averaging of clients', applies: ({ view }) => inLab(view, 'averaging') },
  {
    paper: 'frankle',
    what: 'pairs that share their first epochs',
    applies: ({ view }) => view.place === 'layers' && view.lab.pairs?.kind === 'epochs',
  },
];

/** Ridgeline first, then each paper whose method the view uses, once. */
export function citations(state: Pick<AppState, 'view' | 'aligned' | 'networks'>, version: string): Citation[] {
  const own = [
    '@software{ridgeline,',
    '  title = {Ridgeline: an explorer of neural-network loss landscapes},',
    `  version = {${version}},`,
    '  note = {Runs in a browser tab}',
    '}',
  ].join('\n');
  const uses = USES.filter(({ applies }) => applies(state));
  const papers = [...new Set(uses.map(({ paper }) => paper))];
  return [
    { what: 'Ridgeline', bibtex: own },
    ...papers.map((paper) => ({
      what: uses
        .filter((use) => use.paper === paper)
        .map(({ what }) => what)
        .join(', '),
      bibtex: bibtex(PAPERS[paper]),
    })),
  ];
}
