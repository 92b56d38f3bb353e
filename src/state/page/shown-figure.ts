/** A figure on the screen, as whoever draws it describes it for a page of its own. */

export interface PageDrawing {
  /** As text. */
  readonly svg: string;
  /** What a pointer is told: pixels of the drawing, and words. */
  readonly spots: readonly (readonly [number, number, string])[];
}

export interface ThemedDrawing {
  /** What tells it from the figure's others; '' where it is the only one. */
  readonly name: string;
  readonly light: PageDrawing;
  readonly dark: PageDrawing;
}

export interface PageTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface ShownFigure {
  readonly title: string;
  /** What it shows, in words. */
  readonly text: string;
  /** What it was measured on and where its networks come from. */
  readonly notes: readonly string[];
  readonly table: PageTable | null;
  readonly drawings: readonly ThemedDrawing[];
}

/** Draws it when asked. null: there is nothing to draw yet. */
export type DescribeFigure = () => Promise<ShownFigure | null>;

/** The figures on the screen, in the order in which they came. */
export class ShownFigures {
  readonly #figures = new Map<string, DescribeFigure>();

  /** Adds a figure; returns a function that takes it out. */
  add(name: string, describe: DescribeFigure): () => void {
    this.#figures.set(name, describe);
    return () => {
      if (this.#figures.get(name) === describe) this.#figures.delete(name);
    };
  }

  async describe(): Promise<readonly ShownFigure[]> {
    const found: ShownFigure[] = [];
    for (const describe of [...this.#figures.values()]) {
      const figure = await describe();
      if (figure !== null) found.push(figure);
    }
    return found;
  }
}
