/** Which networks can be matched, and the aligned copies that there are. */
import { canonicalJson } from '../../base/hash.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { AlignmentChoice } from '../experiment.ts';
import type { NetworkEntry } from '../shared-state.ts';
import type { NetworkRecord } from './record.ts';

export interface Pair {
  readonly reference: string;
  readonly network: string;
  readonly choice: AlignmentChoice;
}

/** The library, as far as it is searched here. */
export interface Searched {
  readonly library: { find(test: (record: NetworkRecord) => boolean): NetworkRecord | null };
}

/** Why two networks cannot be matched; null where they can. */
export function alignmentDisabledReason(a: Pick<NetworkEntry, 'architecture'>, b: Pick<NetworkEntry, 'architecture'>): string | null {
  if (a.architecture.hidden.length === 0) return 'A linear model has no hidden neurons to match.';
  try {
    checkSameShape([a.architecture, b.architecture], 'network');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The aligned copy that this choice gave before, if it is still there. */
export function findAligned({ library }: Searched, { reference, network, choice }: Pair): NetworkRecord | null {
  const key = canonicalJson(choice);
  return library.find(
    ({ origin, choice: made }) =>
      origin.kind === 'aligned' && origin.reference === reference && origin.source === network && canonicalJson(made) === key,
  );
}
