import { RidgelineError } from '../../base/errors.ts';
import { checkArchitecture } from '../../nn/validate-architecture.ts';
import type { AppState } from '../app-state.ts';

/** Why the network of the experiment cannot be trained on the data at hand: it is too large, or its output does not fit. null where it can. */
export function architectureRefusal({ experiment, data }: Pick<AppState, 'experiment' | 'data'>): string | null {
  if (data.result === null) return null;
  try {
    checkArchitecture(experiment.architecture, data.result.inputs, data.result.classes, 'The network');
    return null;
  } catch (error) {
    if (error instanceof RidgelineError) return error.message;
    throw error;
  }
}
