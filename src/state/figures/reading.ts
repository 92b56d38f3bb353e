/** Settings and works of figures in a state, by their names or by their definitions. */
import type { AppState } from '../app-state.ts';
import type { Work } from '../shared-state.ts';
import type { View } from '../view.ts';
import type { AnyCall } from './call.ts';
import type { AnyFigure, FigureDefinition, FigureReader } from './definition.ts';
import { EXPLORE_FIGURES, FIGURE_NAMES, FIGURES, type FigureName, type LabFigureName } from './table.ts';

/** The name under which the table has a definition. */
export function nameOf(figure: AnyFigure): FigureName {
  const name = FIGURE_NAMES.find((known) => FIGURES[known] === figure);
  if (name === undefined) throw new Error(`The figure '${figure.words.title}' stands in no table.`);
  return name;
}

/** The settings that the view holds for a figure; null where it has none. */
export function ownSettings(view: Pick<View, 'lab'>, name: FigureName): object | null {
  const held: Readonly<Record<string, unknown>> = { ...(name in EXPLORE_FIGURES ? view : view.lab) };
  const own = held[name] ?? null;
  return typeof own === 'object' ? own : null;
}

/** A figure of Explore is shown with its place, one of the laboratory with its tab, or with the one that it stands beside. */
export function isShown({ place, lab }: Pick<View, 'place' | 'lab'>, name: FigureName): boolean {
  if (name in EXPLORE_FIGURES) return place === 'explore';
  const figure: AnyFigure = FIGURES[name];
  const tab = figure.kind === 'follows' && figure.beside !== undefined ? nameOf(figure.beside) : name;
  return place === 'layers' && lab.figure === (tab as LabFigureName);
}

/** What definitions may know of one another's settings and works. */
export function figureReader({ view, figures }: Pick<AppState, 'view' | 'figures'>): FigureReader {
  return {
    settingsOf: <Own, Result, Call extends AnyCall>(figure: FigureDefinition<Own, Result, Call>) =>
      ownSettings(view, nameOf(figure as AnyFigure)) as Own,
    workOf: <Own, Result, Call extends AnyCall>(figure: FigureDefinition<Own, Result, Call>) => figures[nameOf(figure as AnyFigure)] as Work<Result>,
  };
}

/** The change of state that changes what a figure holds. */
export function figurePatch({ figures }: Pick<AppState, 'figures'>, name: FigureName, patch: Partial<Work<unknown>>): Pick<AppState, 'figures'> {
  return { figures: { ...figures, [name]: { ...figures[name], ...patch } } };
}
