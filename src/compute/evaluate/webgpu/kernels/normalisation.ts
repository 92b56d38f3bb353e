/**
 * WGSL of layer normalisation (Ba, Kiros and Hinton 2016; population variance). A layer's kernel keeps, with each tile of outputs, their mean and
 * sum of squared deviations (Welford's update); who reads the layer joins the tiles (Chan, Golub and LeVeque 1983) and normalises what it loads, or
 * an elementwise pass does. Moments are [points][tiles][quads], two vec4 each.
 */
import { LAYER_NORM_EPSILON, type Activation } from '../../../../nn/architecture.ts';
import { activationFunction } from './activation.ts';
import { SHAPE, WORKGROUP } from './shape.ts';

/** How values that were stored before their normalisation are read. */
export interface Normalised {
  /** Outputs of a tile of the moments. */
  readonly tile: number;
  /** The activation that follows. */
  readonly activation: Activation;
}

/** Where a kernel keeps the moments of what it writes. */
export const KEPT_MOMENTS = '@group(0) @binding(8) var<storage, read_write> kept: array<vec4f>;';

export function startMoments(cell: string): string {
  return `  var mean${cell} = vec4f(0);\n  var squares${cell} = vec4f(0);`;
}

/** Takes a value into mean{cell} and squares{cell}; `weight` is one over the number of values so far. */
export function updateMoments(cell: string, value: string, weight: string): string {
  return `    let e${cell} = ${value} - mean${cell}; mean${cell} += e${cell} * ${weight}; squares${cell} += e${cell} * (${value} - mean${cell});`;
}

/** Keeps a cell's moments: of outputs tile·row to tile·(row + 1). */
export function keepMoments(cell: string, { point, row, quad, tile }: { point: string; row: string; quad: string; tile: number }): string {
  const at = `2 * ((${point} * ((s.outputs + ${tile - 1}) / ${tile}) + ${row}) * s.quads + ${quad})`;
  return `  kept[${at}] = mean${cell};\n  kept[${at} + 1] = squares${cell};`;
}

/** Declarations, and momentsOf(p, q) and normalised(v, i, p, m): input i of point p, normalised and activated. */
export function readNormalised({ tile, activation }: Normalised): string {
  return `@group(0) @binding(6) var<storage, read> moments: array<vec4f>;
@group(0) @binding(7) var<storage, read> affine: array<f32>;
struct Moments { mean: vec4f, scale: vec4f }
fn momentsOf(p: u32, q: u32) -> Moments {
  let tiles = (s.inputs + ${tile - 1}) / ${tile};
  let start = 2 * (p * tiles * s.quads + q);
  var mean = vec4f(0);
  for (var t = 0u; t < tiles; t++) { mean += f32(min(${tile}, s.inputs - t * ${tile})) * moments[start + 2 * t * s.quads]; }
  mean /= f32(s.inputs);
  var squares = vec4f(0);
  for (var t = 0u; t < tiles; t++) {
    let d = moments[start + 2 * t * s.quads] - mean;
    squares += moments[start + 2 * t * s.quads + 1] + f32(min(${tile}, s.inputs - t * ${tile})) * d * d;
  }
  return Moments(mean, 1 / sqrt(squares / f32(s.inputs) + ${LAYER_NORM_EPSILON}));
}
${activationFunction(activation, 'activateInput')}
fn normalised(v: vec4f, i: u32, p: u32, m: Moments) -> vec4f {
  let at = p * s.affineStride + i;
  return activateInput((v - m.mean) * (m.scale * affine[at + s.gain]) + affine[at + s.shift]);
}`;
}

/** Rows that one thread of the elementwise pass takes: so many that joining the tiles is little beside them. */
export function normaliseRows({ tile }: Normalised): number {
  return 8 * tile;
}

/** y[p] normalised in place, normaliseRows a thread. */
export function normaliseKernel(read: Normalised): string {
  const rows = normaliseRows(read);
  return `${SHAPE}
@group(0) @binding(5) var<storage, read_write> y: array<vec4f>;
${readNormalised(read)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= s.quads) { return; }
  let m = momentsOf(id.z, id.x);
  let end = min(s.inputs, (id.y + 1) * ${rows});
  for (var i = id.y * ${rows}; i < end; i++) {
    let at = (id.z * s.inputs + i) * s.quads + id.x;
    y[at] = normalised(y[at], i, id.z, m);
  }
}`;
}
