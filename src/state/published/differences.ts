/** What differs between an author's figures and the same figures computed here. */
import type { SchemaNode } from '../../base/schema.ts';
import { scaleOf, scaleRounding, shortRounding } from './codec/numbers.ts';
import type { Published, PublishedNetwork } from './published.ts';
import { FIGURE_SCHEMAS, PUBLISHABLE_NAMES, type PublishableName } from './schemas/table.ts';

/** A number that stands by itself in a figure. */
export interface NumberDifference {
  /** Where it stands: 'aligned, test, barrier of the loss, above the chord'. */
  readonly name: string;
  /** NaN where it is not finite. */
  readonly author: number;
  readonly here: number;
}

export interface FigureDifference {
  readonly figure: PublishableName;
  /** false: it has other parts here, such as another extent, and only what both have was compared. */
  readonly alike: boolean;
  /** Numbers compared. */
  readonly count: number;
  /** Largest and mean size of a difference; 0 where none was compared. */
  readonly largest: number;
  readonly mean: number;
  /** How many differ by more than a link rounds; of two links of one computation none does. */
  readonly beyond: number;
  /** Where the largest is. */
  readonly where: string;
  readonly numbers: readonly NumberDifference[];
}

export interface NetworkDifference {
  readonly name: string;
  readonly author: string;
  /** Digest of the network here; null where there is none in its place. */
  readonly here: string | null;
}

export interface Differences {
  readonly figures: readonly FigureDifference[];
  readonly networks: readonly NetworkDifference[];
  /** Titles of figures that could not be computed here. */
  readonly missing: readonly PublishableName[];
  /** What was computed here, as it would be published. */
  readonly here: Published;
}

/** Compares what an author published with what was computed here, by what each network is on the screen. */
export function differencesBetween(author: Published, here: Published): Differences {
  const both = PUBLISHABLE_NAMES.filter((name) => author.figures[name] !== undefined);
  return {
    figures: both.filter((name) => here.figures[name] !== undefined).map((name) => figureDifference(name, author, here)),
    networks: author.networks.map((network) => networkDifference(network, here)),
    missing: both.filter((name) => here.figures[name] === undefined),
    here,
  };
}

function networkDifference({ id, name, digest }: PublishedNetwork, here: Published): NetworkDifference {
  return { name: name === id ? name : `${id} (${name})`, author: digest, here: here.networks.find((network) => network.id === id)?.digest ?? null };
}

function figureDifference(figure: PublishableName, author: Published, here: Published): FigureDifference {
  const tally = new Tally();
  compare(FIGURE_SCHEMAS[figure].node, author.figures[figure], here.figures[figure], [], tally);
  return { figure, ...tally.result() };
}

class Tally {
  private readonly numbers: NumberDifference[] = [];
  private alike = true;
  private count = 0;
  private sum = 0;
  private largest = 0;
  private beyond = 0;
  private where = '';

  unlike(): void {
    this.alike = false;
  }

  number(path: readonly string[], author: number, here: number, rounding: number): void {
    this.numbers.push({ name: wordsOf(path), author, here });
    this.add(path, author, here, rounding);
  }

  /** @param rounding by how much the author's may have moved on its way */
  add(path: readonly string[], author: number, here: number, rounding: number): void {
    if (Number.isNaN(author) && Number.isNaN(here)) return;
    const size = Math.abs(author - here);
    this.count++;
    if (Number.isNaN(size)) {
      // Finite on one side alone.
      this.alike = false;
      this.beyond++;
      return;
    }
    if (size > rounding) this.beyond++;
    this.sum += size;
    if (size > this.largest) [this.largest, this.where] = [size, wordsOf(path)];
  }

  result(): Omit<FigureDifference, 'figure'> {
    const { alike, count, largest, beyond, where, numbers } = this;
    return { alike, count, largest, beyond, mean: count === 0 ? 0 : this.sum / count, where, numbers };
  }
}

/** Where numbers of a figure say which α, cell or draw others belong to, they are no measurements. */
const PLACES: readonly string[] = ['alpha', 'x', 'y', 't', 'norms', 'rows', 'at'];

function compare(node: SchemaNode, author: unknown, here: unknown, path: readonly string[], tally: Tally): void {
  if (author === null || here === null || author === undefined || here === undefined) {
    if (author !== here) tally.unlike();
    return;
  }
  switch (node.kind) {
    case 'nullable':
    case 'optional': {
      compare(node.of, author, here, path, tally);
      return;
    }
    case 'record':
      for (const [key, field] of node.fields)
        if (!PLACES.includes(key)) compare(field, (author as Values)[key], (here as Values)[key], [...path, key], tally);
      return;
    case 'list': {
      const [first, second] = [author as readonly unknown[], here as readonly unknown[]];
      if (first.length !== second.length) tally.unlike();
      const several = first.length > 1;
      first.slice(0, second.length).forEach((entry, i) => compare(node.of, entry, second[i], several ? [...path, String(i + 1)] : path, tally));
      return;
    }
    case 'real':
      tally.number(path, author as number, here as number, shortRounding(author as number, node.precision === 'printed' ? 4 : 6));
      return;
    case 'reals': {
      const [first, second] = [author as Float64Array, here as Float64Array];
      const scale = node.precision === 'drawn' ? scaleOf(first) : null;
      if (first.length !== second.length) tally.unlike();
      else
        first.forEach((value, i) => {
          const rounding = scale === null ? shortRounding(value, node.precision === 'printed' ? 4 : 6) : scaleRounding(scale, value);
          tally.add(path, value, second[i], rounding);
        });
      return;
    }
    default:
      if (author !== here && (typeof author !== 'object' || typeof here !== 'object')) tally.unlike();
  }
}

type Values = Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<string, string>> = {
  lossBarrier: 'barrier of the loss',
  errorBarrier: 'barrier of the error',
  barrier: '',
  lerp: 'above the chord',
  mean: 'above the mean of the ends',
  max: 'above the worse end',
  se: 'standard error',
  change: 'standard error of the change',
  half: 'half-way',
  overA: 'over A',
  overB: 'over B',
  lowest: 'lowest below the chord',
  endsApart: 'B over A',
  value: '',
  points: 'place',
  outOfPlane: 'out of the plane',
  scores: 'network',
  endpoints: 'ends',
  lossA: 'loss of A',
  lossB: 'loss of B',
  accuracyA: 'accuracy of A',
  accuracyB: 'accuracy of B',
  lossIntoA: 'loss into A',
  lossIntoB: 'loss into B',
  errorIntoA: 'error into A',
  errorIntoB: 'error into B',
  intoA: 'into A',
  intoB: 'into B',
  endA: 'end A',
  endB: 'end B',
  clean: 'end',
  errors: 'standard errors',
};

function wordsOf(path: readonly string[]): string {
  const words = path.map((part) => (Object.hasOwn(WORDS, part) ? WORDS[part] : part)).filter((part) => part !== '');
  return words.join(', ');
}
