import { RidgelineError } from '../../base/errors.ts';

/** Why a setting's check or text is refused, in words; null where it is not. */
export function refusalOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof RidgelineError) return error.message;
    throw error;
  }
}
