import { describe, expect, it } from 'vitest';
import { yieldToEventLoop } from '../base/job.ts';
import { DrawQueue } from './draw-queue.ts';

async function turns(n: number): Promise<void> {
  for (let i = 0; i < n; i++) await yieldToEventLoop();
}

describe('a queue of drawings', () => {
  it('draws one a task, in order, and of each owner only the newest', async () => {
    const queue = new DrawQueue();
    const [a, b] = [{}, {}];
    const drawn: string[] = [];
    const draw = (name: string) => () => {
      drawn.push(name);
      return Promise.resolve();
    };
    queue.add(a, draw('a1'));
    queue.add(b, draw('b1'));
    queue.add(a, draw('a2'));
    expect(drawn).toEqual([]);
    await turns(1);
    expect(drawn).toEqual(['a2']);
    await turns(3);
    expect(drawn).toEqual(['a2', 'b1']);
    queue.add(b, draw('b2'));
    await turns(3);
    expect(drawn).toEqual(['a2', 'b1', 'b2']);
  });

  it('waits for a drawing that takes long, and forgets what was dropped', async () => {
    const queue = new DrawQueue();
    const [a, b] = [{}, {}];
    const drawn: string[] = [];
    let finish = (): void => undefined;
    queue.add(a, () => new Promise<void>((resolve) => (finish = resolve)));
    queue.add(b, () => Promise.resolve(void drawn.push('b')));
    await turns(4);
    expect(drawn).toEqual([]);
    queue.drop(b);
    finish();
    await turns(4);
    expect(drawn).toEqual([]);
    queue.add(b, () => Promise.resolve(void drawn.push('again')));
    await turns(3);
    expect(drawn).toEqual(['again']);
  });
});
