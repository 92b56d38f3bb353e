import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import { workerShard } from '../evaluate/wasm/port.ts';
import type { WorkerPort } from '../rpc/helper.ts';
import { PauseSwitch } from './pause-switch.ts';
import { workerTraining } from './port.ts';
import type { TrainingSpan } from './span.ts';

/** Takes everything, answers nothing, and fires no event. */
function mute<In, Out>(): WorkerPort<In, Out> {
  return { onmessage: null, onerror: null, onmessageerror: null, postMessage: () => undefined, terminate: () => undefined };
}

describe('a worker that never answers', () => {
  const hours = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(count * 3_600_000);

  it('fails its training, which can go on elsewhere', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const training = workerTraining(mute(), null).train({} as Dataset, {} as TrainingSpan, new PauseSwitch(), {});
    const failed = expect(training).rejects.toMatchObject({ name: 'WorkerFailure', message: 'A training worker does not answer.' });
    await hours(1);
    await failed;
  });

  it('fails its evaluation, for which another engine takes over', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const shard = workerShard(mute(), {});
    const failed = expect(shard.bytes()).rejects.toThrow('A kernel worker does not answer.');
    await hours(1);
    await failed;
  });
});
