/** Files dropped anywhere on the page, from its first script on: without a listener the browser would open them in its place. */

export class FileDrops {
  readonly #listeners = new Set<() => void>();
  #over = false;
  /** Dropped before anybody takes them. */
  #held: File[] = [];
  #take: ((files: File[]) => void) | null = null;

  /** @param target the window */
  constructor(target: EventTarget) {
    target.addEventListener('dragover', (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.#setOver(true);
    });
    target.addEventListener('dragleave', (event) => {
      if ((event as DragEvent).relatedTarget === null) this.#setOver(false);
    });
    target.addEventListener('drop', (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.#setOver(false);
      this.#receive(Array.from(event.dataTransfer?.files ?? []));
    });
  }

  /** Whether files are being held over the page. */
  over = (): boolean => this.#over;

  /** Hears when that changes. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Who gets the files from now on, those of before included. */
  deliver(take: (files: File[]) => void): void {
    this.#take = take;
    this.#receive(this.#held.splice(0));
  }

  #receive(files: File[]): void {
    if (files.length === 0) return;
    if (this.#take === null) this.#held.push(...files);
    else this.#take(files);
  }

  #setOver(over: boolean): void {
    if (over === this.#over) return;
    this.#over = over;
    for (const listener of this.#listeners) listener();
  }
}

function carriesFiles(event: Event): event is DragEvent {
  return (event as DragEvent).dataTransfer?.types.includes('Files') ?? false;
}
