import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../help/glossary.ts';
import { PHRASES, stretchesOf } from './phrases.ts';

const HEADLINE =
  'Averaging A and B raises the test loss from 0.00400 to 0.210: a barrier of 0.206. Matched neuron by neuron, it does not: a barrier of 0.00100 is left.';

describe('the terms of a sentence', () => {
  it('are its words for what the glossary defines, each once', () => {
    expect(stretchesOf(HEADLINE).filter(({ term }) => term !== null)).toEqual([
      { text: 'Averaging', term: 'interpolation' },
      { text: 'test loss', term: 'loss' },
      { text: 'barrier', term: 'connectivity' },
      { text: 'Matched neuron by neuron', term: 'weight-matching' },
    ]);
    expect(stretchesOf('Each layer alone costs too (up to 0.565 for layer 2 alone).').filter(({ term }) => term !== null)).toEqual([
      { text: 'layer alone', term: 'one-layer-more' },
    ]);
    expect(stretchesOf('layer 2 alone by up to 0.3')[0]).toEqual({ text: 'layer 2 alone', term: 'one-layer-more' });
    expect(stretchesOf('0.3 into A = 210 % of full.')[1]).toEqual({ text: '210 % of full', term: 'one-layer-more' });
    expect(stretchesOf('0.3 into A = 21 % of full.')).toHaveLength(1);
    for (const { term } of PHRASES) expect(Object.keys(GLOSSARY)).toContain(term);
  });

  it('leave every word where it was', () => {
    const word = fc.constantFrom(
      'Averaging',
      'barrier',
      'half-way',
      'the test loss',
      'Matching neuron by neuron',
      'above the chord',
      '0.21',
      ', ',
      ': ',
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        const stretches = stretchesOf(text);
        expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
        const terms = stretches.flatMap(({ term }) => term ?? []);
        expect(new Set(terms).size).toBe(terms.length);
        if (words.includes('barrier')) expect(terms).toContain('connectivity');
      }),
    );
  });
});
