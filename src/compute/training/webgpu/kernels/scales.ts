/** The gradient by gain and shift of a layer normalisation: sums over the batch. */
import { kernel, type Kernel } from './prelude.ts';
import { productMain, type Tile } from './tile.ts';

/** Binds delta (by what gain and shift gave), standard, gradient, squares. */
export function scalesKernel(tile: Tile): Kernel {
  const main = productMain(tile, {
    columns: 's.outQuads',
    rows: '1u',
    terms: 'now.rows',
    setup: '  let first = m * s.batch * s.outQuads + column;',
    term: `    let d = delta[first + k * s.outQuads];
    acc0 += d * standard[first + k * s.outQuads]; acc1 += d;`,
    store: `  let at = m * s.network + s.start + (4 * s.inQuads + 1) * s.outQuads + column;
  gradient[at] = acc0;
  gradient[at + s.outQuads] = acc1;
  let square = m * s.networkSquares + s.squares + (s.inQuads + 1) * s.outQuads + column;
  squares[square] = dot(acc0, acc0);
  squares[square + s.outQuads] = dot(acc1, acc1);`,
  });
  return kernel(
    ['scales', tile.columns, tile.splits].join(' '),
    [
      ['delta', 'read', 'vec4f'],
      ['standard', 'read', 'vec4f'],
      ['gradient', 'read_write', 'vec4f'],
      ['squares', 'read_write', 'f32'],
    ],
    main,
  );
}
