/**
 * Tiles of the products: a thread makes four rows of a quad, from vec4 loads that its neighbours share, with no barrier. Where a layer has
 * few tiles and long sums, the threads of a workgroup share out a sum: they meet at one barrier, and the parts are added in a fixed order.
 */

/** Threads of a workgroup along the columns, along the rows, and along the sum. */
export interface Tile {
  readonly columns: number;
  readonly rows: number;
  readonly splits: number;
}

/** Threads that make tiles, in a workgroup. */
const THREADS = 64;
const MOST_COLUMNS = 8;
const MOST_SPLITS = 4;
/** Terms of a part of a sum, at least. */
const LEAST_TERMS = 16;

/**
 * By one network's shape alone, so that it is computed alike alone and in a stack.
 * @param columns quads @param rows tiles of four @param terms of each sum, as the kernel counts them
 * @param threads of a network that keep the device busy: with fewer tiles sums are shared out; 0: they never are
 */
export function tileOf(columns: number, rows: number, terms: number, threads: number): Tile {
  const across = Math.min(MOST_COLUMNS, powerOfTwoFrom(columns));
  const tiles = columns * rows;
  let splits = 1;
  while (splits < MOST_SPLITS && tiles * splits < threads && terms >= 2 * splits * LEAST_TERMS) splits *= 2;
  return { columns: across, rows: THREADS / across, splits };
}

/** For a kernel whose tiles lie along the columns alone. */
export function columnTile(columns: number, terms: number, threads: number): Tile {
  const { splits } = tileOf(columns, 1, terms, threads);
  return { columns: Math.min(THREADS, powerOfTwoFrom(columns)), rows: 1, splits };
}

function powerOfTwoFrom(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

/**
 * The body of a product kernel: `setup` declares what the loop needs from `m`, `column` and `row` (of the thread's tile), `term` adds the
 * k-th term to acc0 to acc3, `store` writes them.
 * @param columns, rows, terms expressions of how many tiles and terms there are
 */
export interface ProductBody {
  readonly columns: string;
  readonly rows: string;
  readonly terms: string;
  readonly setup: string;
  readonly term: string;
  readonly store: string;
}

export function productMain({ columns, rows, splits }: Tile, body: ProductBody): string {
  const head = `@compute @workgroup_size(${columns}, ${rows}, ${splits})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let m = group.z;
  var column = group.x * ${columns} + local.x;
  var row = group.y * ${rows} + local.y;
  let columns = ${body.columns};
  let rows = ${body.rows};
  let terms = ${body.terms};
  let inside = column < columns && row < rows;`;
  const sum = (from: string, to: string): string => `
  var acc0 = vec4f(0); var acc1 = vec4f(0); var acc2 = vec4f(0); var acc3 = vec4f(0);
  for (var k = ${from}; k < ${to}; k++) {
${body.term}
  }`;
  if (splits === 1) return `${head}\n  if (!inside) { return; }\n${body.setup}${sum('0u', 'terms')}\n${body.store}\n}`;
  return `var<workgroup> parts: array<array<vec4f, 4>, ${columns * rows * (splits - 1)}>;
${head}
  // All threads meet at the barrier: those outside compute what nobody stores.
  column = min(column, columns - 1);
  row = min(row, rows - 1);
${body.setup}
  let share = (terms + ${splits - 1}) / ${splits};${sum('min(local.z * share, terms)', 'min((local.z + 1) * share, terms)')}
  let place = local.y * ${columns} + local.x;
  if (local.z > 0) { parts[(local.z - 1) * ${columns * rows} + place] = array<vec4f, 4>(acc0, acc1, acc2, acc3); }
  workgroupBarrier();
  if (local.z > 0 || !inside) { return; }
  for (var part = 0u; part < ${splits - 1}; part++) {
    let at = part * ${columns * rows} + place;
    acc0 += parts[at][0]; acc1 += parts[at][1]; acc2 += parts[at][2]; acc3 += parts[at][3];
  }
${body.store}
}`;
}
