/** May the network go? In words, from what was found in the browser's storage, and from nothing else. */
import { formatCount, formatList } from '../../base/format.ts';
import type { KeptData, KeptId } from '../../compute/protocol.ts';
import type { OfflineState } from './offline-state.ts';

export const KEPT_NAMES: Readonly<Record<KeptId, string>> = { mnist: 'MNIST', cifar10: 'CIFAR-10', mirror: 'MNIST (mirror)' };

export interface Verdict {
  /** The page opens and works without network; `data` may be missing. */
  readonly safe: boolean;
  readonly text: string;
}

/** Of the page and this site's data; the mirror's count where they are kept. */
export function verdict({ site, data, persistent }: Pick<OfflineState, 'site' | 'data' | 'persistent'>): Verdict {
  const { status, reason, done, total } = site;
  if (status === 'impossible') return { safe: false, text: `This page cannot be opened again without network. ${reason ?? ''}`.trim() };
  if (status === 'unknown') return { safe: false, text: reason ?? 'Nothing was found yet: the page is kept once its first figures are drawn.' };
  if (status === 'keeping') return { safe: false, text: `Not yet: ${formatCount(done)} of ${formatCount(total)} files of the page are here.` };
  if (status === 'partly')
    return { safe: false, text: `Not yet: ${formatCount(total - done)} of ${formatCount(total)} files of the page are missing.` };
  const clearing =
    persistent === true
      ? ' The browser has promised not to clear them by itself.'
      : ' Where space runs short, or this site’s data are cleared, the browser may delete them.';
  return { safe: true, text: `Safe to unplug: all ${formatCount(total)} files of the page were found in this browser.${dataWords(data)}${clearing}` };
}

function dataWords(data: readonly KeptData[]): string {
  const names = (some: readonly KeptData[]): string => formatList(some.map(({ id }) => KEPT_NAMES[id]));
  const kept = data.filter((entry) => entry.kept);
  const missing = data.filter((entry) => !entry.kept && entry.host === null);
  const found = kept.length === 0 ? '' : ` So ${kept.length === 1 ? 'was' : 'were'} ${names(kept)}.`;
  return missing.length === 0 ? found : `${found} ${names(missing)} cannot be loaded then: fetch ${missing.length === 1 ? 'it' : 'them'} first.`;
}
