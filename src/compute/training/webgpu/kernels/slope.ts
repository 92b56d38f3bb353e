/** Derivatives of the activations in WGSL. */
import type { Activation } from '../../../../nn/architecture.ts';

/** Of ReLU and tanh from what the activation gave, of GELU from what it was applied to (Abramowitz and Stegun 7.1.26, absolute error 1.5e-7). */
const SLOPES: Readonly<Record<Activation, string>> = {
  relu: 'return select(vec4f(0), vec4f(1), v > vec4f(0));',
  linear: 'return vec4f(1);',
  tanh: 'return 1 - v * v;',
  gelu: `let u = abs(v) * 0.70710678;
  let t = 1 / (1 + 0.3275911 * u);
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  let power = exp(-u * u);
  let tail = 0.5 * p * power;
  return select(1 - tail, tail, v < vec4f(0)) + v * power * 0.39894228;`,
};

/** `fn slope(v: vec4f) -> vec4f`. */
export function slopeFunction(activation: Activation): string {
  return `fn slope(v: vec4f) -> vec4f { ${SLOPES[activation]} }`;
}

/** Whether the slope is made from what the activation was applied to. */
export function needsArgument(activation: Activation): boolean {
  return activation === 'gelu';
}
