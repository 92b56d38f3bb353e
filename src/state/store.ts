/** The one store: plain state that the screen shows. It changes through the actions of app.ts only. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState } from './app-state.ts';
import { NO_TALK } from './talk/talk-state.ts';
import { DEFAULT_VIEW } from './view.ts';
import { figureWorks, IDLE } from './figures/derived.ts';
import { FIGURES, type FigureWorks } from './figures/table.ts';
import { NOTHING_KNOWN } from './offline/offline-state.ts';
import { defaultExperiment } from './defaults.ts';
import type { BackendPreference, SimdPreference } from '../compute/backend-names.ts';

export type AppStore = StoreApi<AppState>;

/** State before anything was loaded. */
export function initialState(preference: BackendPreference, simd: SimdPreference = 'auto'): AppState {
  return {
    experiment: defaultExperiment(),
    view: DEFAULT_VIEW,
    backend: { status: 'starting', info: null, preference, simd },
    data: IDLE,
    available: {},
    networks: [],
    roles: { A: null, B: null, C: null },
    training: IDLE,
    aligned: { B: null, C: null },
    aligning: IDLE,
    // Made by name, which the type of an object made of entries does not tell.
    figures: figureWorks(FIGURES) as unknown as FigureWorks,
    probe: IDLE,
    opening: IDLE,
    notices: [],
    pending: null,
    question: null,
    source: null,
    published: null,
    demonstration: false,
    firstSteps: false,
    canUndo: false,
    canRedo: false,
    offline: NOTHING_KNOWN,
    talk: NO_TALK,
    play: null,
    storage: { available: true, message: null },
  };
}

export function createAppStore(preference: BackendPreference, simd?: SimdPreference): AppStore {
  return createStore<AppState>(() => initialState(preference, simd));
}
