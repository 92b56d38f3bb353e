/** What is made of a table of figures, whichever they are: standards, checks and works. */
import { record, type Check } from '../../base/check.ts';
import { checksOf, standardsOf } from '../../base/setting.ts';
import type { Work } from '../shared-state.ts';
import type { FigureTable } from './definition.ts';

/** Nothing was computed yet. */
export const IDLE: Work<never> = { status: 'idle', result: null, progress: null, error: null };

/** Every figure with its settings as nobody changed them; figures without settings are left out. */
export function figureStandards(table: FigureTable): Record<string, object> {
  return Object.fromEntries(Object.entries(table).flatMap(([name, { settings }]) => (settings === null ? [] : [[name, standardsOf(settings)]])));
}

/** The check of every figure's settings as a whole. */
export function figureChecks(table: FigureTable): Record<string, Check<object>> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { settings }]) => (settings === null ? [] : [[name, record<object>(checksOf(settings))]])),
  );
}

/** Every figure with nothing computed yet. */
export function figureWorks(table: FigureTable): Record<string, Work<never>> {
  return Object.fromEntries(Object.keys(table).map((name) => [name, IDLE]));
}
