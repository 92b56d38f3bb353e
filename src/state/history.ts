/** Undo and redo of settings: experiment, view with the probe's α, roles, names and scenes. Edits of the same fields within a second count as one. */
import { canonicalJson } from '../base/hash.ts';
import type { AppState } from './app-state.ts';
import type { AppStore } from './store.ts';

export interface Snapshot extends Pick<AppState, 'experiment' | 'view' | 'roles' | 'aligned'> {
  readonly scenes: AppState['talk']['scenes'];
  /** Networks there were, by id, and what they were called: going back brings deleted ones back. */
  readonly names: Readonly<Record<string, string>>;
}

const DEEPEST = 100;
const COALESCE_MILLISECONDS = 1000;

export class History {
  private readonly past: Snapshot[] = [];
  private readonly future: Snapshot[] = [];
  private last: { what: string; time: number } | null = null;
  private readonly store: AppStore;
  private readonly now: () => number;

  constructor(store: AppStore, now: () => number) {
    this.store = store;
    this.now = now;
  }

  /** Call before a change; `what` names the fields it touches. */
  remember(what: string): void {
    const time = this.now();
    const same = this.last !== null && this.last.what === what && time - this.last.time < COALESCE_MILLISECONDS && this.past.length > 0;
    this.last = { what, time };
    if (same) return;
    this.past.push(snapshot(this.store.getState()));
    if (this.past.length > DEEPEST) this.past.shift();
    this.future.length = 0;
    this.publish();
  }

  /** Forgets all: nothing can be undone. */
  clear(): void {
    this.past.length = 0;
    this.future.length = 0;
    this.last = null;
    this.publish();
  }

  /** The state to go back to; null where there is none. The present becomes what `redo` gives. */
  undo(): Snapshot | null {
    return this.step(this.past, this.future);
  }

  redo(): Snapshot | null {
    return this.step(this.future, this.past);
  }

  private step(from: Snapshot[], to: Snapshot[]): Snapshot | null {
    const present = snapshot(this.store.getState());
    let target = from.pop();
    while (target !== undefined && same(target, present)) target = from.pop();
    if (target === undefined) {
      this.publish();
      return null;
    }
    to.push(present);
    this.last = null;
    this.publish();
    return target;
  }

  private publish(): void {
    this.store.setState({ canUndo: this.past.length > 0, canRedo: this.future.length > 0 });
  }
}

function snapshot({ experiment, view, roles, aligned, networks, talk: { scenes } }: AppState): Snapshot {
  return { experiment, view, roles, aligned, scenes, names: Object.fromEntries(networks.map(({ id, name }) => [id, name])) };
}

/** Scenes are made anew where they change, and may hold figures: they are compared by what they are. */
function same({ scenes, ...rest }: Snapshot, { scenes: others, ...own }: Snapshot): boolean {
  return scenes === others && canonicalJson(rest) === canonicalJson(own);
}
