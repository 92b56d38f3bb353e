/** How far two networks lie apart, parameter by parameter: a recipe of a figure that only a test draws. */
import type { Network } from '../../nn/network.ts';

/** Mean of |θA − θB|, `power`-th power, over all parameters. */
export function parameterGap(a: Network, b: Network, power: number): number {
  const gaps = a.parameters.map((value, i) => Math.abs(value - b.parameters[i]) ** power);
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}
