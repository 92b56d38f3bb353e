import { shownName } from '../base/bad-file.ts';
import { formatCount } from '../base/format.ts';
import { RidgelineError } from '../base/errors.ts';

/** Bytes that the files of one drop may unpack to, all together; counted while they are unpacked, so that nothing larger is ever held. */
export class ByteBudget {
  readonly limit: number;
  #left: number;

  constructor(limit: number) {
    this.limit = limit;
    this.#left = limit;
  }

  get left(): number {
    return this.#left;
  }

  /** @throws RidgelineError 'too-large' naming the file with which the budget ran out. */
  take(bytes: number, file: string): void {
    if (bytes > this.#left) {
      throw new RidgelineError(
        'too-large',
        `${shownName(file)}: with it there are more than ${formatCount(this.limit)} unpacked bytes, the most that is read here.`,
        { argument: 'file', received: this.limit - this.#left + bytes },
      );
    }
    this.#left -= bytes;
  }

  /** What was unpacked and thrown away. */
  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}
