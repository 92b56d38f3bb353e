/** Numbers as they stand on the screen: three significant digits, a true minus sign. Tables and exports keep all digits. */

const MINUS = '−';

/** By the number of decimals; making one takes longer than using it. */
const FIXED = new Map<number, Intl.NumberFormat>();

function fixed(value: number, digits: number): string {
  let format = FIXED.get(digits);
  if (format === undefined)
    FIXED.set(digits, (format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })));
  return format.format(value);
}

/** 0.213, 1.84, 12,600, 2.30e−5; 'not finite' for NaN and infinities. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'not finite';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2).replace('e+', 'e').replaceAll('-', MINUS);
  const rounded = Number(value.toPrecision(3));
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return fixed(rounded, digits).replaceAll('-', MINUS);
}

/** A fraction as a percentage with three significant digits: 98.4 %, 100 %. */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return 'not finite';
  return `${fraction === 1 ? '100' : formatNumber(100 * fraction)} %`;
}

/** 1,240 */
export function formatCount(value: number): string {
  return fixed(Math.round(value), 0);
}

/** A coordinate: always two decimals, with its sign. */
export function formatCoordinate(value: number): string {
  return value.toFixed(2).replace('-', MINUS);
}

/** 40 s, 3 min, 1 h 20 min */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
