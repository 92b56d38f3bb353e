/** Reads plain data back from byte streams as its schema says: of a stranger, so that every count is held to its bound and all work is counted. */
import type { SchemaNode } from '../../../base/schema.ts';
import { byNeighbours, evenValue, longNumber, STEPS, valueAt } from './numbers.ts';
import { damaged, unpackStreams, type ByteSource, type StreamName } from './streams.ts';
import { ARRAY_MODES, PREDICTORS } from './writer.ts';

type Before = Readonly<Record<string, unknown>>;
type Reals = Extract<SchemaNode, { kind: 'reals' }>;

/** Values that one screen may hold: a plane of 401 × 401 twice, or the examples of a cell. */
const MOST_VALUES = 1_200_000;
const LONGEST_TEXT = 100_000;

export class SchemaReader {
  private readonly streams: Readonly<Record<StreamName, ByteSource>>;
  private left = MOST_VALUES;

  /** Throws `bad-link` or `too-large` where the bytes do not unpack. */
  constructor(bytes: Uint8Array) {
    this.streams = unpackStreams(bytes);
  }

  /** A value of the node's make; its schema's check still has to accept it. Throws `bad-link`. */
  value(node: SchemaNode, before: Before = {}): unknown {
    this.spend(1);
    const { words, whole } = this.streams;
    switch (node.kind) {
      case 'flag':
        return words.byte() !== 0;
      case 'whole':
        return this.within(words.count(), node.max - node.min) + node.min;
      case 'real':
        return this.number(node.precision === 'printed' ? 4 : 6);
      case 'word':
        return node.words[this.within(words.byte(), node.words.length - 1)];
      case 'text':
        return this.text(4 * node.longest);
      case 'json':
        return this.json(node.longest);
      case 'digest':
        return Array.from(whole.take(32), (byte) => byte.toString(16).padStart(2, '0')).join('');
      case 'constant':
        return node.value();
      case 'nullable':
        return words.byte() === 0 ? null : this.value(node.of);
      case 'optional':
        return words.byte() === 0 ? undefined : this.value(node.of);
      case 'list':
        return Array.from({ length: this.within(words.count(), node.most) }, () => this.value(node.of));
      case 'record':
        return this.record(node.fields);
      case 'wholes':
        return this.wholes(node);
      case 'reals':
        return this.reals(node, before);
    }
  }

  text(longest: number): string {
    const bytes = this.streams.words.take(this.within(this.streams.words.count(), longest));
    return new TextDecoder().decode(bytes);
  }

  /** Throws where anything is left: then it was not written as it was read. */
  end(): void {
    for (const [name, { left }] of Object.entries(this.streams)) if (left > 0) throw damaged(`${left} bytes are left over of ${name}`);
  }

  private record(fields: readonly (readonly [string, SchemaNode])[]): Before {
    const result: Record<string, unknown> = {};
    for (const [key, field] of fields) {
      const value = this.value(field, result);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }

  private json(longest: number): unknown {
    try {
      return JSON.parse(this.text(Math.min(4 * longest, LONGEST_TEXT)));
    } catch (error) {
      if (error instanceof SyntaxError) throw damaged('a part is no JSON');
      throw error;
    }
  }

  private number(length: 4 | 6): number {
    const { first, middle, last, whole } = this.streams;
    const head = 256 * first.byte() + first.byte();
    const rest = [middle.byte(), ...last.take(length - 3)];
    return longNumber({ first: head, rest }) ?? doubleOf(whole);
  }

  private wholes({ array, most }: Extract<SchemaNode, { kind: 'wholes' }>): Int32Array | Uint16Array {
    const count = this.within(this.streams.words.count(), most);
    this.spend(count);
    const values: number[] = [];
    for (let i = 0; i < count; i++) values.push(byNeighbours(values, i, count) + unfolded(this.streams.words.count()));
    const numbers = array === 'Int32Array' ? Int32Array.from(values) : Uint16Array.from(values);
    if (values.some((value, i) => value !== numbers[i])) throw damaged('a whole number is out of its range');
    return numbers;
  }

  private reals({ array, most, precision, columns }: Reals, before: Before): Float64Array | Float32Array {
    const { words, whole } = this.streams;
    const count = this.within(words.count(), most);
    this.spend(count);
    const rows = columns === null ? count : (before[columns] as ArrayLike<number>).length;
    const values = this.cells(words.byte(), { count, rows: Math.max(1, rows), length: precision === 'printed' ? 4 : 6, whole });
    return array === 'Float64Array' ? Float64Array.from(values) : Float32Array.from(values);
  }

  private cells(mode: number, { count, rows, length, whole }: { count: number; rows: number; length: 4 | 6; whole: ByteSource }): readonly number[] {
    if (mode === ARRAY_MODES.numbers) return Array.from({ length: count }, () => this.number(length));
    if (mode === ARRAY_MODES.parts) {
      const denominator = this.streams.words.count();
      return this.steps('counts', count, rows).map((step) => step / denominator);
    }
    if (mode === ARRAY_MODES.even) {
      const [low, high] = [doubleOf(whole), doubleOf(whole)];
      return Array.from({ length: count }, (_, i) => evenValue(low, high, count, i));
    }
    if (mode !== ARRAY_MODES.linear && mode !== ARRAY_MODES.log) throw damaged('an array stands in a way that this version does not know');
    const scale = { kind: mode === ARRAY_MODES.log ? 'log' : 'linear', low: doubleOf(whole), high: doubleOf(whole) } as const;
    return this.steps('steps', count, rows).map((step) => valueAt(scale, this.within(step, STEPS)));
  }

  private steps(name: 'steps' | 'counts', count: number, columns: number): number[] {
    const stream = this.streams[name];
    const predict = PREDICTORS[name];
    const values: number[] = [];
    for (let i = 0; i < count; i++) {
      const code = stream.byte();
      values.push(predict(values, i, columns) + unfolded(code < 255 ? code : 255 + stream.count()));
    }
    return values;
  }

  private within(value: number, most: number): number {
    if (value < 0 || value > most) throw damaged(`a number of ${value} where at most ${most} can stand`);
    return value;
  }

  private spend(values: number): void {
    this.left -= values;
    if (this.left < 0) throw damaged(`they hold more than ${MOST_VALUES} values`);
  }
}

function unfolded(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}

function doubleOf(source: ByteSource): number {
  const bytes = source.take(8);
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  return Number.isFinite(value) ? value : NaN;
}
