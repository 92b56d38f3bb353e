/** The one store: plain state that the screen shows. It changes through the actions of app.ts only. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState, Work } from './app-state.ts';
import { DEFAULT_VIEW, defaultExperiment } from './defaults.ts';
import type { BackendPreference } from '../compute/backend-names.ts';

export type AppStore = StoreApi<AppState>;

export const IDLE: Work<never> = { status: 'idle', result: null, progress: null, error: null };

/** State before anything was loaded. */
export function initialState(preference: BackendPreference): AppState {
  return {
    experiment: defaultExperiment(),
    view: DEFAULT_VIEW,
    backend: { status: 'starting', info: null, preference },
    data: IDLE,
    available: {},
    networks: [],
    roles: { A: null, B: null, C: null },
    training: IDLE,
    aligned: { B: null, C: null },
    aligning: IDLE,
    curve: IDLE,
    planes: IDLE,
    layers: IDLE,
    probe: IDLE,
    lab: { barriers: IDLE, cumulative: IDLE, robustness: IDLE, subspaces: IDLE, averaging: IDLE, decomposition: IDLE, sensitivity: IDLE },
    notices: [],
    pending: null,
    demonstration: false,
    canUndo: false,
    canRedo: false,
    storage: { available: true, message: null },
  };
}

export function createAppStore(preference: BackendPreference): AppStore {
  return createStore<AppState>(() => initialState(preference));
}
