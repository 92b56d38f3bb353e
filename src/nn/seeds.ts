/** What seeds mean: which seed an epoch's data order is drawn from, and when two say the same. */
import type { Seeds } from './training.ts';

/**
 * The seed of an epoch's data order. A network whose first epochs have another order than the later ones is, at their end, the
 * network that has the first order throughout: start, optimiser, schedule and steps are the same, since nothing else depends on the
 * order's seed. So it is a copy of that network that goes on in another order (Frankle et al. 2020).
 *
 * @param epoch counted from 1
 */
export function orderSeedAt({ order, first }: Seeds, epoch: number): number {
  return first !== undefined && epoch <= first.epochs ? first.order : order;
}

/** The plainest seeds of the same network: no first epochs where there are none, or where their order is that of the later ones. */
export function plainSeeds({ init, order, first }: Seeds): Seeds {
  return first === undefined || first.epochs === 0 || first.order === order ? { init, order } : { init, order, first };
}
