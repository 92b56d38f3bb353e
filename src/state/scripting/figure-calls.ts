/** The calls of `window.ridgeline` that belong to figures, as their definitions hold them. */
import type { JobOptions } from '../../base/job.ts';
import type { CallTools, FigureCall } from '../figures/call.ts';
import type { AnyFigure, CallOf, FigureTable } from '../figures/definition.ts';
import { FIGURES, type Figures } from '../figures/table.ts';

export interface Calling {
  /** A call in its turn. */
  readonly job: <T>(options: unknown, changes: boolean, body: (options: JobOptions & { signal: AbortSignal }) => Promise<T>) => Promise<T>;
  readonly tools: CallTools;
}

type Called<Call> = Call extends FigureCall<string, infer Answer> ? (argument?: unknown, options?: unknown) => Promise<Answer> : never;

/** By the calls' own names. */
export type FigureCalls = {
  readonly [K in keyof Figures as CallOf<Figures[K]> extends FigureCall<infer Name, unknown> ? Name : never]: Called<CallOf<Figures[K]>>;
};

export function figureCalls(calling: Calling): FigureCalls {
  // Made by name, which the type of an object made of entries does not tell.
  return callsOf(FIGURES, calling) as unknown as FigureCalls;
}

/** The calls of any table of figures. What is computed at once, where it is drawn, takes no options: there is nothing to cancel. */
export function callsOf(table: FigureTable, { job, tools }: Calling): Record<string, (argument?: unknown, options?: unknown) => Promise<unknown>> {
  return Object.fromEntries(
    Object.values<AnyFigure>(table).flatMap(({ kind, call }) => {
      if (call === null) return [];
      const body = (argument: unknown, options: unknown): Promise<unknown> => job(options, false, (own) => call.answer(tools, argument, own));
      return [[call.name, kind === 'drawn' ? (argument?: unknown) => body(argument, undefined) : body]];
    }),
  );
}
