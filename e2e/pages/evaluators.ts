/** A page for tests alone: every evaluator that this browser can run, against float64, on random architectures and slices. */
import { GpuEvaluator } from '../../src/compute/gpu-evaluator.ts';
import { createKernelEvaluator } from '../../src/compute/kernel-pool.ts';
import type { Evaluator } from '../../src/landscape/evaluator.ts';
import { createReferenceEvaluator } from '../../src/landscape/reference-evaluator.ts';
import { seededRandom } from '../../src/linalg/random.ts';
import { ACTIVATIONS, NORMALISATIONS, type Architecture } from '../../src/nn/architecture.ts';
import { expectedField, randomExamples, randomSlice } from '../../src/testing/random-slice.ts';

export interface SuiteResult {
  cases: number;
  failures: string[];
}

function randomArchitecture(seed: number): Architecture {
  const random = seededRandom(seed, 'architecture');
  const logistic = random.below(4) === 0;
  return {
    inputs: 1 + random.below(30),
    classes: logistic ? 2 : 2 + random.below(seed % 7 === 0 ? 60 : 11),
    hidden: Array.from({ length: random.below(4) }, () => 1 + random.below(24)),
    activation: ACTIVATIONS[random.below(4)],
    norm: NORMALISATIONS[random.below(3)],
    output: logistic ? 'logistic' : 'softmax',
    init: 'he-normal',
  };
}

async function check(evaluator: Evaluator, seed: number): Promise<string | null> {
  const random = seededRandom(seed, 'case');
  const architecture = randomArchitecture(seed);
  const directions = random.below(3);
  const layers = random.below(2) === 0 ? null : architecture.hidden.map((_, l) => l).filter(() => random.below(2) === 0);
  const slice = randomSlice(architecture, directions, layers, seed);
  const examples = randomExamples(architecture.inputs, architecture.classes, 1 + random.below(90), seed);
  const coordinates = Float64Array.from({ length: directions * (1 + random.below(9)) }, () => random.normal());
  const got = await evaluator.evaluate(slice, coordinates, examples);
  const want = expectedField(slice, coordinates, examples);
  const again = await evaluator.evaluate(slice, coordinates, examples);
  const at = want.loss.findIndex((loss, p) => {
    const near = Math.abs(got.loss[p] - loss) <= 1e-5 + 1e-4 * Math.abs(loss) && Math.abs(got.accuracy[p] - want.accuracy[p]) * examples.count <= 1.001;
    return !near || !Object.is(got.loss[p], again.loss[p]);
  });
  return at < 0 ? null : `seed ${seed}, point ${at}: got ${got.loss[at]}, ${got.accuracy[at]}; again ${again.loss[at]}; want ${want.loss[at]}, ${want.accuracy[at]}; ${JSON.stringify({ architecture, directions, layers })}`;
}

async function make(name: string): Promise<Evaluator> {
  const general = createReferenceEvaluator();
  if (name === 'wasm kernels') return createKernelEvaluator(general, 2);
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  return new GpuEvaluator(await adapter.requestDevice(), general, true);
}

async function run(name: string, cases: number): Promise<SuiteResult> {
  const evaluator = await make(name);
  const failures: string[] = [];
  for (let seed = 1; seed <= cases; seed++) {
    const failure = await check(evaluator, seed);
    if (failure !== null) failures.push(failure);
  }
  return { cases, failures };
}

declare global {
  interface Window {
    runSuite: typeof run;
  }
}
window.runSuite = run;
