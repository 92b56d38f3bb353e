/** What a benchmark measures with, and the rows it gives. */
import type { Engine } from '../../../src/compute/engine/engine.ts';
import type { EvaluationExamples } from '../../../src/landscape/evaluator.ts';
import type { Slice } from '../../../src/landscape/slice.ts';
import type { Architecture } from '../../../src/nn/architecture.ts';
import { initialise } from '../../../src/nn/initialise.ts';
import type { Network } from '../../../src/nn/network.ts';
import { randomExamples } from '../../../src/testing/random-slice.ts';
import { naiveMilliseconds } from './naive.ts';

export interface BenchRow {
  /** Number of the row in the benchmark, then what was measured. */
  readonly id: string;
  readonly backend: string;
  /** Median of the runs. */
  readonly ms: number;
  /** `naiveMs` over `ms`; null where the row has no yardstick. */
  readonly ratio: number | null;
  /** The yardstick's time for the same work, scaled from what was timed. */
  readonly naiveMs: number | null;
  /** The yardstick, in words. */
  readonly naive: string | null;
  readonly runs: number;
  /** What else the row tells, in words. */
  readonly note: string;
  /** Of training: network-steps. */
  readonly perSecond?: number;
  /** Of planes on a GPU, on the hoisted arithmetic, and of training; and as a fraction of what a plain loop of multiply-adds reaches. */
  readonly gflops?: number;
  readonly peakFraction?: number;
}

export interface Bench {
  readonly engine: Engine;
  /** Backend and device, as the table shows them. */
  readonly label: string;
  readonly gpu: boolean;
  /** 'small': sizes for a software adapter. */
  readonly size: 'full' | 'small';
  /** GFLOP/s of a plain FMA loop; null where there is no GPU. */
  readonly peak: number | null;
  /** Starts a worker that trains on tensors (tensor-worker.ts); null where tensors are trained on the GPU. */
  readonly startTensorWorker: (() => Worker) | null;
}

/** Gives the rows of one number. */
export type RowFamily = (bench: Bench) => Promise<BenchRow[]>;

export interface Subject {
  readonly name: string;
  readonly architecture: Architecture;
  readonly networks: readonly [Network, Network, Network];
  readonly examples: EvaluationExamples;
}

const NAIVE_POINTS = 50;
export const NAIVE_TEXT = `one forward pass a point, plain tfjs operations, one thread, timed on ${NAIVE_POINTS} random points and scaled`;

export function subject(name: string, layers: Pick<Architecture, 'inputs' | 'hidden' | 'classes'> & Partial<Architecture>, count: number): Subject {
  const architecture: Architecture = { activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal', ...layers };
  const examples = randomExamples(architecture.inputs, architecture.classes, count, 1);
  return {
    name: `${name}, ${count.toLocaleString('en')} examples`,
    architecture,
    networks: [initialise(architecture, 1), initialise(architecture, 2), initialise(architecture, 3)],
    examples,
  };
}

/** Copies: nothing that an evaluator keeps of these networks serves them. */
export function fresh<N extends readonly Network[]>(networks: N): N {
  return networks.map(({ architecture, parameters }) => ({ architecture, parameters: parameters.slice() })) as unknown as N;
}

export function median(values: readonly number[]): number {
  return [...values].sort((p, q) => p - q)[Math.floor(values.length / 2)];
}

/** Median milliseconds of `runs` runs, after one that is not counted. */
export async function timed(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    await work();
    if (run > 0) times.push(performance.now() - start);
  }
  return median(times);
}

/** The naive way's milliseconds for `points` points of a plane through the networks. */
export async function naiveTime({ architecture, networks: [a, b, c], examples }: Subject, points: number): Promise<number> {
  const towards = (end: Network): Float32Array => end.parameters.map((value, i) => value - a.parameters[i]);
  const slice: Slice = { architecture, origin: a.parameters, directions: [towards(b), towards(c)], layers: null };
  return points * (await naiveMilliseconds(slice, examples, NAIVE_POINTS));
}
