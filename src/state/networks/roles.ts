/** Who has a role when a network goes and when it comes back. */
import type { AppState } from '../app-state.ts';

/** No network where this one held the role. */
export function without(held: string | null, id: string): string | null {
  return held === id ? null : held;
}

/** The network has those roles again that it had and nobody holds. */
export function refilled<R extends Readonly<Record<string, string | null>>>(now: R, before: R, id: string): R {
  return Object.fromEntries(Object.entries(now).map(([role, held]) => [role, held ?? (before[role] === id ? id : null)])) as R;
}

/** The aligned copies that stood for the networks which have their roles again. */
export function realigned({ networks, roles, aligned }: AppState, rolesThen: AppState['roles'], then: AppState['aligned']): AppState['aligned'] {
  const again = (role: 'B' | 'C'): string | null => {
    const same = roles.A === rolesThen.A && roles[role] === rolesThen[role];
    return aligned[role] ?? (same && networks.some(({ id }) => id === then[role]) ? then[role] : null);
  };
  return { B: again('B'), C: again('C') };
}
