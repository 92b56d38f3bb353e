/** What is said of an author's figures: by whom and by what they were computed. */
import { formatCount } from '../../base/format.ts';
import { backendText } from '../backend-words.ts';
import { SIMD_SETTING } from '../settings.ts';
import type { FigureDifference, NetworkDifference } from './differences.ts';
import type { Maker } from './published.ts';

/** 'Ridgeline 0.1.0 on WebAssembly (2 cores, FMA)'. */
export function makerText({ ridgeline, backend, device, simd }: Maker): string {
  const build = simd === null ? null : (SIMD_SETTING.choices.find(({ value }) => value === simd)?.label ?? simd);
  const detail = [device, build].filter((part) => part !== null).join(', ');
  return `Ridgeline ${ridgeline} on ${backendText(backend)}${detail === '' ? '' : ` (${detail})`}`;
}

/** Why an action cannot run over an author's figures. */
export const NEEDS_NETWORKS =
  'The figures on the screen are their author’s: the networks behind them are not here. Recompute trains them; then everything can be changed.';

/** What the digests of the networks say: the same bits, or why others are to be expected. */
export function digestsText(networks: readonly NetworkDifference[], author: Maker, here: Maker): string {
  const same = networks.filter((network) => network.here === network.author).length;
  if (networks.length > 0 && same === networks.length)
    return 'The networks here are the author’s, bit for bit: what differs beyond a link’s rounding comes from evaluating them.';
  const elsewhere = author.backend !== here.backend || author.simd !== here.simd;
  const why = elsewhere
    ? 'The author used another backend, or another build of it, which rounds otherwise: training goes other ways from the last digits on.'
    : author.device !== here.device || author.backend === 'webgpu' || author.backend === 'webgl'
      ? 'Another device may round otherwise on the same backend.'
      : 'By the same settings on the same backend, the same bits were to be expected.';
  const count =
    same === 0
      ? 'None of the networks here has the author’s parameters, bit for bit.'
      : `${same} of ${networks.length} networks here have the author’s parameters, bit for bit.`;
  return `${count} ${why}`;
}

/** What the figures say together. */
export function figuresText(figures: readonly FigureDifference[]): string {
  const beyond = figures.reduce((sum, figure) => sum + figure.beyond, 0);
  const count = figures.reduce((sum, figure) => sum + figure.count, 0);
  if (count === 0) return 'No number of both could be compared.';
  return beyond === 0
    ? `All ${formatCount(count)} numbers of these figures are the author’s, within what a link rounds.`
    : `${formatCount(beyond)} of ${formatCount(count)} numbers differ by more than a link rounds.`;
}
