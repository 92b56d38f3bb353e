/** What the last training that was stopped left, until it is asked for or another begins. */
import type { StoppedNetwork } from '../../nn/training.ts';

export class LeftOver {
  #networks: Promise<StoppedNetwork[]> = Promise.resolve([]);

  /** Runs a training; `keep` takes what it leaves where it is stopped. What an earlier one left is dropped. */
  async during<T>(train: (keep: (networks: StoppedNetwork[]) => void) => Promise<T>): Promise<T> {
    let left: StoppedNetwork[] = [];
    let end = (): void => undefined;
    this.#networks = new Promise((resolve) => (end = () => resolve(left)));
    try {
      return await train((networks) => (left = networks));
    } finally {
      end();
    }
  }

  /** Waits until the training under way has ended, and hands over what it left. */
  take(): Promise<StoppedNetwork[]> {
    const networks = this.#networks;
    this.#networks = Promise.resolve([]);
    return networks;
  }
}
