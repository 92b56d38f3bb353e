/** Schema of a layer grid: every array has the length that rows, pairs and α give it. Errors may be left out. */
import { listSchema, optionalSchema, recordSchema, ruledSchema, wholeSchema, wordSchema, type Schema } from '../../../base/schema.ts';
import { LAYER_SEQUENCES, type CellErrors, type LayerGrid } from '../../../landscape/layers/results.ts';
import { MAX_LAYERS, MAX_PAIRS } from '../../figures/lab-view.ts';
import { areLong, fineFieldSchema, isFieldLong, layerSchema, numbersSchema, rowNamesSchema } from './parts.ts';

const quantities = recordSchema<CellErrors['full']>({ loss: numbersSchema, error: numbersSchema });
const cellErrors = recordSchema<CellErrors>({ full: quantities, chord: quantities, own: quantities, ownMean: quantities, base: quantities });

export const GRID_SCHEMA: Schema<LayerGrid> = ruledSchema(
  recordSchema<LayerGrid>({
    sequence: wordSchema(LAYER_SEQUENCES),
    rows: listSchema(listSchema(layerSchema, 1, MAX_LAYERS), 1, MAX_LAYERS + 1),
    names: rowNamesSchema,
    alpha: numbersSchema,
    pairs: wholeSchema(1, MAX_PAIRS),
    intoA: fineFieldSchema,
    intoB: fineFieldSchema,
    endA: fineFieldSchema,
    endB: fineFieldSchema,
    distance: numbersSchema,
    cosine: numbersSchema,
    errors: optionalSchema(recordSchema<NonNullable<LayerGrid['errors']>>({ intoA: cellErrors, intoB: cellErrors })),
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
