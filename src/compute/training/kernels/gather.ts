/** Examples into panels: row r is example order[r], or `first` + r where there is no order; the rest of the panels and of the rows is 0. */
export function gather(to: usize, labels: usize, x: usize, y: usize, order: usize, first: i32, inputs: i32, count: i32, rows: i32): void {
  const stride = <usize>rows << 5;
  const whole = <usize>(inputs >> 3);
  const rest = inputs & 7;
  const panels = <usize>((inputs + 7) >> 3);
  for (let r = 0; r < count; r++) {
    const index = order ? load<i32>(order + (<usize>r << 2)) : first + r;
    store<i32>(labels + (<usize>r << 2), load<i32>(y + (<usize>index << 2)));
    let from = x + ((<usize>index * <usize>inputs) << 2);
    let row = to + (<usize>r << 5);
    for (let p: usize = 0; p < whole; p++) {
      v128.store(row, v128.load(from)), v128.store(row, v128.load(from, 16), 16);
      from += 32, row += stride;
    }
    if (rest) {
      memory.fill(row, 0, 32);
      memory.copy(row, from, <usize>rest << 2);
    }
  }
  for (let p: usize = 0; p < panels; p++) memory.fill(to + p * stride + (<usize>count << 5), 0, <usize>(rows - count) << 5);
}
