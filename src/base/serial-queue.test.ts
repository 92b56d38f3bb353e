import { describe, expect, it } from 'vitest';
import { SerialQueue } from './serial-queue.ts';

describe('SerialQueue', () => {
  it('begins each piece of work when the one before has ended, failed ones too, and is idle after the last', async () => {
    const queue = new SerialQueue();
    const heard: string[] = [];
    const work =
      (name: string, fails = false) =>
      async (): Promise<string> => {
        heard.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve));
        heard.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    expect(queue.isIdle).toBe(true);
    const turns = [queue.run(work('one')), queue.run(work('two', true)), queue.run(work('three'))];
    expect(queue.isIdle).toBe(false);
    const [one, two, three] = await Promise.allSettled(turns);
    expect(one).toEqual({ status: 'fulfilled', value: 'one' });
    expect(two).toMatchObject({ status: 'rejected', reason: { message: 'two' } });
    expect(three).toEqual({ status: 'fulfilled', value: 'three' });
    expect(heard).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect(queue.isIdle).toBe(true);
  });
});
