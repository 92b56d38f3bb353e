/** Vectors as typed arrays. Every sum is accumulated in float64, whatever the arrays hold. */

export type Vector = Float32Array | Float64Array;

/** Σ aᵢbᵢ over [start, end). The arrays have equal lengths. */
export function dot(a: Vector, b: Vector, start = 0, end = a.length): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += a[i] * b[i];
  return sum;
}

/** Euclidean norm over [start, end). */
export function norm(a: Vector, start = 0, end = a.length): number {
  return Math.sqrt(dot(a, a, start, end));
}

/** ‖a − b‖ over [start, end). */
export function distance(a: Vector, b: Vector, start = 0, end = a.length): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const difference = a[i] - b[i];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** Cosine of the angle between a and b over [start, end); NaN where either is zero. */
export function cosine(a: Vector, b: Vector, start = 0, end = a.length): number {
  return dot(a, b, start, end) / (norm(a, start, end) * norm(b, start, end));
}

/** ‖a − b‖ and the cosine between a and b over [start, end), in one pass: the same bits as `distance` and `cosine` give. */
export function comparison(a: Float32Array, b: Float32Array, start: number, end: number): { distance: number; cosine: number } {
  let [squares, product, left, right] = [0, 0, 0, 0];
  for (let i = start; i < end; i++) {
    const p = a[i];
    const q = b[i];
    const difference = p - q;
    squares += difference * difference;
    product += p * q;
    left += p * p;
    right += q * q;
  }
  return { distance: Math.sqrt(squares), cosine: product / (Math.sqrt(left) * Math.sqrt(right)) };
}

/** a − b in float64, rounded to float32; a new array. */
export function difference32(a: Float32Array, b: Float32Array): Float32Array {
  const difference = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) difference[i] = a[i] - b[i];
  return difference;
}

/** a − b in float64; a new array. */
export function subtract(a: Vector, b: Vector): Float64Array {
  const difference = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) difference[i] = a[i] - b[i];
  return difference;
}

/** y += scale · x, in place. */
export function axpy(scale: number, x: Vector, y: Vector): void {
  for (let i = 0; i < x.length; i++) y[i] += scale * x[i];
}

/** scale · x rounded to float32; a new array. */
export function scaledToFloat32(x: Vector, scale: number): Float32Array {
  const scaled = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) scaled[i] = scale * x[i];
  return scaled;
}
