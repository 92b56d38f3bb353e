/** Turns a surface as another one is turned: the newest camera wins, one turn at a time. */
export class CameraFollower {
  readonly #turn: (camera: unknown) => Promise<unknown>;
  #wanted: { readonly camera: unknown } | null = null;
  #busy = false;

  constructor(turn: (camera: unknown) => Promise<unknown>) {
    this.#turn = turn;
  }

  /** While it follows, what the surface tells of its camera is no wish of a person. */
  get busy(): boolean {
    return this.#busy;
  }

  follow(camera: unknown): void {
    this.#wanted = { camera };
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#wanted !== null) {
      const { camera } = this.#wanted;
      this.#wanted = null;
      // A surface that is gone turns no more.
      await this.#turn(camera).catch(() => undefined);
    }
    this.#busy = false;
  }
}
