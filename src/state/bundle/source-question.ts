/** Asks a person before another host is. One question at a time: a newer one takes the place of the one before, which counts as refused. */
import type { AppStore } from '../store.ts';
import type { SourceQuestion } from './source.ts';

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
