/** Asks a person before another host is. One question at a time: a newer one takes the place of the one before, which counts as refused. */
import type { AppStore } from '../store.ts';
import type { SourceSize } from './source.ts';

/** A bundle at another host, as a person is asked about it. */
export interface SourceQuestion {
  readonly host: string;
  /** The whole address. */
  readonly address: string;
  /** 'host': may it be looked up? 'looking': the host is being asked how large it is. 'size': may it be fetched? */
  readonly step: 'host' | 'looking' | 'size';
  /** null before the host was asked. */
  readonly size: SourceSize | null;
}

export class SourceQuestions {
  readonly #store: AppStore;
  #answered: (accept: boolean) => void = () => undefined;

  constructor(store: AppStore) {
    this.#store = store;
  }

  ask(question: SourceQuestion): Promise<boolean> {
    this.#answered(false);
    this.#store.setState({ source: question });
    return new Promise((resolve) => (this.#answered = resolve));
  }

  /** While nothing is asked. */
  tell(question: SourceQuestion | null): void {
    this.#store.setState({ source: question });
  }

  answer(accept: boolean): void {
    this.#answered(accept);
  }
}
