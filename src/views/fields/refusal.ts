import { RidgelineError } from '../../base/errors.ts';

/** 'Widths[0] must be …' counts as programs do; a person reads 'Widths: entry 1 must be …'. */
function inWords(message: string): string {
  return message.replace(/^(.+?)\[(\d+)\]/, (_, label: string, index: string) => `${label}: entry ${Number(index) + 1}`);
}

/** Why a setting's check or text is refused, in words; null where it is not. */
export function refusalOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof RidgelineError) return inWords(error.message);
    throw error;
  }
}
