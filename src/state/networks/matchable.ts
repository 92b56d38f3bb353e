/** Which of B and C can be matched onto A, and in words why another cannot. */
import { formatList } from '../../base/format.ts';
import type { NetworkEntry, SharedState } from '../shared-state.ts';
import { alignmentDisabledReason } from './aligned-copies.ts';

type Listed = Pick<SharedState, 'networks' | 'roles'>;

export interface Matchable {
  readonly role: 'B' | 'C';
  /** Why it cannot be matched; null where it can. */
  readonly reason: string | null;
}

/** Of the roles that are given; null where there is no A. */
export function matchable({ networks, roles }: Listed): readonly Matchable[] | null {
  const entry = (id: string | null): NetworkEntry | undefined => networks.find((network) => network.id === id);
  const a = entry(roles.A);
  if (a === undefined) return null;
  return (['B', 'C'] as const).flatMap((role): Matchable[] => {
    const other = entry(roles[role]);
    return other === undefined ? [] : [{ role, reason: alignmentDisabledReason(a, other) }];
  });
}

/** 'Align B and C onto A': what the button does; where nothing can be matched, what it would. */
export function alignWords(state: Listed): string {
  const all = matchable(state) ?? [];
  const can = all.filter(({ reason }) => reason === null);
  const named = (can.length > 0 ? can : all).map(({ role }) => role);
  return `Align ${named.length === 0 ? 'B' : formatList(named)} onto A`;
}

/** 'C is not matched onto A: ...'; null where all can be matched. */
export function unmatchedWords(state: Listed): string | null {
  const cannot = (matchable(state) ?? []).flatMap(({ role, reason }) => (reason === null ? [] : [{ role, reason }]));
  if (cannot.length === 0) return null;
  const reasons = [...new Set(cannot.map(({ reason }) => reason))];
  return reasons
    .map((reason) => {
      const who = cannot.filter((one) => one.reason === reason).map(({ role }) => role);
      return `${formatList(who)} ${who.length === 1 ? 'is' : 'are'} not matched onto A. ${reason}`;
    })
    .join(' ');
}
