/** Numbers as the screen shows them: three significant digits, no exponent where a plain number reads well. */

/** 0.2071 → '0.207', 0.00003 → '3.00e-5', NaN → 'not finite'. Values under 5e-7 count as 0. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (size < 5e-7) return '0';
  if (size < 1e-4 || size >= 1e7) return value.toExponential(digits - 1).replace(/e\+?/, 'e');
  const rounded = Number(value.toPrecision(digits));
  if (Math.abs(rounded) >= 1000) return Math.round(value).toLocaleString('en-US');
  // toPrecision would write 890 of two digits as 8.9e+2.
  return Math.abs(rounded) >= 10 ** digits ? String(rounded) : value.toPrecision(digits);
}

/** 0.9934 → '99.3 %'. */
export function percent(fraction: number): string {
  if (!Number.isFinite(fraction)) return 'not finite';
  const value = fraction * 100;
  return `${value === 100 ? '100' : value.toFixed(1)} %`;
}

/** 12000 → '12,000'. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** 75 → '1 min 15 s', 3.2 → '3 s'. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'under a second';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}

/** 'A', 'A and B', 'A, B and C'. */
export function listing(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
