/** Row 8: weight matching with the products the app uses, against the same with products in plain JavaScript loops. */
import type { MatrixProduct } from '../../../src/landscape/evaluator.ts';
import { matchWeights } from '../../../src/landscape/align/weight-matching.ts';
import { transposeMultiply } from '../../../src/linalg/multiply.ts';
import { seededRandom } from '../../../src/linalg/random.ts';
import type { Architecture } from '../../../src/nn/architecture.ts';
import { initialise } from '../../../src/nn/initialise.ts';
import { fresh, median, type Bench, type BenchRow, type RowFamily } from './row.ts';

/** A product of which the plain loops are timed: [PART, PART]ᵀ·[PART, PART]. */
const PART = 384;
const NAIVE = `the same matching with its products in plain JavaScript loops, whose time is scaled by multiply-adds from one of ${PART} x ${PART} x ${PART}`;

/** The product, and what it was asked for. */
class Meter implements MatrixProduct {
  madds = 0;
  ms = 0;
  private readonly inner: MatrixProduct;

  constructor(inner: MatrixProduct) {
    this.inner = inner;
  }

  async transposeTimes(a: Float32Array, b: Float32Array, n: number, p: number, q: number): Promise<Float32Array> {
    const start = performance.now();
    const result = await this.inner.transposeTimes(a, b, n, p, q);
    this.ms += performance.now() - start;
    this.madds += n * p * q;
    return result;
  }
}

/** Milliseconds a multiply-add of the plain loops, the median of three. */
function plainRate(): number {
  const random = seededRandom(1, 'bench');
  const matrix = (): Float32Array => Float32Array.from({ length: PART * PART }, () => random.normal());
  const [a, b] = [matrix(), matrix()];
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    transposeMultiply(a, b, PART, PART, PART);
    return performance.now() - start;
  });
  return median(times) / PART ** 3;
}

async function match({ engine, label }: Bench, hidden: number[], rate: number): Promise<BenchRow> {
  const architecture: Architecture = { inputs: 784, classes: 10, hidden, activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
  const networks = [initialise(architecture, 1), initialise(architecture, 2)] as const;
  const runs: { ms: number; naiveMs: number }[] = [];
  for (let run = 0; run < 3; run++) {
    const [reference, network] = fresh(networks);
    const meter = new Meter(engine.product);
    const start = performance.now();
    await matchWeights({ reference, network, seed: 1, restarts: 1, signs: true }, meter);
    const ms = performance.now() - start;
    runs.push({ ms, naiveMs: ms - meter.ms + meter.madds * rate });
  }
  const [ms, naiveMs] = [median(runs.map((run) => run.ms)), median(runs.map((run) => run.naiveMs))];
  const note = hidden.length > 1 ? 'one order and two kicks' : '';
  return {
    id: `8. weight matching, 784-${hidden.join('-')}-10`,
    backend: label,
    ms,
    naiveMs,
    ratio: naiveMs / ms,
    naive: NAIVE,
    runs: runs.length,
    note,
  };
}

export const matching: RowFamily = async (bench) => {
  const rate = plainRate();
  const shapes = bench.size === 'small' ? [[64]] : [[512], [2048], [512, 512, 512]];
  const rows: BenchRow[] = [];
  for (const hidden of shapes) rows.push(await match(bench, hidden, rate));
  return rows;
};
