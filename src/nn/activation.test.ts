import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close.ts';
import { activate, erf, erfc, gelu } from './activation.ts';

/** From Python's math.erf and math.erfc (glibc), every digit. */
const ERF: [number, number][] = [
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [0.9, 0.7969082124228322],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [1.999, 0.9953015566513705],
  [2, 0.9953222650189527],
  [2.001, 0.9953428907185247],
  [2.5, 0.999593047982555],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5.5, 0.9999999999999927],
];
const ERFC: [number, number][] = [
  [0.3, 0.6713732405408726],
  [0.5, 0.4795001221869535],
  [0.51, 0.4707563801588296],
  [0.8, 0.2578990352923395],
  [1, 0.15729920705028513],
  [1.5, 0.033894853524689274],
  [2, 0.004677734981047265],
  [2.5, 0.0004069520174449589],
  [3, 2.2090496998585438e-5],
  [5, 1.5374597944280351e-12],
  [8, 1.1224297172982928e-29],
  [12, 1.3562611692059042e-64],
  [20, 5.3958656116079005e-176],
  [26, 5.663192408856143e-296],
];

describe('error function', () => {
  it.each(ERF)('erf(%f)', (x, value) => {
    expectClose([erf(x), erf(-x)], [value, -value], 1e-15, 0);
  });
  it.each(ERFC)('erfc(%f)', (x, value) => {
    expectClose([erfc(x)], [value], 4e-15, 0);
    expectClose([erfc(-x)], [2 - value], 1e-15, 0);
  });
  it('at the ends and at no number', () => {
    expect([erf(0), erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([0, 1, -1, 0, 2]);
    expect(erf(NaN)).toBeNaN();
    expect(erfc(NaN)).toBeNaN();
  });
});

describe('activations', () => {
  it('gelu is x·Φ(x), also far out', () => {
    expectClose(
      [gelu(1), gelu(-1), gelu(0), gelu(-10), gelu(40), gelu(-Infinity)],
      [0.8413447460685429, -0.15865525393145707, 0, -7.61985302416053e-23, 40, 0],
      1e-13,
      0,
    );
    expect(gelu(Infinity)).toBe(Infinity);
  });
  it('none hides NaN', () => {
    for (const name of ['relu', 'tanh', 'gelu', 'linear'] as const) expect(activate(name)(NaN)).toBeNaN();
    expect([-2, 0, 3].map(activate('relu'))).toEqual([0, 0, 3]);
    expect([-2, 3].map(activate('linear'))).toEqual([-2, 3]);
  });
});
