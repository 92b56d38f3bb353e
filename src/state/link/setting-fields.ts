/** Settings in a link, made of their descriptors: key, text and label of each. */
import type { NumberSetting, ChoiceSetting, FlagSetting, OtherSetting, Settings } from '../../base/setting.ts';
import type { FigureTable } from '../figures/definition.ts';
import { numeric, word, writeFields, yesNo, type Codec, type Field, type Pairs } from './codec.ts';
import type { LinkReader } from './reader.ts';

type AnySetting = NumberSetting | ChoiceSetting<string> | FlagSetting | OtherSetting<unknown>;

/** The link's fields of a table of settings. */
export function settingFields<Owner extends object>(settings: Settings<Owner>): readonly Field<Owner>[] {
  return Object.entries(settings as unknown as Readonly<Record<string, AnySetting>>).map(
    // Object.entries forgets which property has which type.
    ([property, setting]) => ({ key: setting.link, property, codec: codecOf(setting) }) as unknown as Field<Owner>,
  );
}

/** Writes what figures have that differs from the standards. */
export function writeFigures(pairs: Pairs, table: FigureTable, values: object, standards: object): void {
  for (const [name, { settings }] of Object.entries(table))
    if (settings !== null) writeFields(pairs, '', settingFields<object>(settings), part(values, name), part(standards, name));
}

/** The settings of all figures of a table, by name, from a link. */
export function readFigures(reader: LinkReader, table: FigureTable, standards: object): Record<string, object> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { settings }]) =>
      settings === null ? [] : [[name, reader.fields(settingFields<object>(settings), part(standards, name))]],
    ),
  );
}

function codecOf(setting: AnySetting): Codec<never> {
  switch (setting.kind) {
    case 'number':
      return numeric(setting.check) as Codec<never>;
    case 'choice':
      return word(setting.check) as Codec<never>;
    case 'flag':
      return yesNo as Codec<never>;
    case 'other':
      return setting as unknown as Codec<never>;
  }
}

function part(values: object, name: string): object {
  return (values as Readonly<Record<string, object>>)[name];
}
