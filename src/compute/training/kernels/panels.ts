/** Parameters as networks have them, row by row, into panels of [depth][8] and back. */

/** `rows` × `columns` numbers into panels; what the panels have beyond them stays as it is. */
export function toPanels(to: usize, from: usize, rows: i32, depth: i32, columns: i32): void {
  const whole = columns >> 3, rest = <usize>(columns & 7) << 2, panel = <usize>depth << 5;
  for (let r = 0; r < rows; r++) {
    let at = to + (<usize>r << 5);
    for (let p = 0; p < whole; p++) {
      v128.store(at, v128.load(from)), v128.store(at, v128.load(from, 16), 16);
      at += panel, from += 32;
    }
    for (let j: usize = 0; j < rest; j += 4) store<f32>(at + j, load<f32>(from + j));
    from += rest;
  }
}

/** The other way. */
export function fromPanels(to: usize, from: usize, rows: i32, depth: i32, columns: i32): void {
  const whole = columns >> 3, rest = <usize>(columns & 7) << 2, panel = <usize>depth << 5;
  for (let r = 0; r < rows; r++) {
    let at = from + (<usize>r << 5);
    for (let p = 0; p < whole; p++) {
      v128.store(to, v128.load(at)), v128.store(to, v128.load(at, 16), 16);
      at += panel, to += 32;
    }
    for (let j: usize = 0; j < rest; j += 4) store<f32>(to + j, load<f32>(at + j));
    to += rest;
  }
}
