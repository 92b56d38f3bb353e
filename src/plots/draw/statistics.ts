/** What a handful of draws says: over the finite ones, NaN where there is none. */
export interface Summary {
  readonly mean: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** Finite values. */
  readonly count: number;
}

/** Mean and quartiles, interpolated linearly between the sorted values (Hyndman and Fan's type 7). */
export function summaryOf(values: Iterable<number>): Summary {
  const sorted = Array.from(values)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = Math.floor(place);
    return sorted.length === 0 ? NaN : sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
  };
  return {
    mean: sorted.length === 0 ? NaN : sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    lower: at(0.25),
    median: at(0.5),
    upper: at(0.75),
    count: sorted.length,
  };
}
