import { describe, expect, it } from 'vitest';
import { talkStep } from './talk-keys.ts';

const talk = { scenes: [1, 2, 3], at: 1 };

describe('keys of a talk', () => {
  it('walk scenes, by keyboard and by clicker', () => {
    for (const key of ['ArrowRight', 'PageDown', ' ']) expect(talkStep(key, talk)).toEqual({ name: 'nextScene' });
    for (const key of ['ArrowLeft', 'PageUp']) expect(talkStep(key, talk)).toEqual({ name: 'previousScene' });
    expect(talkStep('End', talk)).toEqual({ name: 'showScene', argument: { index: 2 } });
    expect(talkStep('Home', { scenes: [], at: null })).toBeNull();
  });

  it('none trains, deletes, matches or cancels', () => {
    const keys = [...Array.from('abcdefghijklmnopqrstuvwxyz0123456789'), 'Delete', 'Backspace', 'Escape', 'Tab', 'Enter'];
    const names = keys.flatMap((key) => talkStep(key, talk)?.name ?? []);
    expect([...new Set(names)].sort()).toEqual(['nextScene', 'play', 'present', 'previousScene', 'resetScene', 'showAnswer']);
  });
});
