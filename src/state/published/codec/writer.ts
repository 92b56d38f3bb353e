/** Writes plain data into byte streams as its schema says. */
import type { SchemaNode } from '../../../base/schema.ts';
import { plainJson } from '../../../base/schema.ts';
import { byNeighbours, bySurface, denominatorOf, isEven, type Predictor, residuals, scaleOf, shortNumber, stepOf, wholeMark } from './numbers.ts';
import { ByteSink, packStreams, STREAMS, type StreamName } from './streams.ts';

/** How an array of numbers stands in the streams. */
export const ARRAY_MODES = { numbers: 0, parts: 1, linear: 2, log: 3, even: 4 } as const;

/** What tells the next value of a stream. */
export const PREDICTORS: Readonly<Record<'steps' | 'counts', Predictor>> = { steps: bySurface, counts: byNeighbours };

type Reals = Extract<SchemaNode, { kind: 'reals' }>;

/** What a record's array may ask of the fields before it. */
type Before = Readonly<Record<string, unknown>>;

/** `denominators`: of what accuracies are counted, such as 500 examples. */
export class SchemaWriter {
  private readonly streams = Object.fromEntries(STREAMS.map((name) => [name, new ByteSink()])) as Record<StreamName, ByteSink>;
  private readonly denominators: readonly number[];

  constructor(denominators: readonly number[]) {
    this.denominators = denominators;
  }

  packed(): Uint8Array {
    return packStreams(this.streams);
  }

  value(node: SchemaNode, value: unknown, before: Before = {}): void {
    const { words } = this.streams;
    switch (node.kind) {
      case 'flag': {
        words.byte(value === true ? 1 : 0);
        return;
      }
      case 'whole': {
        words.count((value as number) - node.min);
        return;
      }
      case 'real': {
        this.number(value as number, node.precision === 'printed' ? 4 : 6);
        return;
      }
      case 'word': {
        words.byte(node.words.indexOf(value as string));
        return;
      }
      case 'text': {
        this.text(value as string);
        return;
      }
      case 'json': {
        this.text(JSON.stringify(plainJson(value)));
        return;
      }
      case 'digest': {
        this.streams.whole.all(Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt((value as string).slice(2 * i, 2 * i + 2), 16)));
        return;
      }
      case 'constant':
        return;
      case 'nullable':
        words.byte(value === null ? 0 : 1);
        if (value !== null) this.value(node.of, value);
        return;
      case 'optional':
        words.byte(value === undefined ? 0 : 1);
        if (value !== undefined) this.value(node.of, value);
        return;
      case 'list':
        words.count((value as readonly unknown[]).length);
        {
          (value as readonly unknown[]).forEach((entry) => this.value(node.of, entry));
          return;
        }
      case 'record': {
        node.fields.forEach(([key, field]) => this.value(field, (value as Before)[key], value as Before));
        return;
      }
      case 'wholes': {
        this.wholes(Array.from(value as ArrayLike<number>));
        return;
      }
      case 'reals': {
        this.reals(node, value as Float64Array, before);
        return;
      }
    }
  }

  text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.streams.words.count(bytes.length);
    this.streams.words.all(bytes);
  }

  private number(value: number, length: 4 | 6): void {
    const short = shortNumber(value, length) ?? wholeMark(length);
    const { first, middle, last, whole } = this.streams;
    first.byte(short.first >> 8);
    first.byte(short.first & 255);
    middle.byte(short.rest[0]);
    last.all(short.rest.slice(1));
    if (Number.isFinite(value) && shortNumber(value, length) === null) whole.all(bytesOf(value));
  }

  private wholes(values: readonly number[]): void {
    this.streams.words.count(values.length);
    for (const step of residuals(values, Math.max(1, values.length), byNeighbours)) this.streams.words.count(folded(step));
  }

  private reals({ precision, columns }: Reals, values: ArrayLike<number>, before: Before): void {
    const { words, whole } = this.streams;
    words.count(values.length);
    const denominator = denominatorOf(values, [...this.denominators, values.length - 1, 2 * (values.length - 1), 10]);
    const rows = columns === null ? values.length : (before[columns] as ArrayLike<number>).length;
    const list = Array.from(values);
    if (denominator !== null) {
      words.byte(ARRAY_MODES.parts);
      words.count(denominator);
      this.steps(
        'counts',
        list.map((value) => Math.round(value * denominator)),
        rows,
      );
      return;
    }
    if (precision !== 'drawn' && isEven(values)) {
      words.byte(ARRAY_MODES.even);
      whole.all(bytesOf(values[0]));
      whole.all(bytesOf(values[values.length - 1]));
      return;
    }
    if (precision !== 'drawn') {
      words.byte(ARRAY_MODES.numbers);
      list.forEach((value) => this.number(value, precision === 'printed' ? 4 : 6));
      return;
    }
    const scale = scaleOf(values);
    words.byte(ARRAY_MODES[scale.kind]);
    whole.all(bytesOf(scale.low));
    whole.all(bytesOf(scale.high));
    this.steps(
      'steps',
      list.map((value) => stepOf(scale, value)),
      rows,
    );
  }

  /** Small ones in a byte; others behind a mark. */
  private steps(name: 'steps' | 'counts', values: readonly number[], columns: number): void {
    const stream = this.streams[name];
    for (const residual of residuals(values, Math.max(1, columns), PREDICTORS[name])) {
      const code = folded(residual);
      stream.byte(Math.min(255, code));
      if (code >= 255) stream.count(code - 255);
    }
  }
}

/** Whole numbers of either sign as whole numbers from 0: 0, −1, 1, −2, 2 ... */
function folded(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function bytesOf(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}
