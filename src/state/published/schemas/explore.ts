/** Schemas of what the figures of Explore show. */
import {
  constantSchema,
  flagSchema,
  listSchema,
  nullableSchema,
  optionalSchema,
  realSchema,
  realsSchema,
  recordSchema,
  ruledSchema,
  textSchema,
  wholeSchema,
  wordSchema,
  type Schema,
} from '../../../base/schema.ts';
import type { Split } from '../../../datasets/dataset.ts';
import type {
  BarrierReport,
  Barriers,
  Curve,
  Gap,
  LayerErrors,
  LayerProfile,
  MeasuredBarriers,
  Plane,
  PlanePoint,
} from '../../../landscape/results.ts';
import type { CurveFigure } from '../../figures/curve.ts';
import { MAX_LAYERS } from '../../figures/lab-view.ts';
import type { LayersFigure } from '../../figures/layers.ts';
import type { PlaneFigure, PlanesFigure } from '../../figures/planes.ts';
import { areLong, idSchema, nameSchema, numbersSchema, scoreSchema, splitSchema } from './parts.ts';

const MOST_POINTS = 801;
const MOST_PLANE_SIDE = 401;
const MOST_PATH_POINTS = 1000;

const pointsSchema = realsSchema(MOST_POINTS, 'printed');
const barriersSchema = recordSchema<Barriers>({ lerp: realSchema, mean: realSchema, max: realSchema });
const reportFields: { readonly [K in keyof BarrierReport]: Schema<Barriers> } = { barrier: barriersSchema, at: barriersSchema };
const noContribution = constantSchema<MeasuredBarriers['contribution']>(() => ({
  lerp: new Float64Array(0),
  mean: new Float64Array(0),
  max: new Float64Array(0),
}));
// What single examples add stays behind: all that is said of it is the error of the change.
const measuredSchema = recordSchema<MeasuredBarriers>({
  ...reportFields,
  se: barriersSchema,
  contribution: noContribution,
  change: optionalSchema(barriersSchema),
});
const gapSchema = recordSchema<Gap>({ value: realSchema, at: realSchema, se: realSchema });

const curveSchema = ruledSchema(
  recordSchema<Curve>({
    alpha: pointsSchema,
    loss: pointsSchema,
    accuracy: pointsSchema,
    count: wholeSchema(1, 1e9),
    lossBarrier: measuredSchema,
    errorBarrier: measuredSchema,
    half: nullableSchema(recordSchema<NonNullable<Curve['half']>>({ overA: gapSchema, overB: gapSchema })),
    lowest: gapSchema,
    endsApart: gapSchema,
    refined: flagSchema,
  }),
  ({ alpha, loss, accuracy }) => alpha.length > 0 && areLong(alpha.length, loss, accuracy),
  'a curve with a loss and an accuracy at each α',
);

const bothSplits = recordSchema<Readonly<Record<Split, Curve>>>({ train: curveSchema, test: curveSchema });
const networkPair = pairOf(idSchema);

const CURVE_SCHEMA: Schema<CurveFigure> = recordSchema<CurveFigure>({
  networks: networkPair,
  naive: bothSplits,
  aligned: nullableSchema(bothSplits),
});

const cellsSchema = realsSchema(MOST_PLANE_SIDE ** 2, 'drawn', 'x');
const axisSchema = realsSchema(MOST_PLANE_SIDE, 'printed');
const pointSchema = recordSchema<PlanePoint>({ x: realSchema, y: realSchema, outOfPlane: realSchema });

const planeSchema = ruledSchema(
  recordSchema<Plane>({
    x: axisSchema,
    y: axisSchema,
    loss: cellsSchema,
    accuracy: cellsSchema,
    points: recordSchema<Plane['points']>({ a: pointSchema, b: pointSchema, c: pointSchema }),
    unit: realSchema,
    complete: realSchema,
  }),
  ({ x, y, loss, accuracy }) => x.length > 0 && y.length > 0 && areLong(x.length * y.length, loss, accuracy),
  'a plane with a loss and an accuracy in each cell',
);

const labelSchema = textSchema(20);

const planeFigureSchema = nullableSchema(
  recordSchema<PlaneFigure>({
    title: nameSchema,
    networks: threeOf(idSchema),
    labels: threeOf(labelSchema),
    unit: pairOf(labelSchema),
    split: splitSchema,
    scores: listSchema(nullableSchema(scoreSchema), 3, 3),
    plane: planeSchema,
    others: listSchema(
      recordSchema<PlaneFigure['others'][number]>({ label: labelSchema, point: pointSchema, score: nullableSchema(scoreSchema) }),
      0,
      5,
    ),
    paths: listSchema(recordSchema<PlaneFigure['paths'][number]>({ label: labelSchema, points: listSchema(pointSchema, 0, MOST_PATH_POINTS) }), 0, 3),
  }),
);

const PLANE_SCHEMA: Schema<PlanesFigure> = recordSchema<PlanesFigure>({
  naive: planeFigureSchema,
  aligned: planeFigureSchema,
  custom: planeFigureSchema,
});

const errorsSchema = recordSchema<LayerErrors>({
  lossIntoA: numbersSchema,
  lossIntoB: numbersSchema,
  errorIntoA: numbersSchema,
  errorIntoB: numbersSchema,
  overA: numbersSchema,
  overB: numbersSchema,
});

const profileSchema = ruledSchema(
  recordSchema<LayerProfile>({
    schedule: wordSchema(['single', 'fromInput', 'fromOutput']),
    layers: listSchema(nameSchema, 1, MAX_LAYERS),
    alpha: pointsSchema,
    lossIntoA: numbersSchema,
    lossIntoB: numbersSchema,
    errorIntoA: numbersSchema,
    errorIntoB: numbersSchema,
    errors: errorsSchema,
    distance: numbersSchema,
    cosine: numbersSchema,
    endpoints: recordSchema<LayerProfile['endpoints']>({ lossA: realSchema, lossB: realSchema, accuracyA: realSchema, accuracyB: realSchema }),
  }),
  ({ layers, alpha, lossIntoA, lossIntoB, errorIntoA, errorIntoB, errors, distance, cosine }) =>
    areLong((1 + layers.length) * alpha.length, lossIntoA, lossIntoB, errorIntoA, errorIntoB, ...Object.values<Float64Array>({ ...errors })) &&
    areLong(layers.length, distance, cosine),
  'a layer profile whose arrays fit its layers and α',
);

const LAYERS_SCHEMA: Schema<LayersFigure> = recordSchema<LayersFigure>({
  networks: networkPair,
  split: splitSchema,
  naive: profileSchema,
  aligned: nullableSchema(profileSchema),
});

/** By figure. */
export const EXPLORE_SCHEMAS = { curve: CURVE_SCHEMA, plane: PLANE_SCHEMA, layers: LAYERS_SCHEMA };

function pairOf<T>(of: Schema<T>): Schema<readonly [T, T]> {
  return listSchema(of, 2, 2) as Schema<unknown> as Schema<readonly [T, T]>;
}

function threeOf<T>(of: Schema<T>): Schema<readonly [T, T, T]> {
  return listSchema(of, 3, 3) as Schema<unknown> as Schema<readonly [T, T, T]>;
}
