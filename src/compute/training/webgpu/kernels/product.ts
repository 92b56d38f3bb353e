/** The three products of a layer, with all that can be done on the way. Rows are examples of the batch, [networks][batch][quads]. */
import type { Activation } from '../../../../nn/architecture.ts';
import { activationFunction } from '../../../evaluate/webgpu/kernels/activation.ts';
import { kernel, type Kernel } from './prelude.ts';
import { slopeFunction } from './slope.ts';
import { productMain, type Tile } from './tile.ts';

const tileKey = ({ columns, rows, splits }: Tile): string => `${columns} ${rows} ${splits}`;

/** Where an example's inputs start: in the batch, or (`gathered`) among all examples, by the order. */
function rowFunction(gathered: boolean): string {
  const at = gathered ? 'order[now.first + m * s.batch + example] * s.inQuads' : '(m * s.batch + example) * s.inQuads';
  return `fn rowAt(m: u32, example: u32) -> u32 { return ${at}; }`;
}

const gatheredBuffers = (gathered: boolean) => [['given', 'read', 'vec4f'] as const, ...(gathered ? [['order', 'read', 'u32'] as const] : [])];

/** What a forward product writes besides what it made: nothing, or the activation of it in place of it, or of it in a buffer of its own. */
export type ForwardEnd = 'plain' | 'activated' | 'both';

/** made = given · weights + bias, activated where asked. Binds parameters, given, (order,) made (, activated). */
export function forwardKernel(tile: Tile, gathered: boolean, end: ForwardEnd, activation: Activation): Kernel {
  const store = (r: number): string => {
    const at = `at + ${r} * s.outQuads`;
    const value = end === 'activated' ? `activate(acc${r} + bias)` : `acc${r} + bias`;
    const both = end === 'both' ? ` activated[${at}] = activate(acc${r} + bias);` : '';
    return `  if (4 * row + ${r} < now.rows) { made[${at}] = ${value};${both} }`;
  };
  const rows = [0, 1, 2, 3];
  const main = productMain(tile, {
    columns: 's.outQuads',
    rows: '(now.rows + 3) / 4',
    terms: 's.inQuads',
    setup: `  let last = now.rows - 1;
${rows.map((r) => `  let given${r} = rowAt(m, min(4 * row + ${r}, last));`).join('\n')}
  let weights = m * s.network + s.start + column;`,
    term: `    let w = weights + 4 * k * s.outQuads;
    let w0 = parameters[w]; let w1 = parameters[w + s.outQuads]; let w2 = parameters[w + 2 * s.outQuads]; let w3 = parameters[w + 3 * s.outQuads];
${rows.map((r) => `    let a${r} = given[given${r} + k]; acc${r} += a${r}.x * w0 + a${r}.y * w1 + a${r}.z * w2 + a${r}.w * w3;`).join('\n')}`,
    store: `  let bias = parameters[weights + 4 * s.inQuads * s.outQuads];
  let at = (m * s.batch + 4 * row) * s.outQuads + column;
${rows.map(store).join('\n')}`,
  });
  const buffers = [
    ['parameters', 'read', 'vec4f'] as const,
    ...gatheredBuffers(gathered),
    ['made', 'read_write', 'vec4f'] as const,
    ...(end === 'both' ? [['activated', 'read_write', 'vec4f'] as const] : []),
  ];
  const key = ['forward', tileKey(tile), gathered, end, end === 'plain' ? '' : activation].join(' ');
  return kernel(key, buffers, [end === 'plain' ? '' : activationFunction(activation), rowFunction(gathered), main].join('\n'));
}

/** The gradient by weights and bias, and each tile's sum of its squares. Binds given, (order,) delta, gradient, squares. */
export function weightGradientKernel(tile: Tile, gathered: boolean): Kernel {
  const main = productMain(tile, {
    columns: 's.outQuads',
    rows: 's.inQuads + 1',
    terms: 'now.rows',
    setup: `  // The row after the inputs is the bias's: its input is 1.
  let isBias = row == s.inQuads;
  let own = min(row, s.inQuads - 1);
  let deltas = m * s.batch * s.outQuads + column;`,
    term: `    let a = select(given[rowAt(m, k) + own], vec4f(1, 0, 0, 0), isBias);
    let d = delta[deltas + k * s.outQuads];
    acc0 += a.x * d; acc1 += a.y * d; acc2 += a.z * d; acc3 += a.w * d;`,
    store: `  let at = m * s.network + s.start + 4 * row * s.outQuads + column;
  gradient[at] = acc0;
  if (!isBias) { gradient[at + s.outQuads] = acc1; gradient[at + 2 * s.outQuads] = acc2; gradient[at + 3 * s.outQuads] = acc3; }
  squares[m * s.networkSquares + s.squares + row * s.outQuads + column] = dot(acc0, acc0) + dot(acc1, acc1) + dot(acc2, acc2) + dot(acc3, acc3);`,
  });
  const buffers = [
    ...gatheredBuffers(gathered),
    ['delta', 'read', 'vec4f'] as const,
    ['gradient', 'read_write', 'vec4f'] as const,
    ['squares', 'read_write', 'f32'] as const,
  ];
  return kernel(['weight gradient', tileKey(tile), gathered].join(' '), buffers, [rowFunction(gathered), main].join('\n'));
}

/**
 * The derivative by a layer's inputs; where `activation` is given, by what that activation was applied to. Binds parameters, delta, inner
 * (, what the slope is made of).
 */
export function deltaKernel(tile: Tile, activation: Activation | null): Kernel {
  const rows = [0, 1, 2, 3];
  const value = (r: number): string => (activation === null ? `acc${r}` : `acc${r} * slope(source[at + ${r} * s.inQuads])`);
  const main = productMain(tile, {
    columns: 's.inQuads',
    rows: '(now.rows + 3) / 4',
    terms: 's.outQuads',
    setup: `  let last = now.rows - 1;
${rows.map((r) => `  let delta${r} = (m * s.batch + min(4 * row + ${r}, last)) * s.outQuads;`).join('\n')}
  let weights = m * s.network + s.start + 4 * column * s.outQuads;`,
    term: `    let w = weights + k;
    let w0 = parameters[w]; let w1 = parameters[w + s.outQuads]; let w2 = parameters[w + 2 * s.outQuads]; let w3 = parameters[w + 3 * s.outQuads];
${rows.map((r) => `    let d${r} = delta[delta${r} + k]; acc${r} += vec4f(dot(d${r}, w0), dot(d${r}, w1), dot(d${r}, w2), dot(d${r}, w3));`).join('\n')}`,
    store: `  let at = (m * s.batch + 4 * row) * s.inQuads + column;
${rows.map((r) => `  if (4 * row + ${r} < now.rows) { inner[at + ${r} * s.inQuads] = ${value(r)}; }`).join('\n')}`,
  });
  const buffers = [
    ['parameters', 'read', 'vec4f'] as const,
    ['delta', 'read', 'vec4f'] as const,
    ['inner', 'read_write', 'vec4f'] as const,
    ...(activation === null ? [] : [['source', 'read', 'vec4f'] as const]),
  ];
  return kernel(['delta', tileKey(tile), activation].join(' '), buffers, [activation === null ? '' : slopeFunction(activation), main].join('\n'));
}
