/** The uniform values and the workgroup that the general kernels share. */

/** Threads of a workgroup, along the examples. */
export const WORKGROUP = 64;

/**
 * One block of examples and a tile of points; all counts, offsets in elements. As laid out in the uniform buffer. `gain`, `shift` and
 * `affineStride` (elements from point to point) are of the normalisation of what is read.
 */
export const SHAPE_FIELDS = [
  'inputs',
  'outputs',
  'quads',
  'valid',
  'inputStride',
  'parameterStride',
  'weight',
  'bias',
  'gain',
  'shift',
  'affineStride',
  'firstRow',
  'result',
] as const;
export type Shape = Readonly<Record<(typeof SHAPE_FIELDS)[number], number>>;

export const SHAPE = `struct Shape { ${SHAPE_FIELDS.map((field) => `${field}: u32`).join(', ')} }
@group(0) @binding(0) var<uniform> s: Shape;`;
