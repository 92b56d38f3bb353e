/** Asks a person how files are to be read, reads them anew as they are corrected, and gives the answer to who opens them. */
import { isAbort } from '../../base/errors.ts';
import type { ComputeClient } from '../../compute/client-contract.ts';
import { AS_IT_LOOKS } from '../../io/csv-layout.ts';
import type { CsvPreview } from '../../io/csv-preview.ts';
import type { AppStore } from '../store.ts';
import type { StoredFile } from '../storage/storage.ts';
import {
  chosenOf,
  columnText,
  networksQuestion,
  type Inspection,
  type NamedReading,
  type ReadingAnswer,
  type ReadingCorrection,
  type TableQuestion,
} from './reading-question.ts';

interface Parts {
  readonly store: AppStore;
  readonly client: ComputeClient;
  /** Fulfils once the backend is there. */
  readonly ready: () => Promise<void>;
}

/** One question at a time; who asks meanwhile waits for the answer to the one before. */
export class ReadingQuestions {
  readonly #parts: Parts;
  #last: Promise<unknown> = Promise.resolve();
  #reading = new AbortController();
  #found: Inspection | null = null;
  #answered: (answer: ReadingAnswer | null) => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Asks a person where something is a guess.
   *
   * @param networks those whose reading nobody has chosen
   * @param table a file that may be a table; null: none is to be asked about
   * @returns what was chosen, nothing where all is certain; null where the person wants none of it.
   */
  ask(networks: readonly NamedReading[], table: StoredFile | null): Promise<ReadingAnswer | null> {
    const answer = this.#last.then(() => this.#ask(networks, table));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Reads anew as corrected. */
  correct({ networks, table }: ReadingCorrection): void {
    const { question } = this.#parts.store.getState();
    if (question === null) return;
    if (networks !== undefined && question.networks !== null)
      this.#parts.store.setState({ question: { ...question, networks: { ...question.networks, ...networks } } });
    if (table === undefined || question.table === null) return;
    const renamed = table.header !== undefined && table.labelColumn === undefined;
    void this.#read({ ...question.table, choice: { ...question.table.choice, ...table } }, renamed ? question.table.preview.label : null);
  }

  /** Ends the question. An import without a reading that works is none. */
  answer(accept: boolean): void {
    const { question } = this.#parts.store.getState();
    if (question === null) return;
    const { networks, table } = question;
    if (accept && table !== null && this.#found === null) return;
    this.#reading.abort();
    this.#parts.store.setState({ question: null });
    this.#answered(
      accept
        ? {
            networks: networks === null ? null : { activation: networks.activation, norm: networks.norm },
            table: table === null || this.#found === null ? null : { choice: table.choice, found: this.#found },
          }
        : null,
    );
  }

  async #ask(networks: readonly NamedReading[], file: StoredFile | null): Promise<ReadingAnswer | null> {
    const preview = file === null ? null : await this.#guesses(file);
    const guessed = networks.filter((network) => network.guessed.length > 0);
    if (preview === null && guessed.length === 0) return { networks: null, table: null };
    const table: TableQuestion | null =
      file === null || preview === null
        ? null
        : { file: { name: file.name, sha256: file.sha256 }, choice: chosenOf(preview), preview, understood: null, fault: null };
    const answer = new Promise<ReadingAnswer | null>((resolve) => (this.#answered = resolve));
    this.#found = null;
    this.#parts.store.setState({ question: { networks: guessed.length === 0 ? null : networksQuestion(guessed), table } });
    if (table !== null) void this.#read(table, null);
    return answer;
  }

  /** The first rows where they can be read in several ways; null where they cannot, or cannot be read at all. */
  async #guesses(file: StoredFile): Promise<CsvPreview | null> {
    const { client, ready } = this.#parts;
    client.registerFile(file);
    await ready();
    try {
      const preview = await client.run('previewFile', { file: { name: file.name, sha256: file.sha256 }, choice: AS_IT_LOOKS });
      return preview !== null && preview.guessed.length > 0 ? preview : null;
    } catch (error) {
      if (isAbort(error)) throw error;
      // What cannot be read is told by who opens it.
      return null;
    }
  }

  /**
   * The first rows and the whole file, as chosen; a reading that was under way is given up.
   *
   * @param label the label's column where other names of the columns may have come with the choice; null: as the choice says
   */
  async #read({ file: { name, sha256 }, choice: wanted }: TableQuestion, label: number | null): Promise<void> {
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#found = null;
    const { signal } = this.#reading;
    const { client } = this.#parts;
    const file = { name, sha256 };
    const show = (patch: Partial<TableQuestion>): void => {
      const { question } = this.#parts.store.getState();
      if (signal.aborted || question === null || question.table === null) return;
      this.#parts.store.setState({ question: { ...question, table: { ...question.table, ...patch } } });
    };
    show({ choice: wanted, understood: null, fault: null });
    try {
      const first = await client.run('previewFile', { file, choice: label === null ? wanted : { ...wanted, labelColumn: null } }, { signal });
      if (first === null) return;
      const preview = label === null ? first : { ...first, label };
      const choice = label === null ? wanted : { ...wanted, labelColumn: columnText(first.columns, label) };
      show({ preview, choice });
      const found = await client.run('inspectFiles', { files: [file], choice }, { signal });
      if (signal.aborted) return;
      this.#found = found;
      show({ understood: found.summary.notes });
    } catch (error) {
      if (!isAbort(error)) show({ understood: [], fault: error instanceof Error ? error.message : String(error) });
    }
  }
}
