import { describe, expect, it } from 'vitest';
import { FigureQueue } from './queue.ts';

/** Work that notes when it starts and ends, and goes on until it is let go or its signal is aborted. */
function task(log: string[], name: string) {
  let finish: () => void = () => undefined;
  const work = (signal: AbortSignal): Promise<string> => {
    log.push(`${name} starts`);
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        log.push(`${name} stops`);
        reject(signal.reason as Error);
      });
      finish = () => {
        log.push(`${name} ends`);
        resolve(name);
      };
    });
  };
  return { work, finish: () => finish() };
}

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

describe('queue', () => {
  it('takes the most urgent of those that wait, equals in order', async () => {
    const queue = new FigureQueue();
    const log: string[] = [];
    const names: readonly (readonly [number, string])[] = [
      [2, 'first'],
      [3, 'slow'],
      [1, 'quick'],
      [3, 'slower'],
      [2, 'middle'],
    ];
    await Promise.all(names.map(([urgency, name]) => queue.run(urgency, never, () => Promise.resolve(void log.push(name)))));
    expect(log).toEqual(['first', 'quick', 'middle', 'slow', 'slower']);
  });

  it('a plane gives way to a curve and starts again after it', async () => {
    const queue = new FigureQueue();
    const log: string[] = [];
    const plane = task(log, 'plane');
    const curve = task(log, 'curve');
    const planed = queue.run(3, never, plane.work, true);
    await turn();
    const curved = queue.run(1, never, curve.work);
    await turn();
    expect(log).toEqual(['plane starts', 'plane stops', 'curve starts']);
    curve.finish();
    expect(await curved).toBe('curve');
    await turn();
    plane.finish();
    expect(await planed).toBe('plane');
    expect(log.slice(3)).toEqual(['curve ends', 'plane starts', 'plane ends']);
  });

  it('a plane is not begun between two jobs of one figure', async () => {
    const queue = new FigureQueue();
    const log: string[] = [];
    const plane = task(log, 'plane');
    const curves = (async () => {
      for (const name of ['naive', 'aligned']) await queue.run(1, never, () => Promise.resolve(void log.push(name)));
    })();
    const planed = queue.run(3, never, plane.work, true);
    await curves;
    await turn();
    plane.finish();
    await planed;
    expect(log).toEqual(['naive', 'aligned', 'plane starts', 'plane ends']);
  });

  it('nothing gives way to its equals, nor what would lose its work', async () => {
    const queue = new FigureQueue();
    const log: string[] = [];
    const [first, second, layers, curve] = ['first', 'second', 'layers', 'curve'].map((name) => task(log, name));
    const all = [queue.run(3, never, first.work, true), queue.run(3, never, second.work, true)];
    await turn();
    first.finish();
    await turn();
    second.finish();
    await Promise.all(all);
    const layered = queue.run(2, never, layers.work);
    const curved = queue.run(1, never, curve.work);
    await turn();
    layers.finish();
    await turn();
    curve.finish();
    await Promise.all([layered, curved]);
    expect(log.filter((line) => line.endsWith('stops'))).toEqual([]);
  });

  it('a cancelled plane stays cancelled, waiting or running; its own failure is told', async () => {
    const queue = new FigureQueue();
    const log: string[] = [];
    const plane = task(log, 'plane');
    const curve = task(log, 'curve');
    const controller = new AbortController();
    const reason = new DOMException('cancelled', 'AbortError');
    const outcome = expect(queue.run(3, controller.signal, plane.work, true)).rejects.toBe(reason);
    await turn();
    const curved = queue.run(1, never, curve.work);
    await turn();
    controller.abort(reason);
    curve.finish();
    await curved;
    await outcome;
    expect(log.filter((line) => line === 'plane starts')).toHaveLength(1);
    const failure = new Error('broken');
    await expect(queue.run(3, never, () => Promise.reject(failure), true)).rejects.toBe(failure);
    expect(await queue.run(1, never, () => Promise.resolve('still open'))).toBe('still open');
  });
});
