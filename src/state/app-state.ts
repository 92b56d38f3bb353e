/**
 * What the store holds: everything the screen shows. Views read it through selectors and change it through actions only
 * (actions/). Parameters of networks are not in here but in the network library (networks/library.ts), by id.
 */
import type { BackendInfo, BackendPreference, SimdPreference } from '../compute/backend-names.ts';
import type { ProbeResult } from '../compute/protocol.ts';
import type { FigureWorks } from './figures/table.ts';
import type { SharedState, Work } from './shared-state.ts';
import type { OfflineState } from './offline/offline-state.ts';
import type { SourceQuestion } from './bundle/source.ts';
import type { ShownPublished } from './published/shown.ts';
import type { ReadingQuestion } from './data/reading-question.ts';
import type { Play, TalkState } from './talk/talk-state.ts';
import type { View } from './view.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  /** It only confirms what was done, and goes by itself; others stay until they are closed. */
  readonly brief: boolean;
  /** It is about the networks that trained last: the next training takes it down. */
  readonly untilTraining: boolean;
  /** What went wrong, by a name: when that has worked, the notice goes. null: it stays until it is closed. */
  readonly cause: string | null;
  /** An action's name and argument behind the notice's button, such as Undo. */
  readonly action: { readonly label: string; readonly name: string; readonly argument: unknown } | null;
}

export interface AppState extends SharedState {
  readonly view: View;
  readonly backend: {
    readonly status: 'starting' | 'ready' | 'failed';
    readonly info: BackendInfo | null;
    readonly preference: BackendPreference;
    /** The build of the wasm kernels that was asked for. */
    readonly simd: SimdPreference;
  };
  /** Datasets whose files lie at this site, from its index; sizes as found. */
  readonly available: Readonly<Partial<Record<'mnist' | 'cifar10', { readonly train: number; readonly test: number }>>>;
  /** One a figure, by its name in the table. */
  readonly figures: FigureWorks;
  readonly probe: Work<ProbeResult>;
  /** Files that are being read. */
  readonly opening: Work<null>;
  readonly notices: readonly Notice[];
  /** Dropped files that wait for a person to say how they are read. */
  readonly question: ReadingQuestion | null;
  /** A bundle at another host, about which a person is asked. */
  readonly source: SourceQuestion | null;
  /** An author's figures, of a link or a file, shown without networks; null where the screen's own are shown. */
  readonly published: ShownPublished | null;
  readonly demonstration: boolean;
  /** The first steps are shown: on a first visit, until they are dismissed. */
  readonly firstSteps: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly offline: OfflineState;
  readonly talk: TalkState;
  /** What plays by itself; null: nothing. */
  readonly play: Play | null;
  readonly storage: { readonly available: boolean; readonly message: string | null };
}
