/** What is said of an author's figures: by whom and by what they were computed. */
import { backendText } from '../backend-words.ts';
import { SIMD_SETTING } from '../settings.ts';
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
