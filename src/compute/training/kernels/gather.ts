/**
 * Examples into panels: row r is example order[r], or `first` + r where there is no order; the rest of the panels and of the rows is 0.
 * Four rows at a time: they lie anywhere in a large memory, which is slow to answer but answers four as fast as one, and what they fill of
 * a panel is whole cache lines.
 */
export function gather(to: usize, labels: usize, x: usize, y: usize, order: usize, first: i32, inputs: i32, count: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  const bytes = <usize>inputs << 2;
  const whole = <usize>(inputs >> 3);
  const rest = inputs & 7;
  for (let r = 0; r < count; r++) store<i32>(labels + (<usize>r << 2), load<i32>(y + (exampleAt(order, first, r) << 2)));
  let r = 0;
  for (; r + 4 <= count; r += 4) {
    let a = x + bytes * exampleAt(order, first, r), b = x + bytes * exampleAt(order, first, r + 1);
    let c = x + bytes * exampleAt(order, first, r + 2), d = x + bytes * exampleAt(order, first, r + 3);
    let row = to + (<usize>r << 5);
    for (let p: usize = 0; p < whole; p++) {
      copyEight(row, a), copyEight(row + 32, b), copyEight(row + 64, c), copyEight(row + 96, d);
      a += 32, b += 32, c += 32, d += 32, row += stride;
    }
    if (rest) copyRest(row, a, rest), copyRest(row + 32, b, rest), copyRest(row + 64, c, rest), copyRest(row + 96, d, rest);
  }
  for (; r < count; r++) {
    let from = x + bytes * exampleAt(order, first, r);
    let row = to + (<usize>r << 5);
    for (let p: usize = 0; p < whole; p++) copyEight(row, from), (from += 32), (row += stride);
    if (rest) copyRest(row, from, rest);
  }
  const panels = <usize>((inputs + 7) >> 3);
  for (let p: usize = 0; p < panels; p++) memory.fill(to + p * stride + (<usize>count << 5), 0, <usize>(rows - count) << 5);
}

@inline function exampleAt(order: usize, first: i32, r: i32): usize {
  return <usize>(order ? load<i32>(order + (<usize>r << 2)) : first + r);
}

@inline function copyEight(to: usize, from: usize): void {
  v128.store(to, v128.load(from)), v128.store(to, v128.load(from, 16), 16);
}

/** The last numbers of a row, fewer than eight, and zeros. */
function copyRest(to: usize, from: usize, rest: i32): void {
  const zero = f32x4.splat(0);
  v128.store(to, zero), v128.store(to, zero, 16);
  for (let j: usize = 0; j < <usize>rest << 2; j += 4) store<f32>(to + j, load<f32>(from + j));
}
