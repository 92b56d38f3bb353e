/** What an epoch that several networks are looked at after is called. */
import { formatCount } from './format.ts';

/** After how many epochs A and B were done, where these differ: the last column then shows each as it is. null: after as many. */
export type LastOfEach = readonly [number, number] | null;

/** 'epoch 40'; where it is the last and the networks trained for different times, 'last of each: epochs 20 and 2,000'. */
export function epochName(epoch: number, lastOfEach: LastOfEach): string {
  return isLastOfEach(epoch, lastOfEach) ? `last of each: epochs ${lastOfEach.map(formatCount).join(' and ')}` : `epoch ${epoch}`;
}

/** Whether the column of this epoch shows networks after different ones. */
export function isLastOfEach(epoch: number, lastOfEach: LastOfEach): lastOfEach is readonly [number, number] {
  return lastOfEach !== null && epoch === Math.max(...lastOfEach);
}
