/** What a plain loop of multiply-adds reaches on one core in WebAssembly: fused where the browser has relaxed SIMD, else multiplied, then added. */

/** Independent sums: enough to hide the latency, and with the two operands no more than sixteen registers. */
const CHAINS = 12;
/** Rounds of all chains written out in the loop's body. */
const UNROLLED = 4;
const LANES = 4;
const LEAST_MS = 20;

const F32 = 0x7d;
const V128 = 0x7b;
const I32 = 0x7f;
const SIMD = 0xfd;
const SPLAT = [SIMD, 0x13];
const ADD = [SIMD, 0xe4, 0x01];
const MULTIPLY = [SIMD, 0xe6, 0x01];
const FUSED = [SIMD, 0x85, 0x02];
const FIRST_LANE = [SIMD, 0x1f, 0];
const END = 0x0b;

/** Locals: the count of rounds, two operands, the sums. */
const FACTOR = 1;
const TERM = 2;
const SUMS = Array.from({ length: CHAINS }, (_, k) => 3 + k);

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...SPLAT];

/** An unsigned number as WebAssembly writes it (LEB128). */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** A module with one function `run`: rounds -> a number that depends on every sum. */
function moduleBytes(fused: boolean): Uint8Array<ArrayBuffer> {
  const step = (sum: number): number[] => [
    ...get(sum),
    ...get(FACTOR),
    ...(fused ? [...get(TERM), ...FUSED] : [...MULTIPLY, ...get(TERM), ...ADD]),
    ...set(sum),
  ];
  const start = [...constant(0.999), ...set(FACTOR), ...constant(0.001), ...set(TERM), ...SUMS.flatMap((sum) => [...constant(sum), ...set(sum)])];
  const rounds = Array.from({ length: UNROLLED }, () => SUMS.flatMap(step)).flat();
  const loop = [0x03, 0x40, ...rounds, ...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, END];
  const end = [...get(SUMS[0]), ...SUMS.slice(1).flatMap((sum) => [...get(sum), ...ADD]), ...FIRST_LANE, END];
  const body = [1, CHAINS + 2, V128, ...start, ...loop, ...end];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, F32]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  );
}

export interface CorePeak {
  /** GFLOP/s of one core, two operations a multiply-add. */
  readonly gflops: number;
  readonly fused: boolean;
}

/** The best of ten runs, each of at least 20 ms. */
export async function measureCorePeak(): Promise<CorePeak> {
  const fused = WebAssembly.validate(moduleBytes(true));
  const { instance } = await WebAssembly.instantiate(moduleBytes(fused));
  const run = instance.exports['run'] as (rounds: number) => number;
  const time = (rounds: number): number => {
    const start = performance.now();
    run(rounds);
    return performance.now() - start;
  };
  let rounds = 1000;
  for (let ms = time(rounds); ms < LEAST_MS; ms = time(rounds)) rounds *= 2;
  const best = Math.min(...Array.from({ length: 10 }, () => time(rounds)));
  return { gflops: (2 * LANES * CHAINS * UNROLLED * rounds) / best / 1e6, fused };
}
