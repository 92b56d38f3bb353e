/**
 * Numbers as the screen shows them, the same in a sentence, a figure and a panel: three significant digits, a true minus sign
 * (U+2212), thousands in groups, and an exponent only where a plain number would be mostly zeros (under 0.0001 and from
 * 10,000,000). Tables and exports keep all digits. Nothing depends on the browser's language.
 */

const MINUS = '\u2212';
const NOT_FINITE = 'not finite';

/** Plain from 10 to this power ... */
const LEAST_POWER = -4;
/** ... up to this one, which has an exponent. */
const END_POWER = 7;

/** '12600.5' → '12,600.5'. */
function grouped(digits: string): string {
  const [whole, ...decimals] = digits.split('.');
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

/** Without the zeros at the end of its decimals: '0.50' → '0.5', '1.0' → '1', '100' → '100'. */
function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

interface Written {
  /** Digits and perhaps a point, without sign and groups. */
  readonly digits: string;
  /** The power of ten behind them; null where they are the whole number. */
  readonly power: number | null;
}

/** The size of a finite number other than 0, rounded to so many significant digits. */
function written(value: number, digits: number): Written {
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e');
  const power = Number(exponent);
  if (power < LEAST_POWER || power >= END_POWER) return { digits: mantissa, power };
  return { digits: Number(`${mantissa}e${exponent}`).toFixed(Math.max(0, digits - 1 - power)), power: null };
}

function signed(value: number, { digits, power }: Written): string {
  const exponent = power === null ? '' : `e${power < 0 ? MINUS : ''}${Math.abs(power)}`;
  return `${value < 0 ? MINUS : ''}${grouped(digits)}${exponent}`;
}

/** So many significant digits: 0.207, 1.84, 12,600, 0.000470, 2.30e−5; 'not finite' for NaN and infinities. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return NOT_FINITE;
  return value === 0 ? '0' : signed(value, written(value, digits));
}

/** At most so many significant digits, for ticks: 0.5, 20, 1e−5. */
export function formatTick(value: number, digits: number): string {
  if (!Number.isFinite(value)) return NOT_FINITE;
  if (value === 0) return '0';
  const found = written(value, digits);
  return signed(value, { ...found, digits: trimmed(found.digits) });
}

/** A change, with its sign: +0.260, −0.0300, 0. */
export function formatChange(value: number, digits = 3): string {
  const text = formatNumber(value, digits);
  return value > 0 && Number.isFinite(value) ? `+${text}` : text;
}

/**
 * A number with its standard error, where one is known and not 0, to three digits and no more decimals than the error's two: 0.487 ± 0.017,
 * 0.0045 ± 0.0011. `digits`: those of a number whose error is not known.
 */
export function formatUncertain(value: number, error: number, digits = 3): string {
  if (!Number.isFinite(value) || !(error > 0) || !Number.isFinite(error)) return formatNumber(value, digits);
  const known = written(error, 2);
  const own = value === 0 ? { digits: '0', power: null } : written(value, 3);
  const finer = known.power === null && decimalsOf(own) > decimalsOf(known);
  return `${finer ? formatFixed(value, decimalsOf(known)) : formatNumber(value, 3)} ± ${formatNumber(error, 2)}`;
}

/** Digits behind the point. */
function decimalsOf({ digits, power }: Written): number {
  return Math.max(0, (digits.split('.')[1] ?? '').length - (power ?? 0));
}

/** Always so many decimals: −0.46, 1,234.5; no sign before zeros alone. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return NOT_FINITE;
  const digits = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(digits) > 0 ? MINUS : ''}${grouped(digits)}`;
}

/** A coordinate or α in a text: always two decimals. */
export function formatCoordinate(value: number): string {
  return formatFixed(value, 2);
}

/** A place on an axis: at most so many decimals, 0.5, 40, 12,000. */
export function formatPlace(value: number, decimals: number): string {
  return Number.isFinite(value) ? trimmed(formatFixed(value, decimals)) : NOT_FINITE;
}

/** A fraction as a percentage: 98.4 %, 100 %, 0.110 %. */
export function formatPercent(fraction: number, digits = 3): string {
  return Number.isFinite(fraction) ? `${formatNumber(100 * fraction, digits)} %` : NOT_FINITE;
}

/** A difference of fractions in percentage points, with its standard error where one is known: 12.0 ± 0.90 points. */
export function formatPoints(difference: number, error: number, digits = 3): string {
  return Number.isFinite(difference) ? `${formatUncertain(100 * difference, 100 * error, digits)} points` : NOT_FINITE;
}

/** How many: 1,240. */
export function formatCount(value: number): string {
  return formatFixed(Math.round(value), 0);
}

/** How much: 812 bytes, 12 kB, 1.2 MB (thousands, as disks are told). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const [value, unit] = bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1e6, 'MB'];
  return `${value < 9.95 ? formatFixed(value, 1) : formatCount(value)} ${unit}`;
}

/** A time to wait: 40 s, 1 min 15 s, 3 min, 1 h 57 min. A second at least. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return parts(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function parts(most: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${most} ${unit}` : `${most} ${unit} ${rest} ${restUnit}`;
}

/** A role or label as it is shown: "B'" → 'B′' (U+2032). */
export function primed(label: string): string {
  return label.replaceAll("'", '\u2032');
}

/** Words in a sentence: 'A', 'A and B', 'A, B and C'. */
export function formatList(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** The number that so many significant digits stand for: 2.3456 → 2.35. */
export function roundedTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** Whether both read the same, in two to four significant digits or one to three decimals. */
export function printAlike(a: number, b: number): boolean {
  if (a === b) return true;
  return (
    [2, 3, 4].every((digits) => a.toPrecision(digits) === b.toPrecision(digits)) &&
    [1, 2, 3].every((digits) => a.toFixed(digits) === b.toFixed(digits))
  );
}
