/**
 * Everything a person can do, by name, with the type of its argument. The registry (actions/) implements each; buttons, shortcuts,
 * the help panel, `window.ridgeline.run` and the browser tests all go through it.
 */
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { BundleRequest } from '../bundle/write.ts';
import type { MatchingDrawing } from '../networks/drawing.ts';
import type { OpenFilesRequest, ReinterpretRequest } from '../data/open-files.ts';
import type { ReadingCorrection } from '../data/reading-question.ts';
import type { PageRequest } from '../page/page.ts';
import type { DescribeFigure } from '../page/shown-figure.ts';
import type { AppState } from '../app-state.ts';
import type { Endpoint, Experiment, Place, Role } from '../experiment.ts';
import type { LargeName, View } from '../view.ts';
import type { LabCell } from '../figures/barriers.ts';
import type { PairChoice } from '../figures/lab-view.ts';
import type { Hideable, Layout, Scene, SceneText } from '../scenes/scene.ts';
import type { Play, PlayKind } from '../talk/talk-state.ts';
import type { Shareable, ShareRequest } from '../link/share.ts';
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
  /** Gives a File: what is on the screen as a bundle. */
  saveBundle: BundleRequest | undefined;
  /** Gives a File: what is on the screen as one HTML file that needs no other. */
  savePage: PageRequest | undefined;
  /** Shows a bundle: its networks come into the list, and take the roles. */
  openBundle: { file: File };
  /** Lets the bundle of a link be looked up, or fetched, at another host; or not. */
  answerSource: { accept: boolean };
  /** Copies the link of what is on the screen; with the figures that are computed, or those of them that are named, where asked. Gives the link. */
  share: ShareRequest | undefined;
  /** Copies BibTeX of Ridgeline and of the methods that the view uses. Gives it. */
  copyCitations: undefined;
  /** Computes an author's figures here, with the networks trained where they are not here, and says what differs. */
  recompute: undefined;
  /** Whose figures are on the screen, where there are both: the author's, or those computed here. */
  showFigures: { of: 'author' | 'own' };
  /** Leaves the author's figures; those computed here stay, or are computed. */
  leaveAuthor: undefined;
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
  /** Keeps the view as a scene behind the one shown; gives its place. */
  addScene: Partial<SceneText> | undefined;
  /** Other words for a scene; `retake`: the view of now in the place of its own. */
  editScene: Partial<SceneText> & { readonly index: number; readonly retake?: boolean };
  moveScene: { index: number; to: number };
  /** Undoable. */
  removeScene: { index: number };
  setScenes: { scenes: readonly Scene[]; hide: readonly Hideable[] };
  /** Shows a scene as it was made; nothing trains where its networks are here. */
  showScene: { index: number };
  nextScene: undefined;
  previousScene: undefined;
  resetScene: undefined;
  showAnswer: { on: boolean } | undefined;
  /** Figures alone on the whole screen; without an argument the other way. */
  present: { on: boolean } | undefined;
  setLayout: { layout: Layout };
  readLesson: { on: boolean };
  hideParts: { parts: readonly Hideable[] };
  /** Begins, goes on, or pauses; without an argument α. */
  play: { kind: PlayKind } | undefined;
  changePlay: Partial<Pick<Play, 'speed' | 'loop' | 'at'>>;
  endPlay: undefined;
  openSpeakerView: undefined;
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
  /** Of Ridgeline. */
  readonly version: string;
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
  /** Tells that a figure is on the screen, and how it is described; returns a function that takes it back. */
  figureShown(name: string, describe: DescribeFigure): () => void;
  /** A, B and B′ as a small picture shows them; null where they are not all here. */
  matching(): MatchingDrawing | null;
  /** What can be shared of it, and what each figure adds to a link. */
  shareable(): Promise<Shareable>;
  /** The link of what is on the screen, with its figures where asked. */
  linkOf(request: ShareRequest): Promise<string>;
  /** First examples of a split, for previews of the data. */
  examples(split: 'train' | 'test', count: number): Promise<{ x: Float32Array; y: Int32Array; count: number }>;
}
