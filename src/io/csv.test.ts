import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeText, readCsv } from './csv.ts';
import { AS_IT_LOOKS, type CsvChoice } from './csv-layout.ts';
import { previewCsv } from './csv-preview.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, labelColumn: string | null = null, choice: Partial<CsvChoice> = {}) =>
  readCsv(bytes(text), 'own.csv', { ...AS_IT_LOOKS, labelColumn, ...choice });

describe('readCsv', () => {
  it('reads a header, quoted fields, CRLF, a BOM and text labels in natural order', () => {
    const table = read('\uFEFF"a ""x""",b,class\r\n1,-2.5e1,item 10\r\n\r\n"3",.5,item 9\r\n');
    expect(table).toEqual({
      columns: ['a "x"', 'b', 'class'],
      labelColumn: 'class',
      x: Float32Array.of(1, -25, 3, 0.5),
      y: Int32Array.of(1, 0),
      inputs: 2,
      classNames: ['item 9', 'item 10'],
      understood: ['Labels: column "class".'],
    });
  });

  it('does without a header, takes the last column, sorts whole numbers by value', () => {
    const table = read('1,2,10\n3,4,-1\n5,6,9.0');
    expect(table.columns).toEqual(['column 1', 'column 2', 'column 3']);
    expect(table.classNames).toEqual(['-1', '9', '10']);
    expect([...table.y]).toEqual([2, 0, 1]);
  });

  it('takes the column named label before one named y', () => {
    expect(read('x,y,label\n1,2,a\n3,4,b').labelColumn).toBe('label');
    expect(read('y,x\n1,2\n3,4').labelColumn).toBe('y');
  });

  it('recognises a header of numbers by its label name or by a word above numbers', () => {
    expect(read('0,1,label\n1,2,a\n3,4,b').classNames).toEqual(['a', 'b']);
    expect(read('0,1,kind\n1,2,0\n3,4,1').columns).toEqual(['0', '1', 'kind']);
    expect(read('1,2,cat\n3,4,dog').y).toHaveLength(2);
  });

  it('takes the label column by name or by number', () => {
    const text = 'y,a,b\n1,5,7\n2,6,8';
    expect(read(text).labelColumn).toBe('y');
    expect(read(text, 'b').labelColumn).toBe('b');
    expect([...read(text, '2').x]).toEqual([1, 7, 2, 8]);
    expect(() => read(text, 'z')).toThrow(/own\.csv: there is no column "z" for the labels\. Columns 1 to 3 are y, a, b/);
    expect(() => read(text, '4')).toThrow(/no column "4"/);
    expect(() => read('a,a,b\n1,2,3\n4,5,6', 'a')).toThrow(/2 columns are named "a"; choose the label column by its number/);
  });

  it('reads semicolons and tabs', () => {
    expect([...read('a;b;label\n1;2;0\n3;4;1').x]).toEqual([1, 2, 3, 4]);
    expect([...read('1\t2\t0\n3\t4\t1').x]).toEqual([1, 2, 3, 4]);
  });

  const refused: [string, string, RegExp][] = [
    ['nothing', '', /own\.csv: is empty/],
    ['only a header', 'a,b,label\n', /row 1: is a header, and no row follows/],
    ['NaN', 'a,b,label\n1,2,0\n1,NaN,1', /row 3, column 2 \("b"\): "NaN" is not a finite number/],
    ['a missing value', 'a,b,label\n1,,0\n1,2,1', /row 2, column 2 \("b"\): the value is missing/],
    ['a word among numbers', '1,2,0\n1,x,1', /row 2, column 2 \("column 2"\): "x" is not/],
    ['an infinite number', '1,2,0\n1,1e39,1', /"1e39" is not a finite number/],
    ['hexadecimal', '1,2,0\n1,0x10,1', /"0x10" is not/],
    ['a ragged row', '1,2,0\n1,2,3,1', /row 2: has 4 columns, but the first row has 3/],
    ['a missing label', '1,2,0\n1,2,', /row 2, column 3 \("column 3"\): the label is missing/],
    ['a fractional label', '1,2,0\n1,2,0.5', /the label 0\.5 is not a whole number/],
    ['one class', '1,2,0\n3,4,0', /all 2 rows are of one class \("0"\)/],
    ['no numeric column', 'a,b\nx,u\ny,v', /no other column is numeric/],
    ['a single column', 'label\n0\n1', /no other column is numeric/],
    ['an open quote', '1,2,0\n"1,2,1', /row 2, column 1: a quoted field never ends/],
    ['text after a quote', '1,2,0\n"1"x,2,1', /row 2, column 1: text follows the closing quote/],
    ['too many columns', '1,'.repeat(5000), /row 1: has more than 4096 columns/],
    ['too many classes', Array.from({ length: 1001 }, (_, i) => `1,${i}`).join('\n'), /1001 different labels; at most 1000/],
  ];
  it.each(refused)('refuses %s', (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it.each<[string, string, { x: number[]; labels: string[]; columns?: string[]; says: RegExp }]>([
    [
      'a first label y without a header',
      '1,2,y\n3,4,n\n5,6,n',
      { x: [1, 2, 3, 4, 5, 6], labels: ['y', 'n', 'n'], says: /Row 1 \(1, 2, y\) was read as an example/ },
    ],
    [
      'a first label that comes again',
      '1,2,class\n3,4,b\n5,6,class',
      { x: [1, 2, 3, 4, 5, 6], labels: ['class', 'b', 'class'], says: /read as an example/ },
    ],
    ['numbered columns and y', '0,1,y\n1.5,2,a\n3,4,b', { x: [1.5, 2, 3, 4], labels: ['a', 'b'], says: /Row 1 \(0, 1, y\) was read as the header/ }],
    [
      'a header of numbers',
      '0,1,2\n1.5,2,0\n3,4,1',
      { x: [1.5, 2, 3, 4], labels: ['0', '1'], columns: ['0', '1', '2'], says: /Row 1 \(0, 1, 2\) was read as the columns' numbers/ },
    ],
    [
      'decimal commas between semicolons',
      '1,5;2,25;0\n3,5;4;1',
      { x: [1.5, 2.25, 3.5, 4], labels: ['0', '1'], says: /1,5 is 1\.5.*The first examples: 1\.50, 2\.25 is "0"; 3\.50, 4\.00 is "1"/ },
    ],
    ['decimal commas in quotes', 'a,b,label\n"1,5",2,u\n3,"4,5",v', { x: [1.5, 2, 3, 4.5], labels: ['u', 'v'], says: /decimal points/ }],
    [
      "pandas' index column",
      ',a,label\n0,5,u\n1,6,v\n2,7,v',
      { x: [5, 6, 7], labels: ['u', 'v', 'v'], columns: ['column 1', 'a', 'label'], says: /only numbers the rows and was left out/ },
    ],
    [
      "pandas' index and numbered columns",
      ',0,1\n0,5,0\n1,6,1',
      { x: [5, 6], labels: ['0', '1'], columns: ['column 1', '0', '1'], says: /left out/ },
    ],
  ])('reads %s, and says so', (_what, text, { x, labels, columns, says }) => {
    const table = read(text);
    expect([...table.x]).toEqual(x);
    expect(Array.from(table.y, (i) => table.classNames[i])).toEqual(labels);
    if (columns !== undefined) expect(table.columns).toEqual(columns);
    expect(table.understood.join(' ')).toMatch(says);
  });

  it('is read as it was chosen, and says so', () => {
    const asHeader = read('1,2,y\n3,4,n\n5,6,m', null, { header: 'yes' });
    expect([...asHeader.x]).toEqual([3, 4, 5, 6]);
    expect(asHeader.columns).toEqual(['1', '2', 'y']);
    expect(asHeader.understood.join(' ')).toContain('Row 1 (1, 2, y) was read as the header, as chosen.');
    const asExample = read('0,1,2\n1.5,2,0\n3,4,1', null, { header: 'no' });
    expect([...asExample.x]).toEqual([0, 1, 1.5, 2, 3, 4]);
    const indexed = ',a,label\n0,5,u\n1,6,v';
    expect([...read(indexed, null, { firstColumn: 'in' }).x]).toEqual([0, 5, 1, 6]);
    expect([...read('id,a,label\nk7,5,u\nk9,6,v', null, { firstColumn: 'out' }).x]).toEqual([5, 6]);
    expect(() => read('label,a\nu,5\nv,6', null, { firstColumn: 'out' })).toThrow(/first column holds the labels and was to be left out/);
    expect(() => read('7;1,5;0\n7;2,5;1', null, { decimal: 'point' })).toThrow(/"1,5" is not a finite number/);
    expect([...read('1,5;0\n2;1', null, { decimal: 'comma' }).x]).toEqual([1.5, 2]);
  });

  it.each<[string, readonly (keyof CsvChoice)[]]>([
    ['a,b,label\n1,2,u\n3,4,v', []],
    ['a,b,kind\n1,2,u\n3,4,v', ['labelColumn']],
    ['1,2,0\n3,4,1', ['labelColumn']],
    ['1,2,y\n3,4,n', ['header', 'labelColumn']],
    [',a,label\n0,5,u\n1,6,v', ['firstColumn']],
    [',a,label\n0,5,u\n2,6,v', []],
    ['a;label\n1,5;u\n2,5;v', ['decimal']],
  ])('of %j, the guesses are %j; once chosen, there is none', (text, guessed) => {
    const preview = previewCsv(bytes(text), 'own.csv', AS_IT_LOOKS);
    expect(preview.guessed).toEqual(guessed);
    const { header, decimal, firstColumn, label } = preview;
    const chosen: CsvChoice = { header, decimal, firstColumn, labelColumn: String(label + 1) };
    expect(previewCsv(bytes(text), 'own.csv', chosen)).toEqual({ ...preview, guessed: [] });
    const [guess, choice] = [read(text), read(text, null, chosen)];
    expect({ ...choice, understood: [] }).toEqual({ ...guess, understood: [] });
  });

  it('keeps a first column without a name that does not number the rows', () => {
    const table = read(',a,label\n0,5,u\n2,6,v');
    expect([...table.x]).toEqual([0, 5, 2, 6]);
    expect(table.understood).toHaveLength(1);
  });

  it('tells labels apart by all of their characters, and refuses those that are no labels', () => {
    const long = 'a'.repeat(199);
    expect(read(`1,${long}b\n2,${long}c`).classNames).toEqual([`${long}b`, `${long}c`]);
    expect(() => read(`1,${long}bc\n2,b`)).toThrow(/row 1, column 2 .*: the label has 201 characters; at most 200/);
  });

  it('refuses decimal commas and points in one file', () => {
    expect(() => read(`${'1,5;0\n2;1\n'.repeat(30)}1.5;0`)).toThrow(/row 61, column 1 .*"1\.5" is not a finite number/);
  });

  it('stops at a field that is too long, and at the first label too many, however much follows', () => {
    expect(() => read(`1,${'x'.repeat(10_001)}`)).toThrow(/row 1, column 2: has more than 10,000 characters/);
    expect(() => read(`1,"${'x'.repeat(10_001)}"`)).toThrow(/row 1, column 2: has more than 10,000 characters/);
    const rows = Array.from({ length: 5000 }, (_, i) => `1,l${i}`).join('\n');
    expect(() => read(`${rows}\nnot a row`)).toThrow(/row 1001, column 2 .*1001 different labels/);
  });

  it('gives a table within its limits or a named error, whatever the text', () => {
    const piece = fc.constantFrom(',', ';', '\t', '\n', '\r\n', '"', '""', '1', '-2.5', '1,5', 'e9', 'y', 'label', 'NaN', ' ', 'é', '0', 'a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          const { x, y, inputs, classNames, columns } = read(pieces.join(''));
          expect(x.length).toBe(y.length * inputs);
          expect(x.every((value) => Number.isFinite(value))).toBe(true);
          expect(inputs).toBeLessThan(columns.length);
          expect(new Set(y).size).toBe(classNames.length);
        } catch (error) {
          expect((error as Error).name).toBe('RidgelineError');
        }
      }),
      { numRuns: 1000, seed: 5 },
    );
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => readCsv(Uint8Array.of(0x31, 0xff, 0x2c), 'own.csv', AS_IT_LOOKS)).toThrow(/not UTF-8/);
    expect(looksLikeText(Uint8Array.of(0x31, 0xff))).toBe(false);
    expect(looksLikeText(bytes('1,2,é'))).toBe(true);
  });

  it('refuses too many rows', () => {
    expect(() => read('1,0\n'.repeat(200_001))).toThrow(/row 200001: the table is too large; at most 200000 rows/);
  });

  it('gives back any table, however its fields are quoted and its lines end', () => {
    const cell = fc.float({ noNaN: true, noDefaultInfinity: true });
    const label = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => /[a-z]/i.test(text) && text.trim() === text && !/^(n\/?a|nan|null|[+-]?\d*\.?\d*e[+-]?\d+)$/i.test(text)); // prettier-ignore
    const table = fc
      .array(fc.tuple(cell, cell, label), { minLength: 2, maxLength: 20 })
      .filter((rows) => new Set(rows.map(([, , name]) => name)).size > 1);
    fc.assert(
      fc.property(table, fc.boolean(), fc.constantFrom('\n', '\r\n', '\r'), (rows, quoted, ending) => {
        const lines = rows.map(([a, b, name]) => [quoted ? `"${a}"` : String(a), String(b), `"${name.replaceAll('"', '""')}"`].join(','));
        const parsed = read(['p,q,label', ...lines].join(ending));
        expect([...parsed.x]).toEqual(rows.flatMap(([a, b]) => [Math.fround(a) + 0, Math.fround(b) + 0]));
        expect(Array.from(parsed.y, (i) => parsed.classNames[i])).toEqual(rows.map(([, , name]) => name));
      }),
    );
  });
});
