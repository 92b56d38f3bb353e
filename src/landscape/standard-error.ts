/** How sure a mean over examples is (methods.md §1): its standard error, from what each example adds. */

/** A difference of up to so many standard errors is said to be none. */
export const SURE = 2;

/** What float32 leaves uncertain in a difference of mean losses; errors over examples are orders larger. @param scale of the numbers whose difference it is */
export function roundingError(scale: number): number {
  return 1e-6 * scale + 1e-7;
}

/**
 * sd/√N of what each example adds, the spread with n − 1; NaN where fewer than two are known or one is not finite.
 * @param count N: how many examples the mean was taken over, where the spread comes from a part of them
 */
export function standardError(contribution: ArrayLike<number>, count = contribution.length): number {
  const n = contribution.length;
  if (n < 2) return NaN;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += contribution[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (contribution[i] - mean) ** 2;
  return Math.sqrt(squares / (n - 1) / count);
}

/** As `standardError` of x − y, example by example: what both share falls out. */
export function pairedError(x: ArrayLike<number>, y: ArrayLike<number>, count: number): number {
  if (x.length !== y.length) return NaN;
  return standardError(
    Float64Array.from(x, (value, i) => value - y[i]),
    count,
  );
}

/** The 97.5 % quantile of Student's t with 1, 2, ... degrees of freedom. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const NORMAL = 1.959964;

/** That quantile for any whole number of degrees; above ten by Cornish and Fisher's expansion, to 0.001. */
export function studentQuantile(degrees: number): number {
  const z = NORMAL;
  const first = (z ** 3 + z) / (4 * degrees);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3);
  return STUDENT.at(degrees - 1) ?? z + first + second + third;
}

/** Half the width of the 95 % interval of a mean over pairs of networks, t·sd/√n; NaN of fewer than two, or where one is not finite. */
export function meanInterval(values: readonly number[]): number {
  return values.length < 2 ? NaN : studentQuantile(values.length - 1) * standardError(values);
}
