/** The bounded list of notices: the newest five, equal texts shown once. */
import type { Notice } from './app-state.ts';
import type { AppStore } from './store.ts';

const MOST_NOTICES = 5;
/** Long enough for every list of problems, which are bounded where they are made; a longer text scrolls in its strip. */
const LONGEST_TEXT = 6000;

/** Cut between words. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const start = text.slice(0, LONGEST_TEXT);
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), LONGEST_TEXT / 2))} …`;
}

export class Notices {
  private next = 1;
  private readonly store: AppStore;

  constructor(store: AppStore) {
    this.store = store;
  }

  /** Puts up a notice that stays until it is closed, and gives its id; the oldest goes where there are too many. */
  add(
    tone: Notice['tone'],
    text: string,
    action: Notice['action'] = null,
    { untilTraining = false, cause = null }: { untilTraining?: boolean; cause?: string | null } = {},
  ): number {
    return this.put({ tone, text, action, brief: false, untilTraining, cause });
  }

  /** Confirms what was done: goes by itself. */
  confirm(text: string, action: Notice['action'] = null): number {
    return this.put({ tone: 'info', text, action, brief: true, untilTraining: false, cause: null });
  }

  private put({ text, ...notice }: Omit<Notice, 'id'>): number {
    const id = this.next++;
    const shown = shortened(text);
    this.store.setState(({ notices }) => ({
      notices: [...notices.filter((other) => other.text !== shown), { id, ...notice, text: shown }].slice(-MOST_NOTICES),
    }));
    return id;
  }

  /** What went wrong has worked: the notices about it go. */
  settled(cause: string): void {
    this.forget((notice) => notice.cause === cause);
  }

  /** Takes down what a new run makes stale. */
  forget(stale: (notice: Notice) => boolean): void {
    if (!this.store.getState().notices.some(stale)) return;
    this.store.setState(({ notices }) => ({ notices: notices.filter((notice) => !stale(notice)) }));
  }

  dismiss(id: number): void {
    this.store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
  }
}
