import { expect, it } from 'vitest';
import { oneSplitNote } from '../../datasets/one-split.ts';
import { splitWords } from './split-words.ts';

it('data of one split are never called test', () => {
  expect(splitWords({ notes: ['A partial set: 4,000 + 1,000 images.'] }, 'test')).toBe('test');
  for (const what of ['examples', 'images'])
    for (const split of ['train', 'test'] as const) expect(splitWords({ notes: ['a note', oneSplitNote(120, what)] }, split)).toBe('train = test');
});
