/** What the training kernels share: the values of a step, those of a layer, and how a kernel says what it binds. */

/** What changes from step to step, and the recipe's decay and clip; bound with a dynamic offset, so that bind groups are made once. */
export const STEP_BYTES = 32;
/** `first`: where the step's order starts, [networks][batch]. */
const NOW = `struct Now { rows: u32, first: u32, size: f32, momentum: f32, scale2: f32, shrink: f32, decay: f32, clip: f32 }
@group(0) @binding(0) var<uniform> now: Now;`;

/** Of a layer and its stack; counts and offsets in quads unless they are named otherwise. As laid out in the uniform buffer. */
export const SHAPE_FIELDS = [
  /** Columns of what is read, and of what is written, of a row. */
  'inQuads',
  'outQuads',
  /** Inputs' and outputs' number: beyond it a row is padding. */
  'inputs',
  'outputs',
  /** Where the layer's block starts (quad-layout.ts), and where its squares do. */
  'start',
  'squares',
  /** From network to network: parameters, sums of squares (numbers), rows of a batch. */
  'network',
  'networkSquares',
  'batch',
] as const;
export type Shape = Readonly<Record<(typeof SHAPE_FIELDS)[number], number>>;

export type Access = 'read' | 'read_write';

/** A kernel and what it binds in group 1 from binding 1 on, in this order; binding 0 is the shape. */
export interface Kernel {
  /** Names the pipeline: same key, same code. */
  readonly key: string;
  readonly access: readonly Access[];
  readonly code: string;
}

/** @param buffers name, access and element type of each, in the order of the bindings */
export function kernel(key: string, buffers: readonly (readonly [name: string, access: Access, type: string])[], body: string): Kernel {
  const bindings = buffers.map(([name, access, type], i) => `@group(1) @binding(${i + 1}) var<storage, ${access}> ${name}: array<${type}>;`);
  const shape = `struct Shape { ${SHAPE_FIELDS.map((field) => `${field}: u32`).join(', ')} }
@group(1) @binding(0) var<uniform> s: Shape;`;
  return { key, access: buffers.map(([, access]) => access), code: [NOW, shape, ...bindings, body].join('\n') };
}

/** False of what is not a number and of infinities, whatever the compiler takes for granted. */
export const FINITE = 'fn finite(v: f32) -> bool { return (bitcast<u32>(v) & 0x7f800000u) != 0x7f800000u; }';

/** The value where the quad's entries are no padding, 0 elsewhere. */
export const MASK = `fn masked(v: vec4f, quad: u32, count: u32) -> vec4f {
  return select(vec4f(0), v, vec4u(4 * quad) + vec4u(0, 1, 2, 3) < vec4u(count));
}`;
