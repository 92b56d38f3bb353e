/** While a page lives, the version of the site that it was made of is not deleted (docs/architecture.md, "Without network"). */
import { pageLock } from '../../offline/messages.ts';

/** @param script absolute address of the page's main script, whose name tells its version */
export function holdPage(navigator: Navigator, script: string): void {
  try {
    navigator.locks.request(pageLock(script), { mode: 'shared' }, () => new Promise(() => undefined)).catch(() => undefined);
  } catch {
    // No locks here (plain http): then there is no service worker either.
  }
}
