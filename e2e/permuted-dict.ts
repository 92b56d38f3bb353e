/** A state dict with its hidden neurons in another order, byte by byte: so that tests need no code of the page to align a network. */

interface Tensor {
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/**
 * A safetensors file of an nn.Sequential whose hidden layer l is reordered: row i of the result is row permutations[l][i] of the file.
 * Linear layers and the normalisations behind them; float32. The bytes given stay as they are.
 */
export function permutedDict(file: Uint8Array, permutations: readonly (readonly number[])[]): Uint8Array {
  const bytes = Uint8Array.from(file);
  const head = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const tensors = JSON.parse(Buffer.from(bytes.subarray(8, 8 + head)).toString('utf8')) as Record<string, Tensor | undefined>;
  const modules = [...new Set(Object.keys(tensors).map((key) => Number.parseInt(key, 10)))].filter(Number.isInteger).sort((a, b) => a - b);
  let layer = -1;
  for (const module of modules) {
    const [weight, bias] = [tensors[`${module}.weight`], tensors[`${module}.bias`]];
    if (weight?.shape.length === 2) layer++;
    const own = layer < permutations.length ? permutations[layer] : null;
    const before = layer > 0 && weight?.shape.length === 2 ? permutations[layer - 1] : null;
    if (weight !== undefined) reorder(bytes.subarray(8 + head), weight, own, before);
    if (bias !== undefined) reorder(bytes.subarray(8 + head), bias, own, null);
  }
  return bytes;
}

/** Rows and columns of one tensor, in place. */
function reorder(
  data: Uint8Array,
  { shape: [rows, columns = 1], data_offsets: [start, end] }: Tensor,
  byRow: readonly number[] | null,
  byColumn: readonly number[] | null,
): void {
  const source = data.slice(start, end);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const from = (byRow?.[i] ?? i) * columns + (byColumn?.[j] ?? j);
      data.set(source.subarray(4 * from, 4 * from + 4), start + 4 * (i * columns + j));
    }
  }
}
