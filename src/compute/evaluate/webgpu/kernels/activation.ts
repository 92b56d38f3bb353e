/** The activations of nn/ in WGSL. */
import type { Activation } from '../../../../nn/architecture.ts';

/** What stays NaN must not come out as 0: devices differ in max and clamp of it. */
const ACTIVATIONS: Readonly<Record<Activation, string>> = {
  relu: 'return select(v, vec4f(0), v < vec4f(0));',
  linear: 'return v;',
  tanh: 'return select(tanh(clamp(v, vec4f(-15), vec4f(15))), v, (bitcast<vec4u>(v) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));',
  gelu: `let u = abs(v) * 0.70710678;
  let t = 1 / (1 + 0.3275911 * u);
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  let tail = 0.5 * p * exp(-u * u);
  return v * select(1 - tail, tail, v < vec4f(0));`,
};

/** The activation as a WGSL function of four values. GELU is the exact erf form (Abramowitz and Stegun 7.1.26, absolute error 1.5e-7). */
export function activationFunction(activation: Activation, name = 'activate'): string {
  return `fn ${name}(v: vec4f) -> vec4f { ${ACTIVATIONS[activation]} }`;
}
