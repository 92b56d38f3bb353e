import { expect, it } from 'vitest';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { createReferenceEvaluator } from '../../landscape/reference-evaluator.ts';
import { measureKernels } from './measure-kernels.ts';

it('times the evaluator that it is given, on points that it has not seen', async () => {
  const reference = createReferenceEvaluator();
  const asked: number[][] = [];
  const counted: Evaluator = {
    ...reference,
    evaluate: (slice, coordinates, ...rest) => {
      asked.push([...coordinates]);
      return reference.evaluate(slice, coordinates, ...rest);
    },
  };
  expect(await measureKernels(counted)).toBeGreaterThan(0);
  expect(asked.map(({ length }) => length)).toEqual([8, 8, 8]);
  expect(new Set(asked.map(String)).size).toBe(3);
});
