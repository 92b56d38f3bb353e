/** What a person is asked about files that do not say how they are to be read: what was understood, to be corrected. */
import type { JobResult } from '../../compute/protocol.ts';
import type { FileReference } from '../../datasets/spec.ts';
import type { CsvChoice } from '../../io/csv-layout.ts';
import type { CsvPreview } from '../../io/csv-preview.ts';
import type { StateDictReading } from '../../io/state-dict.ts';
import type { Activation, Normalisation } from '../../nn/architecture.ts';

/** The longest that a setting takes. */
const LONGEST_NAME = 255;

/** How all networks of a drop are to be read. */
export interface NetworksReading {
  readonly activation: Activation;
  /** Of those that hold layer normalisations; null: each as its file tells, or none does. */
  readonly norm: Normalisation | null;
}

export interface NetworksQuestion extends NetworksReading {
  /** What was understood, by the files that were understood alike. */
  readonly understood: readonly { readonly files: readonly string[]; readonly text: string; readonly tensors: readonly string[] }[];
}

export interface TableQuestion {
  readonly file: FileReference;
  readonly choice: CsvChoice;
  /** The first rows in this reading. */
  readonly preview: CsvPreview;
  /** Of the whole file in this reading, in sentences; null: it is being read. */
  readonly understood: readonly string[] | null;
  /** Why it cannot be read so. */
  readonly fault: string | null;
}

export type Inspection = JobResult<'inspectFiles'>;

export interface NamedReading extends StateDictReading {
  readonly file: string;
}

/** At least one of the two. */
export interface ReadingQuestion {
  readonly networks: NetworksQuestion | null;
  readonly table: TableQuestion | null;
}

export interface ReadingAnswer {
  readonly networks: NetworksReading | null;
  readonly table: { readonly choice: CsvChoice; readonly found: Inspection } | null;
}

/** A correction: what is left out stays. */
export interface ReadingCorrection {
  readonly networks?: Partial<NetworksReading>;
  readonly table?: Partial<CsvChoice>;
}

export function networksQuestion(networks: readonly NamedReading[]): NetworksQuestion {
  const alike = new Map<string, { files: string[]; text: string; tensors: readonly string[] }>();
  for (const { file, understood, tensors, guessed } of networks) {
    // What is chosen here stands beside, not in what the file tells.
    const text = understood.slice(0, guessed.includes('norm') ? 1 : 2).join(' ');
    const same = alike.get(text) ?? { files: [], text, tensors };
    same.files.push(file);
    alike.set(text, same);
  }
  const [first] = networks;
  const unclear = networks.find(({ guessed }) => guessed.includes('norm'));
  return {
    understood: [...alike.values()],
    activation: first.network.architecture.activation,
    norm: unclear?.network.architecture.norm ?? null,
  };
}

/** What was guessed becomes a choice: a link then says how the file was read. */
export function chosenOf({ guessed, header, decimal, firstColumn, label, columns }: CsvPreview): CsvChoice {
  const is = (setting: keyof CsvChoice): boolean => guessed.includes(setting);
  return {
    labelColumn: is('labelColumn') ? columnText(columns, label) : null,
    header: is('header') ? header : 'auto',
    decimal: is('decimal') ? decimal : 'auto',
    firstColumn: is('firstColumn') ? firstColumn : 'auto',
  };
}

/** What the fields show: what was chosen, whether or not the file can be read so; what nobody chose, as the first rows were read. */
export function shownChoice({ choice, preview }: TableQuestion): Pick<CsvPreview, 'header' | 'decimal' | 'firstColumn' | 'label'> {
  const label =
    choice.labelColumn === null ? -1 : preview.columns.findIndex((_, column) => columnText(preview.columns, column) === choice.labelColumn);
  return {
    header: choice.header === 'auto' ? preview.header : choice.header,
    decimal: choice.decimal === 'auto' ? preview.decimal : choice.decimal,
    firstColumn: choice.firstColumn === 'auto' ? preview.firstColumn : choice.firstColumn,
    label: label < 0 ? preview.label : label,
  };
}

/** A column as a setting names it: by its name where that is one column's alone, else by its number from 1. */
export function columnText(columns: readonly string[], column: number): string {
  const name = columns[column];
  const alone = columns.filter((other) => other === name).length === 1 && name.length <= LONGEST_NAME && name.trim() === name;
  return alone ? name : String(column + 1);
}
