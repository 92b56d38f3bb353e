import { expect, test } from 'vitest';
import { HelperStarter, type HelperWorker } from './helper-starter.ts';
import { Helpers, serveHelper, type HelperKind } from './rpc/helper.ts';

/** A script in this thread that answers each number with its double. */
class Script implements HelperWorker {
  onerror: HelperWorker['onerror'] = null;
  ended = false;
  readonly #scope: { onmessage: ((event: MessageEvent<MessagePort>) => void) | null } = { onmessage: null };

  constructor() {
    serveHelper(this.#scope, (post) => (value: number) => post(2 * value));
  }
  postMessage(port: MessagePort): void {
    setTimeout(() => this.#scope.onmessage?.({ data: port } as MessageEvent<MessagePort>), 5);
  }
  terminate(): void {
    this.ended = true;
  }
}

function joined(start: (kind: HelperKind) => HelperWorker): { helpers: Helpers; starter: HelperStarter } {
  const starter = new HelperStarter((message) => helpers.fail(message), start);
  const helpers: Helpers = new Helpers((message) => starter.receive(message));
  return { helpers, starter };
}

test('messages sent before the helper runs arrive in order, and answers come back', async () => {
  const { helpers, starter } = joined(() => new Script());
  const helper = helpers.start<number, number>('kernels');
  const heard: number[] = [];
  const done = new Promise<void>((resolve) => {
    helper.onmessage = ({ data }) => {
      heard.push(data);
      if (heard.length === 3) resolve();
    };
  });
  for (const value of [1, 2, 3]) helper.postMessage(value);
  await done;
  expect(heard).toEqual([2, 4, 6]);
  helper.terminate();
  starter.close();
});

test('a helper that throws or dies is told by name to whom it belongs; ending one ends its worker, and closing ends all', () => {
  const scripts: Script[] = [];
  const { helpers, starter } = joined((kind) => {
    if (kind === 'training') throw new Error('no workers here');
    scripts.push(new Script());
    return scripts[scripts.length - 1];
  });
  const told: string[] = [];
  const [first, second] = ['a', 'b'].map((name) => {
    const helper = helpers.start<number, number>('kernels');
    helper.onerror = ({ message }) => told.push(`${name}: ${message}`);
    return helper;
  });
  let prevented = 0;
  const death = (message: string): ErrorEvent => ({ message, preventDefault: () => prevented++ }) as unknown as ErrorEvent;
  scripts[1].onerror?.(death('out of memory'));
  scripts[0].onerror?.(death(''));
  expect(told).toEqual(['b: out of memory', 'a: it could not be loaded']);
  expect(prevented).toBe(2);
  first.terminate();
  expect(scripts.map(({ ended }) => ended)).toEqual([true, false]);
  scripts[0].onerror?.(death('late'));
  expect(told).toHaveLength(2);
  starter.close();
  expect(scripts.map(({ ended }) => ended)).toEqual([true, true]);
  second.terminate();
});

test('a helper that cannot be started is told after its user listens', async () => {
  const { helpers, starter } = joined(() => {
    throw new Error('no workers here');
  });
  const helper = helpers.start<number, number>('training');
  const told = await new Promise<string>((resolve) => (helper.onerror = ({ message }) => resolve(message)));
  expect(told).toBe('no workers here');
  helper.terminate();
  starter.close();
});
