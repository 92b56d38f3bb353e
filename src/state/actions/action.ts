/**
 * Everything a person can do, by name, with the type of its argument. The registry (actions/) implements each; buttons, shortcuts,
 * the help panel, `window.ridgeline.run` and the browser tests all go through it.
 */
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { OpenFilesRequest, ReinterpretRequest } from '../data/open-files.ts';
import type { ReadingCorrection } from '../data/reading-question.ts';
import type { AppState } from '../app-state.ts';
import type { Endpoint, Experiment, Place, Role } from '../experiment.ts';
import type { LargeName, View } from '../view.ts';
import type { LabCell } from '../figures/barriers.ts';
import type { PairChoice } from '../figures/lab-view.ts';
import type { BackendPreference } from '../../compute/backend-names.ts';
import type { KeptId } from '../../compute/protocol.ts';

/** Every key optional, at every depth; arrays are replaced whole. */
export type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

export interface ActionArguments {
  /** Loads data and makes it the current data; the experiment's architecture and training take the data's defaults where it changes kind. */
  loadData: DatasetSpec;
  /** Files dropped on the page or chosen: data sets and networks are told apart by their bytes. Returns what each was taken for. */
  openFiles: OpenFilesRequest;
  /** Corrects how the files that wait are understood: they are read anew. */
  correctReading: ReadingCorrection;
  /** Opens the files that wait as they are understood now, or none of them. */
  answerReading: { accept: boolean };
  /** Changes what "Train" will do; undoable. */
  setExperiment: DeepPartial<Experiment>;
  /** Changes what is looked at; undoable, but for the probe and the theme. */
  setView: DeepPartial<View>;
  /** Has one network a seed, those that are here used again (`anew`: trained again too); the first three get the roles A, B, C. */
  train: { append?: boolean; anew?: boolean } | undefined;
  pauseTraining: undefined;
  resumeTraining: undefined;
  /** Goes on with networks whose training was stopped, on the current data; all of them where none are named. */
  continueTraining: { ids?: readonly string[] } | undefined;
  /** Matches B and C onto A by view.alignment and puts the copies B', C' in the list. */
  align: undefined;
  /** Ends what runs. */
  cancel: undefined;
  /** Starts the figures again that were cancelled. */
  resumeFigures: undefined;
  assignRole: { role: Role; id: string | null };
  rename: { id: string; name: string };
  /** Undoable through the notice and `undo`. */
  remove: { id: string };
  /** Deletes the networks that were trained together, their matched copies included; undoable like one. */
  removeRun: { run: string };
  /** Brings a deleted network back, until the session ends; or all of a deleted run. */
  restore: { id: string } | { run: string };
  /** Gives a File (safetensors). */
  exportNetwork: { id: string };
  /** How an imported network is to be read, after the fact. */
  reinterpret: ReinterpretRequest;
  setBackend: { preference: BackendPreference };
  undo: undefined;
  redo: undefined;
  /** Copies the link of what is on the screen. Gives the link. */
  share: undefined;
  /** Trains what a link asked for and this browser lacks. */
  trainPending: undefined;
  dismissNotice: { id: number };
  /** Hides the first steps, in later visits too. */
  dismissSteps: undefined;
  /** The figure that fills the middle; null = all again. */
  enlarge: { figure: LargeName | null };
  /** Moves the probe; undoable, a drag as one. */
  probe: View['probe'];
  /** Moves it while a pointer passes: not undoable. */
  previewProbe: View['probe'];
  probeEndpoint: { endpoint: Endpoint };
  resetPlane: undefined;
  /** Goes to Explore or to the layer laboratory; without an argument to the other one. */
  showPlace: { place: Place } | undefined;
  /** Trains pairs by the experiment's settings on the current data; view.lab.pairs where none are given. The first takes the roles A and B. */
  trainPairs: { pairs?: PairChoice } | undefined;
  /** The paper's setting in one click: data, settings, three pairs, and the laboratory. */
  standingExample: { data: 'glyphs' | 'mnist' };
  /** The cell of the barrier heatmap whose examples are shown; null = none. */
  showCell: { cell: LabCell | null };
  /** Trains and measures every setting of view.lab.sensitivity; goes on where a cancelled one stopped. */
  sweep: undefined;
  cancelSweep: undefined;
  setTheme: { theme: View['theme'] };
  /** Looks what of the page and of the data lies in this browser. Gives `offline` of the state. */
  checkOffline: undefined;
  /** Fetches what is missing of the page and the data named, all of this site's where none are; then as `checkOffline`. */
  prepareOffline: { data?: readonly KeptId[] } | undefined;
  cancelPreparing: undefined;
  /** Loads the page again in a version that waits. */
  takeNewVersion: undefined;
}

export type ActionName = keyof ActionArguments;

/** Work that an action would end for good, as a person is asked about it. */
export interface Loss {
  /** 'Stop training?' */
  readonly question: string;
  /** What would be lost, and how far it is. */
  readonly text: string;
  /** On the button that does it: 'Stop'. */
  readonly confirm: string;
}

/** As `ridgeline.actions()` lists them. */
export interface ActionListing {
  readonly name: ActionName;
  /** What it does, as a menu item: 'Train networks'. */
  readonly title: string;
  /** Key for the help panel and the page: 't', 'Control+z', 'Escape'; null = none. */
  readonly shortcut: string | null;
  readonly enabled: boolean;
  /** Why it cannot run now, in words; null where it can. */
  readonly reason: string | null;
  /** What it would end for good: a key asks first. null where nothing would be lost. */
  readonly loses: Loss | null;
}

/** The page's one handle on state and actions, given to views through a React context. */
export interface App {
  getState(): AppState;
  /** Calls back after every change; returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Validates the argument and runs; rejects with RidgelineError. Failures also become notices. */
  run<N extends ActionName>(name: N, argument?: ActionArguments[N]): Promise<unknown>;
  /** Runs for a person at the page: as `run`, and a File that the action gives is saved under its name. Views use this one. */
  perform<N extends ActionName>(name: N, argument?: ActionArguments[N]): Promise<void>;
  actions(): readonly ActionListing[];
  /** Absolute URL of what is on the screen. */
  link(): string;
  /** First examples of a split, for previews of the data. */
  examples(split: 'train' | 'test', count: number): Promise<{ x: Float32Array; y: Int32Array; count: number }>;
}
