/** An author's figures, as the state holds them while they are on the screen. */
import type { LinkState } from '../link/state.ts';
import type { Differences } from './differences.ts';
import type { Published } from './published.ts';

export interface ShownPublished {
  readonly published: Published;
  /** Experiment and view of its link: what the figures were made with. */
  readonly link: LinkState;
  /** Whose figures are on the screen. */
  readonly show: 'author' | 'own';
  /** Whether the figures are computed here too. */
  readonly recomputing: 'no' | 'running' | 'done';
  /** What differs between the author's figures and those computed here; null until they are. */
  readonly differences: Differences | null;
}
