/** Schema of a layer grid: every array has the length that rows, pairs and α give it. */
import { listSchema, nullableSchema, recordSchema, ruledSchema, wholeSchema, wordSchema, type Schema } from '../../../base/schema.ts';
import { LAYER_SEQUENCES, type CellErrors, type LayerGrid } from '../../../landscape/layers/results.ts';
import { MAX_LAYERS, MAX_PAIRS } from '../../figures/lab-view.ts';
import { areLong, fieldSchema, isFieldLong, layerSchema, numbersSchema, rowNamesSchema } from './parts.ts';

const quantities = recordSchema<CellErrors['full']>({ loss: numbersSchema, error: numbersSchema });
const cellErrors = recordSchema<CellErrors>({ full: quantities, chord: quantities, own: quantities, ownMean: quantities, base: quantities });

type Whole = Omit<LayerGrid, 'errors'> & { readonly errors: NonNullable<LayerGrid['errors']> | null };

const wholeGrid: Schema<Whole> = ruledSchema(
  recordSchema<Whole>({
    sequence: wordSchema(LAYER_SEQUENCES),
    rows: listSchema(listSchema(layerSchema, 1, MAX_LAYERS), 1, MAX_LAYERS + 1),
    names: rowNamesSchema,
    alpha: numbersSchema,
    pairs: wholeSchema(1, MAX_PAIRS),
    intoA: fieldSchema,
    intoB: fieldSchema,
    endA: fieldSchema,
    endB: fieldSchema,
    distance: numbersSchema,
    cosine: numbersSchema,
    errors: nullableSchema(recordSchema<NonNullable<LayerGrid['errors']>>({ intoA: cellErrors, intoB: cellErrors })),
  }),
  ({ rows, names, alpha, pairs, intoA, intoB, endA, endB, distance, cosine, errors }) => {
    const cells = pairs * rows.length * alpha.length;
    return (
      areLong(rows.length, names) &&
      isFieldLong(cells, intoA, intoB) &&
      isFieldLong(pairs, endA, endB) &&
      areLong(pairs * rows[0].length, distance, cosine) &&
      Object.values(errors ?? {}).every((side) => Object.values(side).every(({ loss, error }) => areLong(cells, loss, error)))
    );
  },
  'a grid whose arrays fit its rows, pairs and α',
);

/** Errors may be left out. */
export const GRID_SCHEMA: Schema<LayerGrid> = {
  check: (value, argument) => {
    const given = typeof value === 'object' && value !== null && !Object.hasOwn(value, 'errors') ? { ...value, errors: null } : value;
    const { errors, ...grid } = wholeGrid.check(given, argument);
    return { ...grid, ...(errors === null ? {} : { errors }) };
  },
  node: wholeGrid.node,
};
