import { expect, it } from 'vitest';
import { CameraFollower } from './camera-follower.ts';

it('turns to the newest camera, one turn at a time, and goes on after a failure', async () => {
  const turned: unknown[] = [];
  const ends: (() => void)[] = [];
  const follower = new CameraFollower(async (camera) => {
    turned.push(camera);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (camera === 3) throw new Error('gone');
  });
  const end = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  for (const camera of [1, 2, 3]) follower.follow(camera);
  expect([turned, follower.busy]).toEqual([[1], true]);
  await end();
  expect([turned, follower.busy]).toEqual([[1, 3], true]);
  await end();
  expect(follower.busy).toBe(false);
  follower.follow(4);
  expect(turned).toEqual([1, 3, 4]);
});
