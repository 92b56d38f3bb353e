/** Scalar activations in float64. GELU is the exact form x·Φ(x) (torch.nn.GELU(), not its tanh approximation). */
import type { Activation } from './architecture.ts';

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

export function activate(activation: Activation): (x: number) => number {
  switch (activation) {
    case 'relu':
      // Written so that NaN stays NaN.
      return (x) => (x < 0 ? 0 : x);
    case 'tanh':
      return Math.tanh;
    case 'gelu':
      return gelu;
    case 'linear':
      return (x) => x;
  }
}

/** x·Φ(x), to about 1e-15 relative. */
export function gelu(x: number): number {
  if (x === -Infinity) return 0;
  return 0.5 * x * erfc(-x * Math.SQRT1_2);
}

/** The error function, to about 1e-15 relative. */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < SERIES_END) return series(x);
  return Math.sign(x) * (1 - tail(magnitude));
}

/** 1 − erf(x), to about 1e-14 relative wherever it is a normal number. */
export function erfc(x: number): number {
  if (x < SERIES_END_COMPLEMENT) return 1 - erf(x);
  return tail(x);
}

const SERIES_END = 2;
/** Below this, 1 − erf loses less than a digit. */
const SERIES_END_COMPLEMENT = 0.5;

/** erf by e^(−x²)·2/√π·Σ 2ⁿx^(2n+1)/(2n+1)!! (Abramowitz and Stegun 7.1.6): all terms have one sign, nothing cancels. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
}

/** erfc for x ≥ ½ by its continued fraction (Abramowitz and Stegun 7.1.14), evaluated from the tail inwards. */
function tail(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 27) return 0;
  let fraction = x;
  for (let n = Math.ceil(20 + 180 / (x * x)); n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
