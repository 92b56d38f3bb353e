/** Rows 1, 2, 3 (planes) and 6 (how soon a plane is seen, coarse and sharp: of the same runs). */
import { computePlane } from '../../../src/landscape/plane/plane.ts';
import { outputWidth } from '../../../src/nn/architecture.ts';
import { fresh, median, NAIVE_TEXT, naiveTime, subject, timed, type Bench, type BenchRow, type RowFamily, type Subject } from './row.ts';

/** Sharp time against the naive way, and when the first coarse picture came. */
async function plane(number: number, { engine, label, peak }: Bench, given: Subject, resolution: number, runs: number): Promise<BenchRow[]> {
  const coarse: number[] = [];
  const ms = await timed(runs, async () => {
    const [a, b, c] = fresh(given.networks);
    const start = performance.now();
    const pictures: number[] = [];
    await computePlane(
      engine.evaluator,
      { a, b, c, examples: given.examples, resolution, margin: 0.25, window: null },
      { onPartial: () => pictures.push(performance.now() - start) },
    );
    coarse.push(pictures.at(0) ?? performance.now() - start);
  });
  const naiveMs = await naiveTime(given, resolution ** 2);
  const gflops = hoistedFlops(given, resolution ** 2) / ms / 1e6;
  const name = `plane ${resolution} x ${resolution}, ${given.name}`;
  return [
    {
      id: `${number}. ${name}`,
      backend: label,
      ms,
      naiveMs,
      ratio: naiveMs / ms,
      naive: NAIVE_TEXT,
      runs,
      note: '',
      ...(peak === null ? {} : { gflops, peakFraction: gflops / peak }),
    },
    {
      id: `6. first coarse picture of the ${name}`,
      backend: label,
      ms: median(coarse.slice(1)),
      naiveMs: null,
      ratio: null,
      naive: null,
      runs,
      note: `sharp after ${ms.toFixed(0)} ms`,
    },
  ];
}

/** Floating-point operations with the first layer's products made once: two a multiply-add, activations not counted. */
function hoistedFlops({ architecture, examples }: Subject, points: number): number {
  const { inputs, hidden } = architecture;
  const widths = [...hidden, outputWidth(architecture)];
  const later = widths.slice(1).reduce((sum, width, l) => sum + widths[l] * width, 0);
  return 2 * points * examples.count * (Math.min(inputs, 2) * hidden[0] + later);
}

export const moonPlanes: RowFamily = async (bench) => {
  const resolution = bench.size === 'small' ? 11 : 51;
  const runs = bench.size === 'small' ? 3 : 5;
  const moons = (width: number): Subject => subject(`two moons 2-${width}-1`, { inputs: 2, hidden: [width], classes: 2, output: 'logistic' }, 1000);
  return [...(await plane(1, bench, moons(32), resolution, runs)), ...(await plane(1, bench, moons(512), resolution, runs))];
};

export const imagePlane: RowFamily = (bench) => {
  const small = bench.size === 'small';
  const count = small ? 200 : bench.gpu ? 10_000 : 1000;
  return plane(2, bench, subject('784-512-10', { inputs: 784, hidden: [512], classes: 10 }, count), small ? 5 : 51, 3);
};

export const deepPlane: RowFamily = (bench) => {
  const small = bench.size === 'small';
  const count = small ? 100 : bench.gpu ? 2000 : 500;
  return plane(
    3,
    bench,
    subject('784-256-256-256-10 with layer normalisation', { inputs: 784, hidden: [256, 256, 256], classes: 10, norm: 'before' }, count),
    small ? 3 : 31,
    3,
  );
};
