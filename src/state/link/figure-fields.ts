/** Settings of figures in a link, made of their descriptors. */
import type { FigureTable } from '../figures/definition.ts';
import { fieldsOf, writeFields, type Pairs } from './codec.ts';
import type { LinkReader } from './reader.ts';

/** Writes what figures have that differs from the standards. */
export function writeFigures(pairs: Pairs, table: FigureTable, values: object, standards: object): void {
  for (const [name, { settings }] of Object.entries(table))
    if (settings !== null) writeFields(pairs, '', fieldsOf<object>(settings), part(values, name), part(standards, name));
}

/** The settings of all figures of a table, by name, from a link. */
export function readFigures(reader: LinkReader, table: FigureTable, standards: object): Record<string, object> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { settings }]) =>
      settings === null ? [] : [[name, reader.fields(fieldsOf<object>(settings), part(standards, name))]],
    ),
  );
}

function part(values: object, name: string): object {
  return (values as Readonly<Record<string, object>>)[name];
}
